# ruff: noqa: E501 - lines of documents stay as they are written
"""Documents to damage: a good protocol, a good warning ladder, and what a centre has."""

from stayline_core.protocol import Catalogue, Checked, Loaded, check, load

LADDERS = {
    "crisis": b"""
stayline: 1
kind: ladder
id: crisis
title: Somebody to take over
rungs:
  - {name: supervisor, who: {roles: [supervisor]}, pick: longest_idle, channels: [screen], seconds: 20s}
  - {name: manager, who: {roles: [manager]}, pick: longest_idle, channels: [screen], seconds: 20s}
  - {name: everyone, who: {roles: [everyone], on_duty: no}, pick: all, channels: [screen], seconds: 20s}
""",
    "management": b"""
stayline: 1
kind: ladder
id: management
title: A manager
rungs:
  - {name: manager, who: {roles: [manager]}, pick: longest_idle, channels: [screen], seconds: 20s}
  - {name: everyone, who: {roles: [everyone], on_duty: no}, pick: all, channels: [screen], seconds: 20s}
""",
    "slow": b"""
stayline: 1
kind: ladder
id: slow
title: Too slow
rungs:
  - {name: home, who: {roles: [supervisor], on_duty: no}, pick: longest_idle, channels: [screen], seconds: 90s}
limits: {accepted: 60s, joined: 60s}
""",
    "patient": b"""
stayline: 1
kind: ladder
id: patient
title: A long first rung
rungs:
  - {name: supervisor, who: {roles: [supervisor]}, pick: longest_idle, channels: [screen], seconds: 20s, tries: 4}
  - {name: everyone, who: {roles: [everyone], on_duty: no}, pick: all, channels: [screen], seconds: 20s}
""",
}
YES_NO = {"enum": ["yes", "no"], "x-ask": "ask"}
FORMS = {
    "security_threat": {
        "properties": {
            "safety.in_danger_now": {**YES_NO, "x-reassuring": "no"},
            "safety.accepts_help": {**YES_NO, "x-reassuring": "yes"},
            "safety.location": {"type": "string", "x-ask": "ask"},
            "safety.help_decision": {"enum": ["send", "not_now"], "x-ask": "observe"},
            "voice": {"enum": ["calm", "angry"], "x-ask": "observe"},
            "topic": {**YES_NO},
            "identity.birth_date": {"type": "string", "x-ask": "ask"},
            "stops": {"enum": ["yes", "no"], "x-ask": "observe"},
        }
    },
    "people_at_risk": {"properties": {}},
    "call_record": {"properties": {}},
}
NAMES = {
    "agencies": ("emergency_services", "crisis_line"),
    "queues": ("supervisors",),
    "channels": ("supervisor", "management"),
    "phrases": ("stay",),
    "plans": ("aftercare", "call_back_plan"),
}
CATALOGUE = Catalogue.from_documents(FORMS, LADDERS, NAMES)

