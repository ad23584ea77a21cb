"""Numbers for the people who run the installation. No label holds anything personal."""

from __future__ import annotations

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

REQUESTS: Final = Histogram(
    "stayline_request_seconds",
    "Time to answer a request in Django, by route pattern.",
    ("method", "route", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
LIVE_STREAMS: Final = Gauge("stayline_live_streams", "Open live streams in this process.")
LIVE_DELIVERIES: Final = Counter("stayline_live_deliveries", "Live frames given to streams.")
LIVE_OVERFLOWS: Final = Counter("stayline_live_overflows", "Streams that were told to resync.")
REFUSED_BUSY: Final = Counter("stayline_refused_busy", "Requests refused because all was busy.")
DEADLINES_FIRED: Final = Counter("stayline_deadlines_fired", "Deadlines fired.", ("port",))
DEADLINES_FAILED: Final = Counter("stayline_deadlines_failed", "Deadlines that failed.", ("port",))
DEADLINE_LATENESS: Final = Histogram(
    "stayline_deadline_lateness_seconds",
    "How late a batch of deadlines was found.",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60),
)
UNWATCHED: Final = Gauge(
    "stayline_unwatched", "Open things that no deadline will move, at the last audit.", ("port",)
)
UNWATCHED_MENDED: Final = Counter(
    "stayline_unwatched_mended", "Such things that the watchdog saw to.", ("port",)
)
OUTBOX_ATTEMPTS: Final = Counter("stayline_outbox", "Outbox attempts by outcome.", ("result",))
