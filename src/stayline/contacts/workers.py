"""The window forgets by itself: lines after 15 minutes, keys after an hour."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from stayline.contacts.actions import purge_window
from stayline.contacts.queries import window_is_due, window_next_due

if TYPE_CHECKING:
    from collections.abc import Sequence

PURGE: Final = UUID("5ca1ab1e-0002-4000-8000-000000000000")


class WindowDue:
    """Tells the watcher when there is something to forget (`deadlines.DuePort`)."""

    name = "contacts.window"
    priority = 90

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the one job when a line or key is past its time."""
        return [PURGE][:limit] if window_is_due(at) else []

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Forget what is past its time."""
        del row_id  # there is only the one job
        purge_window(at=at)
        return True

    def next_due(self) -> datetime | None:
        """Return when the oldest line or key is past its time."""
        return window_next_due()
