"""What falls due in reviewing: the queue fills, the sample is drawn, the overdue is told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from stayline.people.queries import system_actor
from stayline.quality.actions import fill_queue, tell_overdue
from stayline.quality.queries.filling import next_queue_due, queues_due
from stayline.quality.queries.reviewing import next_overdue, overdue_due

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

AT_ONCE: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Before every moment of a centre: a site that waits for its first look is due."""


class QueueDue:
    """Looks at each site what is over, and draws the sample when a week begins (S2-41)."""

    name = "quality.queue"
    priority = 80

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the sites at which it is time to look."""
        return queues_due(at=at, limit=limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Fill the queue of one site; False when it was looked at a moment ago."""
        return fill_queue(site_id=row_id, actor=system_actor("watcher"), at=at)

    def next_due(self) -> datetime | None:
        """Return when it is looked next."""
        return next_queue_due(early=AT_ONCE)


class ReviewOverdueDue:
    """Tells that nobody reviewed a contact within its seven days (S2-41)."""

    name = "quality.review_overdue"
    priority = 81

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the reviews that are overdue and were not told."""
        return overdue_due(at=at, limit=limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Tell of one; False when it was told, or finished meanwhile."""
        return tell_overdue(review_id=row_id, actor=system_actor("watcher"), at=at)

    def next_due(self) -> datetime | None:
        """Return when the next review will be overdue."""
        return next_overdue()
