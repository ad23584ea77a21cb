"""The watcher as readiness sees it."""

from __future__ import annotations

from datetime import datetime

from stayline.deadlines.queries import watcher_health
from stayline.platform.http.health import Finding


def watcher_check(at: datetime) -> Finding:
    """Return whether somebody watches the deadlines."""
    health = watcher_health(at=at)
    return Finding("watcher", health.well, health.state)
