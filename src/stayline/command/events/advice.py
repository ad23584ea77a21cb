"""What the log says about advice given."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class ApprovedAdviceGiven(Event):
    """Approved advice was given: which sentence of which version, in its exact words (S3-14)."""

    kind: ClassVar[str] = "command.advice.given"
    sentence: ClassVar[str] = "Approved advice was given: “{words}”"

    advice: str
    phrase: str
    edition: str
    words: str


@register
class FreeAdviceNoted(Event):
    """Advice of one's own was given, word for word; it is flagged (S3-14)."""

    kind: ClassVar[str] = "command.advice.free"
    personal: ClassVar[frozenset[str]] = frozenset({"words"})
    sentence: ClassVar[str] = "Advice that is not on the approved list was given: “{words}”"

    advice: str
    words: str


@register
class FreeAdviceLookedAt(Event):
    """A supervisor looked at advice that was not on the approved list."""

    kind: ClassVar[str] = "command.advice.looked_at"
    personal: ClassVar[frozenset[str]] = frozenset({"said"})
    sentence: ClassVar[str] = "Advice that was not on the approved list was looked at: {said}"

    advice: str
    said: str
