"""What the log says about messages. The words stand here and nowhere else."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class MessageSent(Event):
    """A named person told somebody something: by which way, and which was suggested (S3-18)."""

    kind: ClassVar[str] = "command.message.sent"
    personal: ClassVar[frozenset[str]] = frozenset({"to", "text"})
    sentence: ClassVar[str] = "Message {number} to {to}, {medium}: “{text}”"

    message: str
    number: int
    to_kind: str
    to: str
    medium: str
    suggested: str
    about: str
    text: str
    needs_ack: bool
    style: list[str]
    """The rules of wording that it was sent in spite of, by id."""


@register
class MessageLeft(Event):
    """A message left this centre; whether it was read, nobody knows yet."""

    kind: ClassVar[str] = "command.message.left"
    sentence: ClassVar[str] = "Message {number} was sent, {medium}."

    message: str
    number: int
    medium: str


@register
class MessageNotLeft(Event):
    """A message could not be sent. Say it, or choose another way."""

    kind: ClassVar[str] = "command.message.not_left"
    sentence: ClassVar[str] = "Message {number} could not be sent, {medium}: {reason}"

    message: str
    number: int
    medium: str
    reason: str


@register
class MessageSaid(Event):
    """A named person said the message themselves, and whether it was read back."""

    kind: ClassVar[str] = "command.message.said"
    sentence: ClassVar[str] = "Message {number} was said, {medium}; read back: {read_back}."

    message: str
    number: int
    medium: str
    read_back: str
    """yes or no."""


@register
class MessageAcknowledged(Event):
    """A named owner has it. Recorded by themselves, or for them as they said it (S3-12)."""

    kind: ClassVar[str] = "command.message.acknowledged"
    personal: ClassVar[frozenset[str]] = frozenset({"name", "words"})
    sentence: ClassVar[str] = "{name} has message {number} ({how}). {words}"

    message: str
    number: int
    name: str
    how: str
    words: str


@register
class MessageUnanswered(Event):
    """Nobody has said that they have a message that needs it; whoever commands is asked."""

    kind: ClassVar[str] = "command.message.unanswered"
    sentence: ClassVar[str] = "Nobody has answered message {number} yet. Asked again, time {times}."

    message: str
    number: int
    times: int


@register
class SituationReportMissed(Event):
    """A situation report is overdue."""

    kind: ClassVar[str] = "command.situation_report.missed"
    sentence: ClassVar[str] = "A situation report was due at {due}."

    due: str
    """ISO 8601 with its zone."""
