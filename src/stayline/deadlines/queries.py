"""How the watcher is. Every page asks, and turns red when it is not well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Max, Q

from stayline.deadlines.models import Finding, Heartbeat

STALE_AFTER: Final = timedelta(seconds=5)
"""Five beats missed. A watcher beats every second, also in the middle of much work."""

TOLD_FOR: Final = timedelta(minutes=10)
"""How long it is shown that something nobody watched was found and mended."""


@dataclass(frozen=True, slots=True)
class WatcherHealth:
    """Whether somebody watches the deadlines, and when it was last seen.

    `unwatched` is how many open things nothing will happen to, which the watchdog could not mend;
    `mended_at` when it last mended one, within the last ten minutes.
    """

    well: bool
    seen_at: datetime | None
    age: timedelta | None
    unwatched: int = 0
    mended_at: datetime | None = None

    @property
    def state(self) -> str:
        """`fresh`, `stale`, `missing` when no watcher ever ran, or `unwatched`."""
        if self.seen_at is None:
            return "missing"
        if self.age is None or abs(self.age) > STALE_AFTER:
            return "stale"
        return "unwatched" if self.unwatched else "fresh"


def watcher_health(*, at: datetime) -> WatcherHealth:
    """Return how the freshest watcher is at `at`.

    A beat from the future (the clock was set back) counts as fresh only within the same limit.
    """
    newest = Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
    found = Finding.objects.filter(Q(cleared_at=None) | Q(mended_at__gt=at - TOLD_FOR)).aggregate(
        open=Count("id", filter=Q(cleared_at=None, mended_at=None)), mended=Max("mended_at")
    )
    if newest is None:
        return WatcherHealth(
            well=False,
            seen_at=None,
            age=None,
            unwatched=found["open"],
            mended_at=found["mended"],
        )
    age = at - newest
    return WatcherHealth(
        well=abs(age) <= STALE_AFTER and not found["open"],
        seen_at=newest,
        age=age,
        unwatched=found["open"],
        mended_at=found["mended"],
    )
