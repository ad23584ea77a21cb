"""What the listener hears and says: lines in, signals out, and the seam for a learned part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Kind(StrEnum):
    """The harm, or the demand, that words can signal. Names are those of protocols."""

    BOMB = "bomb"
    VIOLENCE = "violence"
    SELF_HARM = "self_harm"
    ABUSE_DISCLOSURE = "abuse_disclosure"
    ABUSIVE_LANGUAGE = "abusive_language"
    SUPERVISOR_DEMAND = "supervisor_demand"


class Form(StrEnum):
    """How it was put (S1-25 to S1-27)."""

    DIRECT = "direct"
    IMPLIED = "implied"
    PERCEIVED = "perceived"


class When(StrEnum):
    """The time that the words themselves give; nothing is inferred."""

    UNSTATED = "unstated"
    PAST = "past"
    ABOUT_TO = "about_to"
    NOW = "now"


class Who(StrEnum):
    """Whose line it is. The agent's lines raise nothing; they only give context."""

    CALLER = "caller"
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    SYSTEM = "system"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said or written, by whom."""

    who: Who | str
    text: str


@dataclass(frozen=True, slots=True)
class Signal:
    """What was said, which words, and why it was raised. It holds no score of any kind.

    `start` and `end` index the line's text as it was given; `words` is that slice.
    `third_party` says that the words report somebody else's harm or intent.
    """

    kind: Kind
    form: Form
    start: int
    end: int
    words: str
    reason: str
    rule: str
    conditional: bool = False
    third_party: bool = False
    when: When = When.UNSTATED

    @property
    def imminent(self) -> bool:
        """Whether the words say that it is happening, or about to (S1-34)."""
        return self.when in (When.NOW, When.ABOUT_TO)


class Listener(Protocol):
    """Another pure reader of lines, for example a learned one, that `listen` also asks.

    It must be deterministic and must name itself and its version in `Signal.rule`.
    """

    def __call__(self, context: Sequence[Line], line: Line) -> Sequence[Signal]:
        """Return the signals that `line` raises after the lines of `context`."""
        ...
