"""What the log says of the line itself: what a telephone platform did, could not do, reported."""

from __future__ import annotations

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class LineHeld(Event):
    """The telephone platform confirmed that the call stays up, whoever leaves it (S1-41)."""

    kind: ClassVar[str] = "contacts.line.held"
    sentence: ClassVar[str] = "The telephone confirmed that the line is held, whoever hangs up."


@register
class LineNotHeld(Event):
    """The telephone platform could not hold the line, or nobody knows whether it did."""

    kind: ClassVar[str] = "contacts.line.not_held"
    sentence: ClassVar[str] = "The telephone did not hold the line: {because}."

    because: str


@register
class AgentLineGone(Event):
    """The agent's leg is gone while the call goes on; when it went is the platform's time."""

    kind: ClassVar[str] = "contacts.line.agent_gone"
    sentence: ClassVar[str] = "The agent's line to the call is gone since {since}."

    since: str


@register
class ReceiverNotReached(Event):
    """Somebody who accepted could not be brought in by telephone."""

    kind: ClassVar[str] = "contacts.line.receiver_not_reached"
    sentence: ClassVar[str] = "{person} could not be brought in by telephone: {because}."

    person: str
    because: str


@register
class CallEnded(Event):
    """The telephone platform confirmed that it ended the call, as a supervisor had decided."""

    kind: ClassVar[str] = "contacts.call.ended"
    sentence: ClassVar[str] = "The telephone confirmed that the call is ended."


@register
class CallNotEnded(Event):
    """The telephone platform did not end the call that was to be ended."""

    kind: ClassVar[str] = "contacts.call.not_ended"
    sentence: ClassVar[str] = "The telephone did not end the call: {because}."

    because: str


@register
class NextCallHeldBack(Event):
    """The telephone platform confirmed that a person is given no further call (S1-41)."""

    kind: ClassVar[str] = "contacts.next_call.held_back"
    sentence: ClassVar[str] = "The telephone gives {person} no further call."

    person: str


@register
class NextCallNotHeldBack(Event):
    """The telephone platform may still give a person their next call."""

    kind: ClassVar[str] = "contacts.next_call.not_held_back"
    sentence: ClassVar[str] = "The telephone may still give {person} a call: {because}."

    person: str
    because: str
