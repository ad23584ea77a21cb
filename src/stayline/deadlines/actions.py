"""What the watcher itself writes: its heartbeat."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from stayline.deadlines.models import Heartbeat
from stayline.platform.transactions import writer_lock

FORGOTTEN_AFTER: Final = timedelta(hours=1)


def beat(*, process: str, role: str, at: datetime, monotonic: float) -> None:
    """Write that this watcher is alive. One statement; it is no event of the log."""
    with writer_lock():
        Heartbeat.objects.bulk_create(
            [Heartbeat(process=process, role=role, at=at, monotonic=monotonic)],
            update_conflicts=True,
            unique_fields=["process"],
            update_fields=["role", "at", "monotonic"],
        )


def forget_old_beats(*, at: datetime) -> int:
    """Remove the last beats of processes that ended long ago; return how many."""
    with writer_lock():
        removed, _ = Heartbeat.objects.filter(at__lt=at - FORGOTTEN_AFTER).delete()
    return removed


def sign_off(*, process: str) -> None:
    """Remove the beat of a watcher that ends well, so that it is missed at once."""
    with writer_lock():
        Heartbeat.objects.filter(process=process).delete()
