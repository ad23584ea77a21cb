"""Lets what was not answered in its time go up (`deadlines.DuePort`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.quality.actions.complaints import fire_complaint_late
from stayline.quality.queries.complaints import complaints_due, next_complaint_due

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID


class ComplaintDue:
    """Tells the watcher which queries and complaints were not answered in their time (S3-47)."""

    name = "quality.complaint"
    priority = 70

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return what is late, the longest due first."""
        return complaints_due(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Let one go up; False when somebody was first."""
        return fire_complaint_late(complaint_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next one is to be answered."""
        return next_complaint_due()
