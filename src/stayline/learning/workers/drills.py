"""Drills whose time has come, and drills that run (`deadlines.DuePort`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.learning.actions.drills import fire_drill, fire_round
from stayline.learning.queries.drills import drills_due, next_drill, next_round, rounds_due

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID


class DrillDue:
    """Begins a drill at its time, or lets it wait while something real comes first."""

    name = "learning.drill"
    priority = 80

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the drills whose time has come, the earliest first."""
        return drills_due(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Begin one, or let it wait; False when somebody was first."""
        return fire_drill(drill_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next drill begins."""
        return next_drill()


class DrillRuns:
    """Looks at a drill that runs: it gives way to something real, and ends when answered."""

    name = "learning.drill_round"
    priority = 15

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the drills to be looked at, the earliest first."""
        return rounds_due(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Look at one; False when it was over."""
        return fire_round(round_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when one is looked at next."""
        return next_round()