GOOD = """\
stayline: 1
kind: protocol
id: self-harm
title: Threat of suicide or self-harm
handles: [self_harm]
level: L1
authors: [Stayline]
sources: [domain.md]
review_by: 2027-06-30
duties: [keep_contact_open, authentication_waived, safety_before_business, confidential]
ladder: crisis
limits: {may: [Listen, Call for help], may_not: [Diagnose]}
gather: [safety.in_danger_now, safety.location]
minimum: [safety.location]
obligations:
  - {id: manager, do: {raise: management}, by: system, from: opened, within: 2m, otherwise: [{raise: management}]}
  - {id: report, do: {file: security_threat}, by: receiver, from: contact_ended, within: 10m, otherwise: [{raise: management}]}
  - {id: arrived, do: {confirm: arrived}, by: receiver, from: dispatched, within: 10m, otherwise: [{raise: management}]}
  - {id: care, do: {start: aftercare}, by: system, from: contact_ended, within: 30m, otherwise: [{notify: management}]}
on: {contact_lost: lost, contact_resumed: returned, threat_grows: help_now}
anytime: {help_now: Call emergency services}
start: opening
start_switched: opening/danger_now
blocks:
  opening:
    start: acknowledge
    steps:
      acknowledge:
        covers: [acknowledge, pass_on]
        say:
          - "Thank you for telling me. I'm here with you, and a colleague is joining us."
          - "I will need to share this with people who can help to keep you safe."
        next: danger_now
      danger_now:
        covers: [safety]
        ask: {field: safety.in_danger_now, question: "Have you hurt yourself, or are you about to?"}
        answers: {yes: help_now, no: leave, else: unsure}
        within: 60s
        otherwise: {do: [{notify: supervisor}], offer: unsure}
      unsure:
        say: ["I'm here. There is no rush."]
        note: [No answer is not an answer. Ask again when you can., Your supervisor decides on sending help.]
        do: [{notify: supervisor}]
        next: leave
steps:
  opening: {use: opening, next: calm}
  calm:
    covers: [calm]
    say: ["I'm listening. Take all the time you need."]
    wait_for: accepted
    within: 60s
    otherwise: {do: [{raise: management}], offer: alone}
    next: hand_over
  alone:
    say: ["What would help you right now?"]
    note: [Nobody has joined yet. Keep talking. Everyone is being called.]
    next: calm
  help_now:
    covers: [outward, safety]
    say: ["I want to get someone to you now. I'm staying with you."]
    do: [{set_level: L0}, {dispatch: emergency_services}]
    ask: {field: safety.location, question: "Where are you?"}
    answers: {else: calm}
  hand_over:
    covers: [hand_over]
    say: ["{supervisor_name} is with us now. I'll stay until you have spoken."]
    wait_for: spoke
    within: 3m
    otherwise: {do: [{raise: management}], offer: alone}
    next: safety_known
  safety_known: {branch: safety_recorded, answers: {yes: spoken, no: opening/danger_now}}
  spoken: {branch: spoke, answers: {yes: done, no: hand_over}}
  lost:
    covers: [call_back]
    note: [Keep your line open. Do not hang up., Your supervisor decides on calling back from another line.]
    wait_for: released
    within: 2m
    otherwise: {do: [{raise: management}], offer: decide}
    next: stopped
  decide:
    note: [Your supervisor decides whether to send help.]
    observe: safety.help_decision
    answers: {send: help_now, else: lost}
  returned: {say: ["I'm glad you're back."], next: opening/danger_now}
  stopped: {end: released}
  done: {end: handed_over}
"""

IRATE = """\
stayline: 1
kind: protocol
id: irate
title: Abusive language without a threat
handles: [abusive_language]
level: L3
authors: [Stayline]
sources: [domain.md]
review_by: 2027-06-30
ladder: {id: crisis, ring: on_demand}
limits: {may: [Listen], may_not: [Argue]}
tallies: {warnings: 2}
obligations:
  - {id: record, do: {file: call_record}, by: agent, from: contact_ended, within: 30m, otherwise: [{notify: management}]}
  - {id: care, do: {start: aftercare}, by: system, from: contact_ended, within: 30m, otherwise: [{notify: management}]}
on: {contact_lost: dropped, contact_resumed: acknowledge, threat_grows: dropped}
start: acknowledge
steps:
  acknowledge:
    covers: [acknowledge, calm]
    say: ["I hear how angry you are."]
    observe: stops
    answers: {yes: close, else: warn}
  warn:
    covers: [warning]
    say: ["I want to help. Please speak to me without insults."]
    do: [{count: warnings}]
    next: how_many
  how_many: {branch: warnings, answers: {0: acknowledge, 1: acknowledge, 2: last}}
  last:
    covers: [final_notice]
    say: ["If the insults go on, I will end the call."]
    observe: stops
    answers: {yes: close, no: telling, unknown: acknowledge}
  close:
    covers: [closing]
    say: ["Thank you for calling."]
    next: done
  dropped: {note: [Write the record.], next: done}
  telling: {covers: [closing], say: ["I am ending the call now."], next: finish}
  finish: {end: terminated}
  done: {end: recorded}
"""


def changed(source: str, *edits: tuple[str, str]) -> str:
    """The document with each edit made; an edit that finds nothing is a fault of the test."""
    for old, new in edits:
        assert old in source, old
        source = source.replace(old, new, 1)
    return source


def loaded(source: str) -> Loaded:
    """Read a document by a fixed name."""
    return load(source.encode(), file="sample.yaml")


def checked(source: str) -> Checked:
    """Read and check a document against the sample centre."""
    return check(loaded(source), catalogue=CATALOGUE)


def codes(source: str) -> set[str]:
    """The codes that a document brings."""
    return {finding.code for finding in checked(source).findings}
