"""The skeleton for a threat or a disclosure with somebody on the line, perhaps in writing too."""

from collections.abc import Iterator

from stayline_core.protocol.skeleton.parts import asked, gathered, head, noticed, owed
from stayline_core.protocol.skeleton.wanted import CALLED_BACK, Wanted

MAY = (
    "Listen, acknowledge, stay calm, let silence be.",
    "Ask plainly whether anybody is in danger, and where.",
    "Tell a supervisor at once, and keep talking meanwhile. Call emergency services.",
    "Write down the exact words.",
)
MAY_NOT = (
    "Diagnose, counsel, argue, or judge whether it is meant.",
    "Ask for detail of how.",
    "Promise secrecy or an outcome.",
    "Hang up, or pass the person on without staying.",
)


def live(wanted: Wanted) -> list[str]:
    """The whole document, line by line."""
    fields = ["safety.in_danger_now", "safety.location", *(name for name, _ in asked(wanted))]
    least = ["safety.in_danger_now", "safety.location"]
    if wanted.about("bomb"):
        fields, least = ["bomb.where", "bomb.when", *fields], ["bomb.where", "bomb.when", *least]
    if wanted.about("abuse_disclosure"):
        fields, least = ["abuse.safe_to_talk", *fields], ["abuse.safe_to_talk", *least]
    top = [
        *head(wanted, may=MAY, may_not=MAY_NOT),
        *gathered([*fields, *noticed(wanted)], least),
        *owed(wanted),
        *_handlers(wanted),
    ]
    lines = [
        *_opening(wanted),
        "",
        "steps:",
        "  # A block stands here once; with `use` it can stand in several places.",
        "  opening: {use: opening, next: listen}",
        *_middle(wanted),
        *_help(wanted),
        *_waiting(wanted),
        *_lost(wanted),
    ]
    again = "opening/safe_to_talk" if wanted.about("abuse_disclosure") else "opening/danger_now"
    return [*top, *(line.replace("AGAIN", again) for line in lines)]


def _within(wanted: Wanted, live: str, written: str) -> str:
    """A limit; where something can also come in writing, more time for that."""
    return f"{{live: {live}, chat: {live}, written: {written}}}" if wanted.written else live


def _handlers(wanted: Wanted) -> Iterator[str]:
    yield from ("", "# What happens beside the conversation, and where it leads or what it offers.")
    yield from ("on:", "  contact_lost: lost", "  contact_resumed: returned")
    if wanted.level != "L0":
        yield "  threat_grows: help_now"
    yield from ("  accepted: introduce", "  receiver_lost: keep_talking", "  released: stopped")
    yield "# One press from every step."
    yield from ("anytime:", "  help_now: Call emergency services")
    yield from ("start: opening", "start_switched: opening/danger_now")


def _opening(wanted: Wanted) -> Iterator[str]:
    first = "safe_to_talk" if wanted.about("abuse_disclosure") else "acknowledge"
    yield from ("", "blocks:", "  opening:", f"    start: {first}", "    steps:")
    if wanted.about("abuse_disclosure"):
        yield from _SAFE_TO_TALK
    where = wanted.about("bomb")
    yield from _ACKNOWLEDGE
    yield f"        next: {'where_when' if where else 'danger_now'}"
    if where:
        yield from _WHERE_WHEN
    yield from _DANGER
    yield f"        within: {_within(wanted, '60s', '10m')}"
    yield from _UNSURE


_SAFE_TO_TALK = """\
      safe_to_talk:
        title: Is it safe to talk?
        covers: [acknowledge, safety]
        say: ["Thank you for telling me. I'm here with you."]
        ask: {field: abuse.safe_to_talk, question: "Is it safe for you to talk right now?"}
        note: [This comes before everything else. Yes or no is enough.]
        answers: {yes: acknowledge, else: not_safe}
      not_safe:
        title: Not safe to talk, or not known
        covers: [safety, pass_on]
        say:
          - "That's all right. You can just say yes or no."
          - "I will share this with a colleague who can help you to be safe."
        note: [Name nothing that somebody else could hear. Let them end it whenever they like.]
        do: [{notify: supervisor}]
        next: danger_now""".splitlines()

