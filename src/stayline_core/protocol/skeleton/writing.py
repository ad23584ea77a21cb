"""The skeleton for a threat or a disclosure with nobody on the line: in writing, or by staff."""

from collections.abc import Iterator

from stayline_core.protocol.skeleton.parts import asked, gathered, head, noticed, owed
from stayline_core.protocol.skeleton.wanted import Wanted

MAY = (
    "Read it once, keep it as it is, and note what it says.",
    "Tell a supervisor at once. Call emergency services.",
)
MAY_NOT = (
    "Answer before a colleague has taken it over.",
    "Delete, forward or tidy it.",
    "Judge whether it is meant. Promise secrecy.",
)


def writing(wanted: Wanted) -> list[str]:
    """The whole document, line by line."""
    facts = _facts(wanted)
    gather = ["safety.in_danger_now", "safety.location", *facts]
    return [
        *head(wanted, may=MAY, may_not=MAY_NOT),
        *gathered(gather, gather[:2]),
        *owed(wanted),
        *_handlers(wanted),
        *_BLOCKS,
        *_OPENING,
        *_help(wanted),
        *_FACTS,
        f"    observe: [{', '.join(facts)}]",
        *_WAITING,
    ]


def _facts(wanted: Wanted) -> list[str]:
    """What can be read in it: whatever would be asked on the line, and what is noted anyway."""
    names = [name for name, _ in asked(wanted)]
    if wanted.about("bomb"):
        return ["bomb.where", "bomb.when", *names]
    heard = [name for name in noticed(wanted) if not name.startswith("bomb.")]
    return list(dict.fromkeys([*names, *heard]))


def _handlers(wanted: Wanted) -> Iterator[str]:
    yield from ("", "on:")
    if wanted.level != "L0":
        yield "  threat_grows: help_now"
    yield "  receiver_lost: waiting"
    yield "# One press from every step."
    yield from ("anytime:", "  help_now: Call emergency services")
    yield from ("start: keep", "start_switched: danger")


_BLOCKS = """\

blocks:
  # FILL IN: one plain look at danger now. What is not said must not lead where “no” leads.
  danger:
    start: now
    steps:
      now:
        title: Does it say that somebody is in danger now?
        covers: [safety]
        note: [Answer from what is written. Not said is unknown.]
        observe: safety.in_danger_now
        answers: {yes: help_now, no: leave, unknown: unsure}
        within: 10m
        otherwise: {do: [{notify: supervisor}], offer: unsure}
      unsure:
        title: Not said is not the same as no
        note: ["Your supervisor is told, and decides on sending help."]
        do: [{notify: supervisor}]
        next: leave""".splitlines()

_OPENING = """\

steps:
  # FILL IN: how it is kept as it is, by what it came.
  keep:
    title: Keep it as it is, and answer nothing
    covers: [observe, safety]
    note:
      - Somebody is being called already. You need not do anything for that.
      - Do not answer, delete, forward or tidy it.
    next: danger
  danger: {use: danger, next: facts}""".splitlines()


def _help(wanted: Wanted) -> Iterator[str]:
    yield from ("  # FILL IN: how help is called at your centre.", "  help_now:")
    yield from ("    title: Get help to them", "    covers: [outward, safety]")
    level = "" if wanted.level == "L0" else "{set_level: L0}, "
    yield f"    do: [{level}{{dispatch: emergency_services}}]"
    yield from ("    note:", "      - Use another telephone. Say it where the place is not known.")
    yield from ("    observe: [safety.location]", "    next: facts")


_FACTS = """\
  # FILL IN: what is to be noted of it.
  facts:
    title: Note what it says
    covers: [gather, observe]
    note: [Only what stands there. Nothing is guessed.]
    next: known""".splitlines()

_WAITING = """\
  known: {branch: safety_recorded, answers: {yes: company, no: danger/now}}

  company:
    title: Wait until a colleague has taken it over
    covers: [calm]
    note: ["Who is coming stands beside this. Answer nothing, and leave it open."]
    wait_for: accepted
    within: 10m
    otherwise: {do: [{raise: management}], offer: waiting}
    next: hand_over
  waiting:
    title: Nobody has taken it yet
    note: [Everyone is being called. Still answer nothing.]
    next: known
  hand_over:
    title: Hand it over
    covers: [hand_over]
    note: [It is done when your colleague has taken it over. Any reply is theirs.]
    wait_for: spoke
    within: 30m
    otherwise: {do: [{raise: management}], offer: waiting}
    next: reply
  # FILL IN: words for whoever took it over, if a reply is right at all.
  reply:
    title: A reply, if there is one
    covers: [acknowledge, pass_on, closing]
    say:
      - "Thank you for telling us. We have read it, and we take it seriously."
      - "We will share it only with people who can help."
    note: [For whoever took it over. Others are asked before anything is sent.]
    next: done_for
  done_for:
    title: Write down what was done for people's safety
    covers: [safety]
    note: [The incident cannot close without it.]
    observe: [safety.summary, risk.life, risk.company]
    next: safety_known
  safety_known: {branch: safety_recorded, answers: {yes: spoken, no: danger/now}}
  spoken: {branch: spoke, answers: {yes: done, no: company}}
  done:
    title: Handed over
    note: [Your colleague has taken over. Aftercare begins for you now.]
    end: handed_over""".splitlines()
