"""What the log says of practice, in each person's own stream; never how it went."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class PracticeStarted(Event):
    """Somebody began to practise a scenario on their own desk (S4-44)."""

    kind: ClassVar[str] = "learning.practice.started"
    sentence: ClassVar[str] = "Began to practise “{scenario}”."

    attempt: str
    scenario: str
    digest: str


@register
class PracticeEnded(Event):
    """A practice ended: finished, left, or called away by a real contact."""

    kind: ClassVar[str] = "learning.practice.ended"
    sentence: ClassVar[str] = "The practice of “{scenario}” ended: {how}."

    attempt: str
    scenario: str
    how: str


@register
class PracticeShared(Event):
    """Somebody lets those who teach see how a practice went, or no more."""

    kind: ClassVar[str] = "learning.practice.shared"
    sentence: ClassVar[str] = "The practice of “{scenario}” is {what}."

    attempt: str
    scenario: str
    what: str


@register
class PracticeForgotten(Event):
    """Somebody let what was judged of a practice go."""

    kind: ClassVar[str] = "learning.practice.forgotten"
    sentence: ClassVar[str] = "What was kept of the practice of “{scenario}” is gone."

    attempt: str
    scenario: str


@register
class PracticeAskedFor(Event):
    """Somebody was asked to practise a scenario, or is asked no more."""

    kind: ClassVar[str] = "learning.practice.asked_for"
    sentence: ClassVar[str] = "Practising “{scenario}” {what}."

    asked: str
    scenario: str
    what: str
