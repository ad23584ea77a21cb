"""What of the record is due: obligations, steps' clocks, and ladders that wait."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from stayline.incidents.actions import fire_obligation, fire_reminder, fire_silence, fire_step
from stayline.incidents.queries import (
    next_obligation_due,
    next_reminder_due,
    next_run_due,
    next_silence_due,
    obligations_due,
    reminders_due,
    runs_due,
    silences_due,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


class ObligationDue:
    """Tells the watcher which obligations' times are up (`deadlines.DuePort`)."""

    name = "incidents.obligation"
    priority = 20

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the obligations due by `at`, the earliest first."""
        return obligations_due(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Do what follows; False when somebody was first."""
        return fire_obligation(obligation_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next one is due."""
        return next_obligation_due()


class ReminderDue:
    """Tells the watcher what somebody is to be asked for (`deadlines.DuePort`)."""

    name = "incidents.reminder"
    priority = 25

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return what is to be asked for by `at`, the earliest first."""
        return reminders_due(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Ask for it; False when it is done, or somebody was first."""
        return fire_reminder(obligation_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when somebody is asked next."""
        return next_reminder_due()


class StepDue:
    """Tells the watcher which runs' clocks have run out (`deadlines.DuePort`)."""

    name = "incidents.step"
    priority = 30

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the runs with a step, or a ladder that waits, due by `at`."""
        return runs_due(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Let the clock run out; False when somebody was first."""
        return fire_step(run_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next clock runs out."""
        return next_run_due()


class SilenceDue:
    """Tells the watcher which chats have fallen silent (`deadlines.DuePort`)."""

    name = "incidents.silence"
    priority = 40

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the incidents whose chat was silent for too long by `at`."""
        return silences_due(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Ask a supervisor; False when words came, or somebody was first."""
        return fire_silence(incident_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next one will have been silent for too long."""
        return next_silence_due()
