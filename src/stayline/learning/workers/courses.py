"""Courses that become new, late, or run out (`deadlines.DuePort`); no contact waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.learning.actions.rounds import fire_standing
from stayline.learning.queries.rounds import due_standings, next_standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

FEW: Final = 4
"""So many at a time: a rung that falls due meanwhile waits for them, and they are no hurry."""


class CoursesDue:
    """Tells each person once a day what of their courses is new, late or runs out."""

    name = "learning.courses"
    priority = 90

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return whose day it is, the longest due first, and a few at a time."""
        return due_standings(at=at, limit=min(limit, FEW))

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Look at one person's courses; False when it was done meanwhile."""
        return fire_standing(person_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next person's day is."""
        return next_standing()
