"""What people need from above: what they owe is passed on, calendars are fetched."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from stayline.platform.actors import Actor
from stayline.platform.plugs import Rack, Slot


class OffQueuePort(Protocol):
    """Hears that somebody goes off the queue, so that nothing they owe is left without an owner.

    Off the queue is: aftercare, a break, away, leave that begins, leaving the organisation. The
    handler is a part, it takes no transaction of its own, and it is never a reason to keep
    anybody: it refuses nothing.
    """

    def off_queue_in_transaction(
        self, person_id: UUID, *, because: str, actor: Actor, at: datetime
    ) -> None:
        """Pass on what this person owes; the caller holds the transaction.

        `because` is read in the log after "passed on because", as in `they are on leave`. It
        locks the heads of the incidents concerned: call it before anything else is locked,
        where that is possible, and after the person's own row says that they are off the queue.
        """
        ...


off_queue: Final[Rack[OffQueuePort]] = Rack("people.OffQueuePort")
"""Who hears of it, in order. `off_queue_in_transaction` below tells them all."""


def off_queue_in_transaction(person_id: UUID, *, because: str, actor: Actor, at: datetime) -> None:
    """Tell every room that this person goes off the queue; the caller holds the transaction."""
    for port in off_queue:
        port.off_queue_in_transaction(person_id, because=because, actor=actor, at=at)


class CalendarPort(Protocol):
    """Fetches the text of a calendar that is kept elsewhere."""

    def fetch(self, url: str) -> bytes:
        """Return what this address gives, at most two megabytes of it. Never in a transaction.

        Raises:
            CalendarUnread: nothing came, or not what is a calendar's; the sentence says why.
        """
        ...


calendars: Final[Slot[CalendarPort]] = Slot("people.CalendarPort")
"""Where the connector that fetches calendars is plugged in; `calendars()` returns it."""
