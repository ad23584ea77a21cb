"""What is owed and would never fall due: for the watchdog (`design.md` 3.4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from stayline.deadlines.ports import Unwatched
from stayline.incidents.models import Obligation

NO_TIME: Final = "it was to be due and had no time any more"
TIME_OVER: Final = "its time passed and nothing followed"
NOT_ASKED: Final = "it was to be asked for and nobody was"


def unwatched_obligations(at: datetime, grace: timedelta, limit: int) -> list[Unwatched]:
    """Return what is owed without the time it should have, or overdue for more than `grace`.

    What is owed without a limit has no time by right, and what waits for the end of the contact
    has none yet.
    """
    before = at - grace
    lost = Q(state="owed", asked_due_at__isnull=False, due_at=None)
    over = Q(state="owed", due_at__lt=before)
    unasked = Q(state__in=("owed", "missed"), remind_at__lt=before)
    rows = Obligation.objects.filter(lost | over | unasked).order_by("owed_at")[:limit]
    return [Unwatched(row.id, _why(row, before)) for row in rows]


def _why(row: Obligation, before: datetime) -> str:
    if row.state == "owed" and row.due_at is None and row.asked_due_at is not None:
        return NO_TIME
    if row.state == "owed" and row.due_at is not None and row.due_at < before:
        return TIME_OVER
    return NOT_ASKED
