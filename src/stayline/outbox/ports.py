"""By which ways messages leave, and who wants to know that one did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from stayline.platform.plugs import Rack


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message, opened, as a sender gets it. `key` is the idempotency key."""

    id: UUID
    kind: str
    channel: str
    key: str
    payload: Mapping[str, Any]
    exercise: bool
    created_at: datetime
    attempt: int


@dataclass(frozen=True, slots=True)
class Sent:
    """It left. `reference` is what the receiver calls it, or empty."""

    reference: str = ""


@dataclass(frozen=True, slots=True)
class Retry:
    """It did not leave, and may another time. `reason` holds no personal data."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It will never leave as it is; a person must look. `reason` holds no personal data."""

    reason: str


Outcome = Sent | Retry | Refused


class SenderPort(Protocol):
    """One way out. Answered by `connectors`."""

    @property
    def channels(self) -> frozenset[str]:
        """The channels it serves, such as `case`."""
        ...

    @property
    def for_exercise(self) -> bool:
        """Whether exercise rows leave by it; then nothing else does (`design.md` 3.9)."""
        ...

    @property
    def reaches_outside(self) -> bool:
        """Whether it reaches beyond this machine; a demo refuses such a way."""
        ...

    def send(self, message: Outgoing, *, at: datetime) -> Outcome:
        """Send one message, outside every transaction, within 20 s. May be told it twice."""
        ...


class PlacedSenderPort(SenderPort, Protocol):
    """A way out that reaches several places, such as one web address for each team.

    A way that does not say so is one place: its channel.
    """

    def destination(self, message: Outgoing) -> str:
        """Return a name without personal data for the place this message goes to.

        What fails there several times running makes the senders leave that place alone, and no
        other.
        """
        ...


class DeliveredPort(Protocol):
    """A room that wants to know what left; asked for messages whose kind starts with `prefix`."""

    @property
    def prefix(self) -> str:
        """How the kinds begin that this room sends, such as `reports.`."""
        ...

    def delivered(self, message_id: UUID, reference: str, at: datetime) -> None:
        """Hear that a message left at `at`. May be told twice, also after a crash."""
        ...


class UndeliveredPort(Protocol):
    """A room that wants to know what did *not* leave; asked as `DeliveredPort` is."""

    @property
    def prefix(self) -> str:
        """How the kinds begin that this room sends, such as `escalation.`."""
        ...

    def undelivered(self, message_id: UUID, reason: str, at: datetime) -> None:
        """Hear at `at` that a message was set aside. May be told twice, also after a crash.

        A person may have it sent again; then `delivered` may follow.
        """
        ...


senders: Rack[SenderPort] = Rack("outbox.SenderPort")
delivered_ports: Rack[DeliveredPort] = Rack("outbox.DeliveredPort")
undelivered_ports: Rack[UndeliveredPort] = Rack("outbox.UndeliveredPort")
