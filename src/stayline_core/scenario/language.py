"""What a scenario says: a caller with states, lines and reactions, and what is noticed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from stayline_core.wording import rule_of

DOES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "help": "Get help now was pressed",
        "out": "I need out was pressed",
        "emergency": "Emergency services were asked for",
        "aid": "the aid for a difficult call was taken",
        "warned": "a warning was given",
        "answered": "an answer was noted on the step",
        "situation": "a more exact procedure was taken",
        "technique": "a technique was noted",
        "coming": "a colleague accepted",
        "joined": "a colleague joined the line",
        "spoke": "a colleague spoke to the caller",
        "handed_over": "the hand-over was completed",
        "safety": "the caller's safety was recorded",
        "filed": "a form was filed",
        "released": "the line was let go",
    }
)
"""What can happen at a desk, by the name a scenario gives it."""

ENDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "goodbye": "The caller says goodbye",
        "hangs_up": "The caller hangs up",
        "silent": "The caller says nothing more",
    }
)
"""How a caller comes to an end."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something that makes it harder for a caller; `code` is the wording rule that notices it."""

    title: str
    why: str
    instead: str
    code: str = ""


def _worded(title: str, code: str) -> Mistake:
    rule = rule_of(code)
    return Mistake(title, rule.reason if rule else title, rule.instead if rule else title, code)


MISTAKES: Final[Mapping[str, Mistake]] = MappingProxyType(
    {
        "secrecy": _worded("Secrecy was promised", "W01"),
        "but": _worded("“But” after something kind", "W02"),
        "calm_down": _worded("“Calm down”", "W03"),
        "blame": _worded("Words that blame", "W04"),
        "method": _worded("Asking how", "W05"),
        "advice": _worded("Advice that nobody approved", "W06"),
        "revealed": _worded("Words that could reveal a report", "W09"),
        "promised": _worded("A promise of what will happen", "W11"),
        "arguing": _worded("Arguing", "W13"),
        "help_delayed": Mistake(
            "Help came late",
            "A colleague was on the way only after the caller had waited for it.",
            "Press Get help now when you first hear it. You need not be sure.",
        ),
        "silence_broken": Mistake(
            "A silence was not kept",
            "Somebody who is finding words is not finished. A few seconds of quiet are help.",
            "Count slowly to ten. Then: “I am still here. Take your time.”",
        ),
        "cold_transfer": Mistake(
            "A cold transfer",
            "Being passed on unannounced feels like being left, and the story starts again.",
            "“My colleague Jordan is joining us now. I am staying until you have spoken.”",
        ),
        "hung_up": Mistake(
            "The line was let go",
            "While there is danger, the caller hears from us that somebody stays.",
            "“I am staying on the line with you.”",
        ),
        "business_first": Mistake(
            "Business came first",
            "After words like these the bill can wait. The person cannot.",
            "“Thank you for telling me. Let us leave the account for now.”",
        ),
        "too_soon": Mistake(
            "It was answered too soon",
            "What somebody wrote is answered by whoever took it over, once they have read it all.",
            "Answer nothing. Get it to a colleague now, and keep every word of it.",
        ),
        "left_alone": Mistake(
            "The caller was left alone",
            "A hold or a long quiet without a word sounds like nobody is there.",
            "“I am here. I will be quiet for a moment, and I am listening.”",
        ),
        "made_small": Mistake(
            "It was made small",
            "What weighs on somebody is as heavy as they say it is.",
            "“That sounds very hard. Thank you for telling me.”",
        ),
        "probed": Mistake(
            "More was asked than is needed",
            "Details are for those who are trained to ask. Being asked twice hurts.",
            "“You need not tell me more than you want to. I believe you.”",
        ),
        "joked": Mistake(
            "It was taken for a joke",
            "Whether words are meant is not for one person to decide on the line.",
            "Take every such word as it was said, and press Get help now.",
        ),
    }
)
"""The commonest mistakes, by the name a scenario gives them."""

BY_CODE: Final[Mapping[str, str]] = MappingProxyType(
    {one.code: name for name, one in MISTAKES.items() if one.code}
)
"""Which mistake a wording rule notices, in every scenario."""

SILENT: Final = "silent"


@dataclass(frozen=True, slots=True)
class Reaction:
    """What the caller does when the agent says or does something.

    It fits where one of the plain patterns of `says` is in the words, or one of the mistakes of
    `hears` is, or `does` happened (about `field`, where one is named); with `within`, only in so
    many seconds after the caller came into the state. `to` is the next state; empty: the same.
    """

    place: str
    says: tuple[str, ...] = ()
    hears: tuple[str, ...] = ()
    does: str = ""
    field: str = ""
    within: float | None = None
    mistake: str = ""
    because: str = ""
    instead: str = ""
    answers: tuple[tuple[str, ...], ...] = ()
    to: str = ""


@dataclass(frozen=True, slots=True)
class Mood:
    """One state of the caller: what they say on coming into it, and how long they wait.

    Each line is a choice of wordings, of which the seed takes one. After `waits` seconds without
    a word the caller says one of `silence`; after `patience` of these they go on to `then`.
    `otherwise` is said, one after the other, to words that nothing else answers.
    """

    name: str
    says: tuple[tuple[str, ...], ...]
    waits: float
    silence: tuple[tuple[str, ...], ...]
    patience: int
    then: str
    otherwise: tuple[tuple[str, ...], ...]
    on: tuple[Reaction, ...]
    ends: str


@dataclass(frozen=True, slots=True)
class Must:
    """What has to happen within so many seconds after the caller came into a state."""

    does: str
    within: float
    after: str
    mistake: str
    because: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Colleague:
    """The played colleague: seconds until they accept, join and speak, and what they say then."""

    after: float
    joins: float
    speaks: float
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing of a way through that is shown: words, something done, or seconds of waiting."""

    says: str = ""
    does: str = ""
    field: str = ""
    waits: float = 0.0


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, as a platform would say it. All of it is invented."""

    name: str
    number: str
    country: str
    language: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A caller who can be practised with. `lasts` seconds are the longest it ever takes."""

    id: str
    title: str
    about: str
    protocol: str
    situation: str
    harm: str
    channel: str
    caller: Caller
    teaches: tuple[str, ...]
    lasts: float
    start: str
    moods: Mapping[str, Mood]
    always: tuple[Reaction, ...]
    musts: tuple[Must, ...]
    colleague: Colleague
    replies: Mapping[str, str]
    farewell: str
    good: tuple[Act, ...]
    bad: tuple[Act, ...]

    @property
    def minutes(self) -> int:
        """About how long it takes, for whoever chooses one."""
        return max(1, round(self.lasts / 60))
