"""What the log says about messages that did not leave by themselves."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class MessageSetAside(Event):
    """A message could not be sent and waits for a person."""

    kind: ClassVar[str] = "outbox.message.set_aside"
    sentence: ClassVar[str] = "A message ({what}) was set aside after {attempts} tries: {reason}."

    message: str
    what: str
    channel: str
    attempts: int
    reason: str


@register
class MessageReplayed(Event):
    """A person had a message that was set aside sent again."""

    kind: ClassVar[str] = "outbox.message.replayed"
    sentence: ClassVar[str] = "A message ({what}) that was set aside was put back to be sent."

    message: str
    what: str
    channel: str
