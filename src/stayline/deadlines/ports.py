"""What watcher and watchdog ask of the rooms above: what is due, what nothing would move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from stayline.platform.plugs import Rack


class DuePort(Protocol):
    """One kind of deadline: a column `due_at` with a partial index, somewhere above.

    `priority` orders the kinds, smallest first; 0 is a ladder's rung and comes before all else
    (`design.md` 3.4).
    """

    @property
    def name(self) -> str:
        """The name of this kind of deadline, such as `escalation.rung`."""
        ...

    @property
    def priority(self) -> int:
        """When it is asked: smaller first."""
        ...

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return up to `limit` ids that are due at `at`, oldest first. Takes no lock."""
        ...

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Do what the deadline brings, in a transaction of its own, by a guarded update.

        Returns `False` when somebody was first: the row is no longer due, and nothing is done.
        """
        ...

    def next_due(self) -> datetime | None:
        """Return when the earliest row is due, or `None` when there is none."""
        ...


class ClockStepPort(Protocol):
    """Hears that the wall clock jumped against the steady clock."""

    def on_clock_step(self, seconds: float, at: datetime) -> None:
        """The clock went `seconds` forward (or back, when negative); it is `at` now."""
        ...


@dataclass(frozen=True, slots=True)
class Unwatched:
    """One open thing that no deadline will ever move. `why` holds no personal data."""

    id: UUID
    why: str


class AuditPort(Protocol):
    """A room with open things, each of which must have a deadline ahead or just behind it."""

    @property
    def name(self) -> str:
        """The name of what is audited, such as `escalation.ladder`."""
        ...

    def unwatched(self, at: datetime, grace: timedelta, limit: int) -> Sequence[Unwatched]:
        """Return up to `limit` open things without a deadline, or overdue for more than `grace`.

        Takes no lock.
        """
        ...

    def mend(self, row_id: UUID, at: datetime) -> bool:
        """Let what should have happened happen now, such as ringing; False when it had already.

        In a transaction of its own, with what it did in the log.
        """
        ...


due_ports: Rack[DuePort] = Rack("deadlines.DuePort")
clock_step_ports: Rack[ClockStepPort] = Rack("deadlines.ClockStepPort")
audit_ports: Rack[AuditPort] = Rack("deadlines.AuditPort")
