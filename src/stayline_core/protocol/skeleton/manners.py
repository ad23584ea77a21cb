"""The skeleton for anger, abuse, or somebody who asks for a supervisor, and threatens nobody."""

from collections.abc import Iterator

from stayline_core.protocol.skeleton.parts import head, owed
from stayline_core.protocol.skeleton.wanted import Wanted

MAY = (
    "Listen without interrupting, and say back what you heard.",
    "Offer what can be done, and by when. Bring in a supervisor at any time.",
)
MAY_NOT = (
    "Raise your voice, argue, or quote policy first.",
    "Warn or cut off anybody who threatens, speaks of self-harm, or discloses abuse.",
    "Promise what you cannot decide.",
)


def manners(wanted: Wanted) -> list[str]:
    """The whole document, line by line."""
    abusive = wanted.about("abusive_language")
    return [
        *head(wanted, may=MAY, may_not=MAY_NOT),
        "# FILL IN: what is to be known. Nothing here holds help back.",
        "gather: [issue_summary, feelings, outcome]",
        *(["tallies: {warnings: 3}"] if abusive else []),
        *owed(wanted),
        *_handlers(wanted, abusive=abusive),
        *_BLOCKS,
        *_STEPS,
        *(_WARNINGS if abusive else []),
        *(_DROPPED if wanted.live else []),
    ]


def _handlers(wanted: Wanted, *, abusive: bool) -> Iterator[str]:
    yield from ("", "on:")
    if wanted.live:
        yield from ("  contact_lost: dropped", "  contact_resumed: listen/begin")
    yield from ("  threat_grows: threat", "  receiver_lost: nobody_free")
    yield "# One press from every step."
    yield "anytime:"
    if abusive:
        yield "  abusive: They are abusive"
    yield from ("  connect: They ask for a supervisor", "  threat: They made a threat")
    yield from ("start: listen", "start_switched: listen")


_BLOCKS = """\

blocks:
  # FILL IN: how you listen, and how you name the issue.
  listening:
    start: begin
    steps:
      begin:
        title: Listen, and do not interrupt
        covers: [acknowledge, calm]
        say:
          - "I understand why you are upset."
          - "I want to get this right with you."
        note:
          - Let them finish. Note the issue, and what they feel.
          - Sorry only where it is meant.
        avoid: ["Calm down.", "That's our policy.", "You should have …"]
        observe: [issue_summary, feelings]
        next: issue
      issue:
        title: Name the issue, and what can be done
        covers: [involve]
        say:
          - "Let me check that I have this right."
          - "Here is what I can do, and here is what comes next."
        note: ["Only what you can really do, with a time."]
        next: leave""".splitlines()

_STEPS = """\

steps:
  # The block stands here once; with `use` it can stand in several places.
  listen: {use: listening, next: agree}
  # FILL IN: how you get their own yes.
  agree:
    title: Get their own yes
    covers: [involve]
    say: ["Does that work for you?"]
    note: [Write down what each side will do. Not settled? Listen again.]
    observe: outcome
    answers: {resolved: close, not_resolved: listen, else: close}

  connect:
    title: Say that you will connect them, and stay
    covers: [hand_over]
    say:
      - "Of course. I'll connect you with a supervisor."
      - "I'm staying until my colleague is with you."
    note: [A supervisor is being called. Tell them what was tried and what is wanted.]
    do: [{raise: handoff}]
    wait_for: spoke
    within: {live: 3m, chat: 5m, written: 4h}
    otherwise: {do: [{notify: supervisor}], offer: nobody_free}
    next: passed_on
  nobody_free:
    title: Nobody is free just now
    covers: [involve]
    say: ["Nobody is free this minute. I'm sorry for the wait."]
    note: ["Go on waiting together, or write down that a supervisor comes back to them."]
    observe: route
    answers: {supervisor: connect, else: close}

  # FILL IN: what stops all of this. A threat is never warned about, and nobody puts down.
  threat:
    title: A threat stops the warnings
    covers: [acknowledge]
    say: ["I hear you, and I take what you said seriously. I'm staying with you."]
    note:
      - Press “Get help now”. A colleague is called and the threat procedure takes over.
      - Do not warn, and do not end the conversation. Write down the exact words.
    next: listen

  close:
    title: Close with what happens next
    covers: [closing]
    say: ["Thank you for talking this through with me."]
    note: [Then write the record. Take a minute for yourself before the next one.]
    next: on_the_line
  on_the_line: {branch: contact_open, answers: {yes: done, no: left}}
  passed_on:
    title: The supervisor has them now
    note: [Write the record. Note who took over.]
    end: handed_over
  done:
    title: Settled
    note: [Write the record while it is fresh.]
    end: resolved
  left:
    title: Over
    note: [Write the record.]
    end: recorded""".splitlines()

_WARNINGS = """\

  # FILL IN: your words for two warnings and a final notice. Nobody is cut off without them.
  abusive:
    branch: warnings
    answers: {0: warn, 1: warn_again, 2: final, 3: telling}
  warn:
    title: A first warning, in plain words
    covers: [warning]
    say: ["I want to help you. Please speak with me without insults, so that I can."]
    note: [Did they threaten anybody? Do not warn. Press “They made a threat”.]
    do: [{count: warnings}]
    next: listen
  warn_again:
    title: A second warning
    covers: [warning]
    say: ["I asked you to stop the insults, and I ask you again. I still want to help."]
    note: [Only when it has gone on after the first.]
    do: [{count: warnings}]
    next: listen
  final:
    title: The final notice
    covers: [final_notice]
    say: ["If the insults go on, I will end this conversation. You can come back to us later."]
    note: ["Say it, then wait. Help them when they stop."]
    do: [{count: warnings}]
    next: listen
  telling:
    title: Tell them that it ends now
    covers: [closing]
    say: ["I'm ending our conversation now. You can contact us again when you are ready."]
    note: ["Only after two warnings and a final notice, all of them said."]
    next: still_here
  still_here: {branch: contact_open, answers: {yes: ended, no: left}}
  ended:
    title: The conversation may end now
    note: ["End it, then write the record."]
    end: terminated""".splitlines()

_DROPPED = """\

  dropped:
    title: They have left
    note:
      - Write the record while it is fresh.
      - Your supervisor decides on calling back, from another line.
    next: left""".splitlines()
