"""Steps, key by key: what an agent sees on one screen, and what happens beside it."""

from typing import Final

from stayline_core.protocol.schema import words
from stayline_core.protocol.schema.shapes import (
    STEP,
    TARGET,
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
    Word,
)

SPOKEN: Final = tuple(f"W{number:02}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13))
"""The codes that judge words the agent says."""

FIELD: Final = r"[A-Za-z][A-Za-z0-9_.-]*"
_NAME: Final = r"[A-Za-z][A-Za-z0-9_-]*"
SENTENCE: Final = Text(prose=True)
SENTENCES: Final = ListOf(SENTENCE, single=True)
NAMES: Final = ListOf(Text(), single=True)
STEP_TARGET: Final = Reference("a step", TARGET, "S02")
FIELD_NAME: Final = Reference("a field of a form", FIELD, "S08")
FIELD_NAMES: Final = ListOf(FIELD_NAME, single=True)


def named(what: str, code: str) -> Reference:
    """The name of something that the centre has; `code` says that it has none of this name."""
    return Reference(what, _NAME, code)


EFFECT: Final = Fields(
    "effect",
    "An effect",
    (
        Key("raise", named("a ladder", "S09"), words.EFFECTS["raise"], "raise: management"),
        Key("notify", named("a channel", "S10"), words.EFFECTS["notify"], "notify: supervisor"),
        Key("start", named("a plan", "S11"), words.EFFECTS["start"], "start: aftercare"),
        Key(
            "set_level",
            Word(words.LEVELS, "level", "S25", checked=True),
            words.EFFECTS["set_level"],
            "set_level: L0",
            codes=("H20",),
        ),
        Key("count", Reference("a tally", STEP, "S13"), words.EFFECTS["count"], "count: warnings"),
        Key(
            "dispatch",
            named("an agency", "S10"),
            words.EFFECTS["dispatch"],
            "dispatch: emergency_services",
            codes=("H21", "H24"),
        ),
        Key(
            "signpost",
            named("an entry of the directory", "S10"),
            words.EFFECTS["signpost"],
            "signpost: crisis_line",
        ),
        Key("file", named("a form", "S08"), words.EFFECTS["file"], "file: security_threat"),
        Key(
            "open_case",
            named("a queue", "S10"),
            words.EFFECTS["open_case"],
            "open_case: quality_assurance",
        ),
        Key("advise", named("a phrase", "S11"), words.EFFECTS["advise"], "advise: stay_on_line"),
        Key("confirm", named("a thing", ""), words.EFFECTS["confirm"], "confirm: arrived"),
    ),
    one=True,
)
EFFECT_LIST: Final = ListOf(EFFECT, single=True)

ASK: Final = Fields(
    "question",
    "A field and its question",
    (
        Key(
            "field",
            FIELD_NAME,
            "The field of a form that the answer fills.",
            "field: bomb.where",
            required=True,
        ),
        Key(
            "question",
            SENTENCE,
            "The words in which it is asked; without them the field's own label is shown.",
            'question: "Where is it?"',
            codes=("S19", "W10", *SPOKEN),
        ),
    ),
)
ASKS: Final = ListOf(Either(FIELD_NAME, ASK), single=True)

WITHIN: Final = Either(
    Duration(),
    Fields(
        "limit",
        "A limit for each class of channel",
        (
            Key("live", Duration(), "For voice and face to face.", "live: 60s", codes=("T09",)),
            Key("chat", Duration(), "For chat and text messages.", "chat: 2m", codes=("T09",)),
            Key(
                "written",
                Duration(),
                "For e-mail, letters, posts and reports by staff.",
                "written: 1h",
                codes=("T09",),
            ),
        ),
    ),
)

OTHERWISE: Final = Fields(
    "otherwise",
    "What happens when the clock runs out",
    (
        Key(
            "do",
            EFFECT_LIST,
            "Effects that happen by themselves: raise, notify, start, set_level.",
            "do: [{raise: management}]",
            codes=("H13",),
        ),
        Key(
            "offer",
            STEP_TARGET,
            "A way on that is offered; the screen never jumps.",
            "offer: alone",
            codes=("T12",),
        ),
    ),
)

STEP_TABLE: Final = Fields(
    "step",
    "A step",
    (
        Key("title", SENTENCE, "A heading for the agent.", "title: Keep them talking"),
        Key(
            "covers",
            ListOf(Word(words.ASPECTS, "aspect", "S25"), single=True),
            "What the step is there for; the checker asks for aspects, not for words.",
            "covers: [acknowledge, pass_on]",
            codes=("C01", "C02", "H19"),
        ),
        Key(
            "say",
            SENTENCES,
            "What the agent says to the caller, sentence by sentence.",
            'say: ["I\'m here with you."]',
            codes=("S19", "H29", "H32", *SPOKEN),
        ),
        Key(
            "note",
            SENTENCES,
            "What the agent reads and does not say.",
            "note: [Nobody has joined yet. Keep talking.]",
            codes=("H31",),
        ),
        Key("avoid", SENTENCES, "What is never said here.", 'avoid: ["Calm down."]'),
        Key(
            "ask",
            ASKS,
            (
                "What is asked aloud. A list is asked in any order, none of it is required, and it "
                "needs next."
            ),
            'ask: {field: safety.location, question: "Where are you?"}',
            codes=("S08", "H10", "H18", "H26"),
        ),
        Key(
            "observe",
            ASKS,
            "What is noticed and never asked aloud.",
            "observe: bomb.voice",
            codes=("S08",),
        ),
        Key(
            "do",
            EFFECT_LIST,
            (
                "What happens when the step is entered, each once in a run; count counts when it "
                "is left."
            ),
            "do: [{dispatch: emergency_services}]",
        ),
        Key(
            "wait_for",
            Word(words.FACTS, "fact to wait for", "S20", checked=True),
            "The way on opens when this is true. Needs within and otherwise.",
            "wait_for: accepted",
            codes=("T01", "T14", "T17", "H17"),
        ),
        Key(
            "within",
            WITHIN,
            (
                "The step's clock: all time on this step in the run, 5 seconds to 24 hours; or one "
                "for each class of channel."
            ),
            "within: 60s",
            codes=("T02", "T09", "T13", "T17"),
        ),
        Key(
            "otherwise",
            OTHERWISE,
            "What happens, and what is offered, when the clock runs out.",
            "otherwise: {do: [{raise: management}], offer: alone}",
            codes=("T03", "T12", "T18"),
        ),
        Key("next", STEP_TARGET, "The one way on.", "next: hand_over"),
        Key(
            "answers",
            MapOf(Text(), STEP_TARGET, least=1),
            (
                "Where each answer leads; else stands for all that are not named. Values of the "
                "field, and caller_did_not_say, refused, unknown, not_asked; of an observation the "
                "values and unknown; of a branch yes and no, or 0 to the highest."
            ),
            "answers: {yes: help_now, else: unsure}",
            codes=("S05", "S06", "S14", "H11", "H30", "H35"),
        ),
        Key(
            "branch",
            Reference("a fact or a tally", STEP, "S13"),
            "A fork that is never shown: on a fact, or on a tally.",
            "branch: safety_recorded",
            codes=("S14", "S15"),
        ),
        Key(
            "end",
            Word(words.ENDS, "end", "S25"),
            "The run ends here, in this way.",
            "end: handed_over",
            codes=("H01", "H02", "H03", "H04", "H12", "H16", "H22", "H23", "H34", "H37"),
        ),
        Key(
            "use",
            Reference("a block", STEP, "S16"),
            "The steps of a block stand here as name/step, and this name means its start.",
            "use: opening",
        ),
    ),
    forms=(
        Form("goes on", ("next",), without=("answers", "end", "branch", "use")),
        Form(
            "asks and forks",
            ("answers",),
            without=("next", "end", "branch", "use", "wait_for"),
            one_of=("ask", "observe"),
        ),
        Form("forks unseen", ("branch", "answers"), only=("branch", "answers")),
        Form("ends", ("end",), only=("end", "title", "covers", "say", "note", "avoid", "do")),
        Form("uses a block", ("use",), only=("use", "next")),
    ),
)

STEPS: Final = MapOf(Name(STEP, "a step"), STEP_TABLE, most=2_500)

BLOCK: Final = Fields(
    "block",
    "A block: a named group of steps",
    (
        Key(
            "start",
            Reference("a step of the block", STEP, "S01"),
            "The step it begins with.",
            "start: acknowledge",
            required=True,
        ),
        Key(
            "steps",
            STEPS,
            (
                "Its steps. The target leave is the next of the step that uses the block; a block "
                "uses no block."
            ),
            "steps: {acknowledge: {…}}",
            required=True,
            codes=("S16",),
        ),
    ),
)