_ACKNOWLEDGE = """\
      # FILL IN: the first words. Thank, stay, and say early that it will be shared.
      acknowledge:
        title: Thank them for telling you
        covers: [acknowledge, pass_on]
        say:
          - "Thank you for telling me. I'm here with you, and a colleague is joining us."
          - "I will share this with people who can help."
        note:
          - Take it as meant, whatever the tone. Write down the exact words.
          - Somebody is being called already. You need not do anything for that.
        avoid: ["Calm down.", "You don't mean that.", "I won't tell anyone."]""".splitlines()

_WHERE_WHEN = """\
      where_when:
        title: Ask where, then when
        covers: [gather]
        ask:
          - {field: bomb.where, question: "Where is it? Which building, floor and room?"}
          - {field: bomb.when, question: "When will it go off?"}
        note: [These come first. None of them must be answered.]
        next: danger_now""".splitlines()

_DANGER = """\
      # FILL IN: one plain question on danger now. Silence must not lead where “no” leads.
      danger_now:
        title: Find out if anybody is in danger now
        covers: [safety]
        ask: {field: safety.in_danger_now, question: "Is anyone hurt, or in danger right now?"}
        note: [Yes or no is enough. Ask for no detail.]
        answers: {yes: help_now, no: leave, else: unsure}
        otherwise: {do: [{notify: supervisor}], offer: unsure}""".splitlines()

_UNSURE = """\
      unsure:
        title: No answer is not an answer
        covers: [calm]
        say: ["I'm here. There is no rush."]
        note: [Ask again when you can. Your supervisor decides on sending help.]
        do: [{notify: supervisor}]
        next: leave""".splitlines()


def _middle(wanted: Wanted) -> Iterator[str]:
    questions = asked(wanted)
    yield from _LISTEN
    yield f"    covers: [calm{', gather' if questions else ''}]"
    if questions:
        yield "    ask:"
        yield from (f'      - {{field: {name}, question: "{text}"}}' for name, text in questions)
    yield "    next: noticed"
    yield from _NOTICED
    yield f"    observe: [{', '.join(noticed(wanted))}]"
    outward = wanted.about(*CALLED_BACK)
    yield f"    next: {'crisis_line' if outward else 'known'}"
    if outward:
        yield from _CRISIS_LINE


_LISTEN = """\

  # FILL IN: what you need to know, in any order. None of it must be answered.
  listen:
    title: Listen, and learn what you can
    say: ["I'm listening. Take all the time you need."]
    note: ["In any order, as it fits. None of it must be answered."]""".splitlines()

_NOTICED = """\
  # FILL IN: what is noted and never asked.
  noticed:
    title: Note what you heard. Ask none of it.
    covers: [observe]
    note: ["From what was said. If it is not clear, it is unknown."]""".splitlines()

_CRISIS_LINE = """\
  # FILL IN: the line you offer, and how you stay with them while they ring it.
  crisis_line:
    title: Offer a crisis line, and stay
    covers: [outward]
    say:
      - "There is a line with people who listen day and night: {crisis_line}."
      - "I can stay with you while we ring them together."
    do: [{signpost: crisis_line}]
    note: [Offer it only where it is safe to say. Never pass them on and leave.]
    next: known""".splitlines()


def _help(wanted: Wanted) -> Iterator[str]:
    yield from _HELP_NOW
    if wanted.about("abuse_disclosure"):
        yield "    covers: [outward, safety, pass_on]"
        yield "    say:"
        yield '      - "I want to get someone to you now. I will tell them only what they need."'
    else:
        yield "    covers: [outward, safety]"
        yield '    say: ["I want to get someone to you now. I\'m staying with you."]'
    level = "" if wanted.level == "L0" else "{set_level: L0}, "
    yield f"    do: [{level}{{dispatch: emergency_services}}]"
    yield from _HELP_WAYS


