"""The window forgets by itself: lines after 15 minutes, keys after an hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from stayline.contacts.actions import LINES_LIVE, purge_window
from stayline.contacts.models import WindowKey, WindowLine

if TYPE_CHECKING:
    from collections.abc import Sequence

PURGE: Final = UUID("5ca1ab1e-0002-4000-8000-000000000000")


class WindowDue:
    """Tells the watcher when there is something to forget (`deadlines.DuePort`)."""

    name = "contacts.window"
    priority = 90

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the one job when a line or key is past its time."""
        old = WindowLine.objects.filter(received_at__lt=at - LINES_LIVE).exists()
        dead = WindowKey.objects.filter(dies_at__lte=at).exists()
        return [PURGE][:limit] if old or dead else []

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Forget what is past its time."""
        del row_id  # there is only the one job
        purge_window(at=at)
        return True

    def next_due(self) -> datetime | None:
        """Return when the oldest line or key is past its time."""
        line = WindowLine.objects.order_by("received_at").values_list("received_at", flat=True)
        key = WindowKey.objects.order_by("dies_at").values_list("dies_at", flat=True)
        oldest, first = line.first(), key.first()
        times = [oldest + LINES_LIVE + timedelta(milliseconds=1)] if oldest else []
        return min([*times, *([first] if first else [])], default=None)
