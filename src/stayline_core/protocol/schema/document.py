"""Protocol documents, key by key: what the loader reads by, the schema and the reference page."""

from typing import Final

from stayline_core.protocol.language import TRIGGERS
from stayline_core.protocol.schema import words
from stayline_core.protocol.schema.shapes import (
    DOCUMENT,
    STEP,
    TARGET,
    Date,
    Duration,
    Either,
    Fields,
    Form,
    Key,
    ListOf,
    MapOf,
    Name,
    Reference,
    Text,
    Version,
    Whole,
    Word,
)
from stayline_core.protocol.schema.step import (
    BLOCK,
    EFFECT,
    EFFECT_LIST,
    FIELD_NAMES,
    NAMES,
    SENTENCE,
    SENTENCES,
    STEP_TARGET,
    STEPS,
    named,
)

_CONDITION: Final = (
    r"(?:rang|accepted|joined|spoke|contact_open|contact_lost|safety_recorded|outward_offered"
    r"|report_owed|(?:step|covers|answer|end|dispatch|raise):\S+)"
)

OBLIGATION: Final = Fields(
    "obligation",
    "Something that is owed",
    (
        Key(
            "id",
            Name(DOCUMENT, "an obligation"),
            "Its name, once in the document.",
            "id: report",
            required=True,
            codes=("S18",),
        ),
        Key(
            "do",
            EFFECT,
            "What is owed. What does it, by whomever, meets it.",
            "do: {file: security_threat}",
            required=True,
        ),
        Key(
            "by",
            Word(words.RESPONSIBLE, "one who can owe", "Y08"),
            "Who owes it.",
            "by: receiver",
            required=True,
            codes=("H27",),
        ),
        Key(
            "from",
            Reference("a moment", rf"(?:{'|'.join(TRIGGERS)}|(?:step|filed|raised):\S+)", "S17"),
            (
                "From when it is owed, the first time it happens: opened, contact_ended, accepted, "
                "spoke, released, dispatched, arrived, step:x, filed:form, raised:ladder."
            ),
            "from: contact_ended",
            required=True,
        ),
        Key(
            "within",
            Duration(),
            "How soon it is due.",
            "within: 10m",
            codes=("T04", "T07", "T10", "T19"),
        ),
        Key(
            "otherwise",
            EFFECT_LIST,
            "What happens by itself when it is not met in time.",
            "otherwise: [{raise: management}]",
            codes=("T05", "H13"),
        ),
    ),
)

_COND: Final = Reference("a condition", _CONDITION, "R01")
RULE: Final = Fields(
    "rule",
    "A rule of the centre",
    (
        Key(
            "id",
            Text(),
            "Its name, once in the document.",
            "id: never_alone",
            required=True,
            codes=("S18",),
        ),
        Key(
            "because", SENTENCE, "Why, for whoever breaks it.", "because: The police asked for it."
        ),
        Key("always", _COND, "This must be true …", "always: contact_open", codes=("R02",)),
        Key("at", _COND, "… whenever this is.", 'at: "end:handed_over"', codes=("R05",)),
        Key("never", _COND, "This must not be …", 'never: "end:any"', codes=("R03",)),
        Key("before", _COND, "… before this has been.", "before: spoke", codes=("R05",)),
        Key("after", _COND, "… after this has been.", "after: contact_lost", codes=("R05",)),
        Key(
            "within",
            Duration(),
            "Within this time of …; 0s means by the next screen.",
            "within: 0s",
            codes=("R04",),
        ),
        Key("of", _COND, "… this …", 'of: "answer:safety.in_danger_now=yes"', codes=("R05",)),
        Key("comes", _COND, "… comes this.", 'comes: "dispatch:any"', codes=("R04",)),
    ),
    forms=(
        Form("always at", ("always", "at"), only=("id", "because", "always", "at")),
        Form("never before", ("never", "before"), only=("id", "because", "never", "before")),
        Form("never after", ("never", "after"), only=("id", "because", "never", "after")),
        Form("within", ("within", "of", "comes"), only=("id", "because", "within", "of", "comes")),
    ),
)

LADDER_USE: Final = Either(
    named("a ladder", "S09"),
    Fields(
        "ladder_use",
        "Which ladder rings, and when",
        (
            Key("id", named("a ladder", "S09"), "The ladder.", "id: crisis", required=True),
            Key(
                "ring",
                Either(Word(words.RINGS, "time to ring", "Y13"), Duration()),
                "When it rings: at_open, on_demand, or so long after the protocol opened.",
                "ring: on_demand",
                default="at_open",
                codes=("T06", "T08"),
            ),
        ),
    ),
)

LIMITS: Final = Fields(
    "limits",
    "The limits of the role",
    (
        Key(
            "may",
            SENTENCES,
            "What the agent may do.",
            "may: [Listen, Call for help]",
            codes=("C04",),
        ),
        Key(
            "may_not",
            SENTENCES,
            "What the agent may not do.",
            "may_not: [Diagnose]",
            codes=("C04",),
        ),
    ),
)

