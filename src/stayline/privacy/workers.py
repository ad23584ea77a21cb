"""Lets go what had its time, by the watcher."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from stayline.privacy.actions import carry_out
from stayline.privacy.queries import next_retention_due, retention_due


class RetentionDue:
    """Tells the watcher by which decisions something may have had its time (`DuePort`)."""

    name = "privacy.retention"
    priority = 90

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the decisions by which it is time to look."""
        return retention_due(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Let go what had its time; False when somebody was first."""
        return carry_out(row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when it is looked next."""
        return next_retention_due()
