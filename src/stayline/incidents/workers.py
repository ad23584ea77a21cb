"""What of the record is due: obligations, steps' clocks, and ladders that wait."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Min, Q

from stayline.incidents.actions import fire_obligation, fire_step
from stayline.incidents.models import Obligation, Run

if TYPE_CHECKING:
    from collections.abc import Sequence


class ObligationDue:
    """Tells the watcher which obligations' times are up (`deadlines.DuePort`)."""

    name = "incidents.obligation"
    priority = 20

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the obligations due by `at`, the earliest first."""
        rows = Obligation.objects.filter(state="owed", due_at__lte=at).order_by("due_at")
        return list(rows.values_list("id", flat=True)[:limit])

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Do what follows; False when somebody was first."""
        return fire_obligation(obligation_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next one is due."""
        return Obligation.objects.filter(state="owed").aggregate(next=Min("due_at"))["next"]


class StepDue:
    """Tells the watcher which runs' clocks have run out (`deadlines.DuePort`)."""

    name = "incidents.step"
    priority = 30

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the runs with a step, or a ladder that waits, due by `at`."""
        past = Q(step_due_at__lte=at) | Q(ring_due_at__lte=at)
        rows = Run.objects.filter(past, parked_at=None, ended_at=None)
        return list(rows.order_by("step_due_at").values_list("id", flat=True)[:limit])

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Let the clock run out; False when somebody was first."""
        return fire_step(run_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next clock runs out."""
        rows = Run.objects.filter(parked_at=None, ended_at=None)
        found = rows.aggregate(step=Min("step_due_at"), ring=Min("ring_due_at"))
        return min((one for one in found.values() if one is not None), default=None)