PROTOCOL: Final = Fields(
    "protocol",
    "A protocol",
    (
        Key("stayline", Version(), "The version of the language.", "stayline: 1", required=True),
        Key(
            "kind",
            Word(words.only(words.KINDS, "protocol"), "kind of document", "Y08"),
            "What the document is.",
            "kind: protocol",
            required=True,
        ),
        Key(
            "id",
            Name(DOCUMENT, "a document"),
            "The protocol's name for machines; it never changes.",
            "id: self-harm",
            required=True,
        ),
        Key(
            "title",
            SENTENCE,
            "Its name for people.",
            "title: Threat of suicide or self-harm",
            required=True,
        ),
        Key(
            "handles",
            ListOf(Word(words.HARMS, "kind of harm", "S25"), single=True),
            "The kinds of harm it is for.",
            "handles: [self_harm]",
            required=True,
            codes=("C01",),
        ),
        Key(
            "situation",
            Word(words.SITUATIONS, "situation", "S25"),
            (
                "What makes it more exact than the protocol for the same harms. It is offered by "
                "one press beside that one, and never opens by itself."
            ),
            "situation: domestic_abuse",
        ),
        Key(
            "level",
            Word(words.LEVELS, "level", "S25"),
            "The level a contact has when the protocol opens.",
            "level: L1",
            required=True,
            codes=("H20",),
        ),
        Key(
            "channels",
            ListOf(Word(words.CHANNELS, "channel", "Y08"), single=True),
            "Where it is used; live channels need handlers for a lost line.",
            "channels: [voice, in_person]",
            default="[voice, chat]",
            codes=("H05", "H06"),
        ),
        Key("locale", Text(), "The language of its words (BCP 47).", "locale: en", default="en"),
        Key("authors", NAMES, "Who wrote it.", "authors: [Stayline]", codes=("C06",)),
        Key(
            "sources",
            NAMES,
            "What it rests on.",
            'sources: ["Corporate threat procedure, section 2"]',
            codes=("C06",),
        ),
        Key("laws", NAMES, "The laws it minds.", 'laws: ["Data protection law"]'),
        Key(
            "review_by",
            Date(),
            "When somebody must look at it again.",
            "review_by: 2027-06-30",
            codes=("C06",),
        ),
        Key(
            "duties",
            ListOf(Word(words.DUTIES, "duty", "S12", checked=True), single=True),
            "What holds during the whole contact.",
            "duties: [keep_contact_open, confidential]",
            codes=("C03", "H04", "H09", "H18"),
        ),
        Key(
            "ladder",
            LADDER_USE,
            "The ladder that brings somebody to take over.",
            "ladder: crisis",
            codes=("S09", "T06", "T11", "T15"),
        ),
        Key(
            "limits",
            LIMITS,
            "What the role may do and may not; shown at the desk.",
            "limits: {may: [Listen], may_not: [Diagnose]}",
            codes=("C04",),
        ),
        Key(
            "gather",
            FIELD_NAMES,
            "What is to be known of such a matter, in this order.",
            "gather: [safety.location, safety.in_danger_now]",
            codes=("S08", "S18", "C07"),
        ),
        Key(
            "minimum",
            FIELD_NAMES,
            "The least that must be known to act: some of gather.",
            "minimum: [safety.location]",
            codes=("S08", "S18", "C07", "C08"),
        ),
        Key(
            "tallies",
            MapOf(Name(STEP, "a tally"), Whole(1, 9)),
            "What is counted, each up to its highest; the product of (highest + 1) is 32 at most.",
            "tallies: {warnings: 2}",
            codes=("S13", "S21"),
        ),
        Key(
            "obligations",
            ListOf(OBLIGATION),
            "What is owed: by whom, from when, how soon, or else.",
            "obligations: [{id: care, …}]",
            codes=("H02", "H08", "H21", "H28", "H36"),
        ),
        Key(
            "rules",
            ListOf(RULE),
            "The centre's own rules; every path is held to them.",
            "rules: [{id: a, always: contact_open, at: …}]",
        ),
        Key(
            "on",
            MapOf(Word(words.EVENTS, "event", "Y07"), STEP_TARGET),
            "Where an event leads. A lost line moves the screen, all others offer.",
            "on: {contact_lost: lost, contact_resumed: returned}",
            codes=("H05", "H06", "H14", "H25"),
        ),
        Key(
            "anytime",
            MapOf(STEP_TARGET, SENTENCE),
            "Steps that are one press away from every other, with the label of the button.",
            "anytime: {help_now: Call emergency services}",
            codes=("H07",),
        ),
        Key(
            "start",
            Reference("a step", TARGET, "S01"),
            "The step a run begins with.",
            "start: opening",
            required=True,
            codes=("S03",),
        ),
        Key(
            "start_switched",
            Reference("a step", TARGET, "S01"),
            "The step for a run that another protocol was switched to in mid-contact.",
            "start_switched: danger_now",
            default="start",
        ),
        Key(
            "blocks",
            MapOf(Name(STEP, "a block"), BLOCK),
            "Groups of steps that are used at several places.",
            "blocks: {opening: {start: …, steps: {…}}}",
        ),
        Key(
            "steps",
            STEPS,
            "The steps, by name.",
            "steps: {opening: {…}}",
            required=True,
            codes=("S03", "S04", "S23"),
        ),
    ),
)
