"""Counts each site's week when it is over (`deadlines.DuePort`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.quality.actions.trends import fire_count
from stayline.quality.queries.trends import counts_due, next_count

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID


class CountDue:
    """Tells the watcher which sites have a week to count; no contact ever waits for it."""

    name = "quality.count"
    priority = 80

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the sites whose last week is not counted yet."""
        return counts_due(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Count one site; False when it is counted, or somebody was first."""
        return fire_count(site_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next site is counted."""
        return next_count()
