"""What the log says of queries and complaints. Each has a stream of its own."""

from typing import Any, ClassVar

from stayline.ledger.events import Event, register


@register
class ComplaintRaised(Event):
    """Somebody asked or complained about how something was handled (S3-24)."""

    kind: ClassVar[str] = "quality.complaint.raised"
    personal: ClassVar[frozenset[str]] = frozenset({"answers"})
    sentence: ClassVar[str] = "{number} was raised. It lies with {level} until {due}."

    number: str
    what: str
    topic: str
    level: str
    due: str
    on_behalf: bool
    form: str
    answers: dict[str, Any]


@register
class ComplaintTaken(Event):
    """Somebody with the authority took it, so that others know."""

    kind: ClassVar[str] = "quality.complaint.taken"
    sentence: ClassVar[str] = "{number} was taken by somebody who may answer it."

    number: str


@register
class ComplaintMoved(Event):
    """It went to the next authority: above the limits, late, or nobody was free of it (S3-47)."""

    kind: ClassVar[str] = "quality.complaint.moved"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})
    sentence: ClassVar[str] = "{number} went from {was} to {now} ({why}). {reason}"

    number: str
    was: str
    now: str
    why: str
    reason: str


@register
class ComplaintLate(Event):
    """It was not answered in its time."""

    kind: ClassVar[str] = "quality.complaint.late"
    sentence: ClassVar[str] = "{number} was not answered in its time."

    number: str


@register
class ComplaintAnswered(Event):
    """It was answered within the limits of whoever answered (S3-47)."""

    kind: ClassVar[str] = "quality.complaint.answered"
    personal: ClassVar[frozenset[str]] = frozenset({"words"})
    sentence: ClassVar[str] = "{number} was answered: {remedy}."

    number: str
    remedy: str
    amount: int
    upheld: str
    words: str
