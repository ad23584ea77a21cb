"""Who sees to it that what is due happens: the watcher, and whoever watches the watcher."""

from stayline.deadlines.workers.auditor import Auditor
from stayline.deadlines.workers.watcher import (
    BATCH,
    BackOff,
    ClockGuard,
    Watcher,
    data_versions,
    wall_clock,
)

__all__ = [
    "BATCH",
    "Auditor",
    "BackOff",
    "ClockGuard",
    "Watcher",
    "data_versions",
    "wall_clock",
]
