"""What the log says of improvement actions; what is to be done stands sealed in its own row."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class ImprovementOpened(Event):
    """Something is to be made better, by somebody, by a day (S3-28)."""

    kind: ClassVar[str] = "quality.improvement.opened"
    sentence: ClassVar[str] = "An improvement action on “{item}” was opened, due {due}."

    improvement: str
    item: str
    due: str
    owner: str
    source: str


@register
class ImprovementPassedOn(Event):
    """An improvement action got another owner or another day."""

    kind: ClassVar[str] = "quality.improvement.passed_on"
    sentence: ClassVar[str] = "The improvement action has another owner or day; it is due {due}."

    improvement: str
    due: str
    owner: str


@register
class ImprovementOverdue(Event):
    """An improvement action was not closed by its day; its owner and the managers are told."""

    kind: ClassVar[str] = "quality.improvement.overdue"
    sentence: ClassVar[str] = "The improvement action was due {due} and is still open."

    improvement: str
    due: str


@register
class ImprovementClosed(Event):
    """A later good contact closed an improvement action."""

    kind: ClassVar[str] = "quality.improvement.closed"
    sentence: ClassVar[str] = "A later good contact closed the improvement action on “{item}”."

    improvement: str
    item: str
    review: str


@register
class ImprovementSetAside(Event):
    """Nobody can show an improvement any more; a manager set it aside, which is not closing it."""

    kind: ClassVar[str] = "quality.improvement.set_aside"
    sentence: ClassVar[str] = "The improvement action was set aside; it was not closed."

    improvement: str
