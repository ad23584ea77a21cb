"""Disputes and improvement actions that are late (`deadlines.DuePort`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.quality.actions.disputing import fire_dispute_late
from stayline.quality.actions.improving import fire_improvement_overdue
from stayline.quality.queries.feedback import due_disputes, next_dispute_due
from stayline.quality.queries.improving import due_improvements, next_improvement_due

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID


class DisputeLate:
    """Says that a dispute waits longer than it should; nothing is decided by a clock."""

    name = "quality.dispute"
    priority = 70

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the disputes that are late, the longest first."""
        return due_disputes(at=at, limit=limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Say so of one; False when it was decided or somebody was first."""
        return fire_dispute_late(row_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next one is late."""
        return next_dispute_due()


class ImprovementOverdue:
    """Says that an improvement action is overdue; it stays open until a contact shows it."""

    name = "quality.improvement"
    priority = 71

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the actions whose day is over, the longest first."""
        return due_improvements(at=at, limit=limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Say so of one; False when it was closed or somebody was first."""
        return fire_improvement_overdue(row_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next day is over."""
        return next_improvement_due()