_HELP_NOW = """\

  # FILL IN: how help is called at your centre. Nothing but a clear word may lead here.
  help_now:
    title: Get help to them""".splitlines()

_HELP_WAYS = """\
    ask: {field: safety.location, question: "Where are you?"}
    note:
      - The call is made by a colleague, from another telephone. Keep talking.
      - Advice on what to do comes from the emergency services only.
    answers: {else: line_open}
  line_open: {branch: contact_open, answers: {yes: company, no: lost}}""".splitlines()


def _waiting(wanted: Wanted) -> Iterator[str]:
    yield from _COMPANY
    yield f"    within: {_within(wanted, '60s', '10m')}"
    yield from _HAND_OVER
    yield f"    within: {_within(wanted, '3m', '30m')}"
    yield from _CLOSING


_COMPANY = """\

  introduce:
    title: Say who is joining
    covers: [involve]
    say: ["My colleague is joining us. I'm not going anywhere."]
    note: [Back returns to where you were.]
    next: known
  known: {branch: safety_recorded, answers: {yes: company, no: AGAIN}}

  # FILL IN: what the agent says while nobody has come yet.
  company:
    title: Keep them company until a colleague is here
    covers: [calm]
    say: ["I'm here. We have time."]
    note: [Who is coming stands beside this. You stay until they have spoken.]
    wait_for: accepted
    otherwise: {do: [{raise: management}], offer: keep_talking}
    next: hand_over""".splitlines()

_HAND_OVER = """\
  keep_talking:
    title: Nobody has joined yet
    covers: [calm]
    say: ["What would help you right now?"]
    note: [Keep talking. Everyone is being called.]
    next: known
  hand_over:
    title: Hand over, and stay
    covers: [hand_over]
    say: ["{supervisor_name} is with us now. I'll stay until you have spoken."]
    note: [It is done when they have spoken to each other. You may stay and listen.]
    wait_for: spoke
    otherwise: {do: [{raise: management}], offer: keep_talking}
    next: closing""".splitlines()

_CLOSING = """\
  closing:
    title: Say what happens next
    covers: [closing]
    say: ["Thank you for talking with us. {supervisor_name} goes on from here with you."]
    note: [Write down what was done for safety. The incident cannot close without it.]
    observe: [safety.summary, risk.life, risk.company]
    next: safety_known
  safety_known: {branch: safety_recorded, answers: {yes: spoken, no: AGAIN}}
  spoken: {branch: spoke, answers: {yes: done, no: company}}""".splitlines()


def _lost(wanted: Wanted) -> Iterator[str]:
    yield from ("", "  # FILL IN: who may call back, when, and from where.", "  lost:")
    yield "    title: The line is lost"
    if wanted.about("bomb"):
        yield "    note:"
        yield "      - Leave the line open. Put nothing on it, dial nothing. It may be the trace."
        yield "      - Nobody calls the caller. Write down the exact words now."
    else:
        yield from ("    covers: [call_back]", "    note:")
        yield "      - Keep your line open. Do not hang up."
        if wanted.about("abuse_disclosure"):
            yield "      - Nobody calls, texts or writes except by the safe-contact rule."
        yield "      - Your supervisor decides on calling back, from another line."
    yield from _LOST_WAYS


_LOST_WAYS = """\
    wait_for: released
    within: 2m
    otherwise: {do: [{raise: management}], offer: decide}
    next: stopped
  decide:
    title: Your supervisor decides
    note: [Your supervisor decides whether to send help. Write down the decision.]
    observe: safety.help_decision
    answers: {send: help_now, else: lost}
  returned:
    title: They are back
    covers: [acknowledge]
    say: ["I'm glad you're back. I'm still here."]
    next: AGAIN
  stopped: {end: released}
  done:
    title: Handed over
    note: [Your colleague has taken over. Aftercare begins for you now.]
    end: handed_over""".splitlines()
