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


@register
class CircuitOpened(Event):
    """A way out did not answer several times running; what must leave by it waits."""

    kind: ClassVar[str] = "outbox.circuit.opened"
    sentence: ClassVar[str] = "Nothing gets out by {way}: {reason}. It is tried again by itself."

    way: str
    failures: int
    reason: str


@register
class CircuitClosed(Event):
    """A way out works again; what waited for it leaves now."""

    kind: ClassVar[str] = "outbox.circuit.closed"
    sentence: ClassVar[str] = "{way} works again after {seconds} s; {waiting} messages leave now."

    way: str
    waiting: int
    seconds: int


@register
class WayAdded(Event):
    """A way by which pages may leave was set up. What it needs to know is not in the log."""

    kind: ClassVar[str] = "outbox.way.added"
    sentence: ClassVar[str] = "Set up {name} for {channel} ({kind_of_way})."

    way: str
    name: str
    channel: str
    kind_of_way: str
    site: str
    for_exercise: bool


@register
class WayChanged(Event):
    """A way by which pages may leave was changed; secrets are named, never written down."""

    kind: ClassVar[str] = "outbox.way.changed"
    sentence: ClassVar[str] = "Changed {name} for {channel}: {what}."

    way: str
    name: str
    channel: str
    what: str


@register
class WayStopped(Event):
    """A way by which pages might leave is not used any more."""

    kind: ClassVar[str] = "outbox.way.stopped"
    sentence: ClassVar[str] = "Stopped using {name} for {channel}."

    way: str
    name: str
    channel: str


@register
class WayTried(Event):
    """Somebody had a test sent by a way."""

    kind: ClassVar[str] = "outbox.way.tried"
    sentence: ClassVar[str] = "Had a test sent by {name} for {channel}."

    way: str
    name: str
    channel: str
