"""The private check that nobody did in time (`deadlines.DuePort`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.care.actions import miss_check
from stayline.care.queries import due_checks, next_check_due
from stayline.people.queries import system_actor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID


class CheckDue:
    """Tells management that a private check is missing; nothing in a contact waits for it."""

    name = "care.check"
    priority = 50

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the checks whose time has passed, the longest due first."""
        return due_checks(at=at, limit=limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Notice one missed check; False when it was done or declined meanwhile."""
        return miss_check(check_id=row_id, actor=system_actor("watcher"), at=at)

    def next_due(self) -> datetime | None:
        """Return when the next check is due."""
        return next_check_due()
