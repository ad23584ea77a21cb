"""What the watcher asks of the rooms above: what is due, and to fire it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
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


due_ports: Rack[DuePort] = Rack("deadlines.DuePort")
clock_step_ports: Rack[ClockStepPort] = Rack("deadlines.ClockStepPort")
