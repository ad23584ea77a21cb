"""Played callers whose turn it is (`deadlines.DuePort`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.learning.actions.practice import play_on
from stayline.learning.queries.practice import callers_due, next_caller_due
from stayline.people.queries import system_actor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID


class CallerDue:
    """Lets played callers listen and answer; after everything that is real."""

    name = "learning.caller"
    priority = 90

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the practices whose caller's turn it is, the longest due first."""
        return callers_due(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Let one caller go on; False when somebody was first."""
        return play_on(attempt_id=row_id, actor=system_actor("watcher"), at=at)

    def next_due(self) -> datetime | None:
        """Return when the next caller's turn is."""
        return next_caller_due()
