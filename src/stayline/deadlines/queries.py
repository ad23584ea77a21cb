"""How the watcher is. Every page asks, and turns red when it is not well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from stayline.deadlines.models import Heartbeat

STALE_AFTER: Final = timedelta(seconds=5)
"""Five beats missed. A watcher beats every second, also in the middle of much work."""


@dataclass(frozen=True, slots=True)
class WatcherHealth:
    """Whether somebody watches the deadlines, and when it was last seen."""

    well: bool
    seen_at: datetime | None
    age: timedelta | None

    @property
    def state(self) -> str:
        """`fresh`, `stale`, or `missing` when no watcher ever ran."""
        if self.seen_at is None:
            return "missing"
        return "fresh" if self.well else "stale"


def watcher_health(*, at: datetime) -> WatcherHealth:
    """Return how the freshest watcher is at `at`.

    A beat from the future (the clock was set back) counts as fresh only within the same limit.
    """
    newest = Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
    if newest is None:
        return WatcherHealth(well=False, seen_at=None, age=None)
    age = at - newest
    return WatcherHealth(well=abs(age) <= STALE_AFTER, seen_at=newest, age=age)
