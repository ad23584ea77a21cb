"""Open ladders to which nothing would happen any more: for the watchdog (`design.md` 3.4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from stayline.deadlines.ports import Unwatched
from stayline.escalation.models import ACTIVE, HandOver, Ladder

SILENT: Final = "nothing was due for it any more"
RUNG_OVER: Final = "its rung ran out and nobody rang on"
LIMIT_OVER: Final = "a limit passed and nobody rang beside"


def unwatched_ladders(at: datetime, grace: timedelta, limit: int) -> list[Unwatched]:
    """Return open ladders without a deadline, or with one that passed more than `grace` ago."""
    on_the_way = HandOver.objects.filter(
        ladder=OuterRef("pk"), state__in=ACTIVE, due_at__isnull=False
    )
    rows = (
        Ladder.objects.filter(ended_at=None)
        .annotate(held=Exists(on_the_way), over=Exists(on_the_way.filter(due_at__lt=at - grace)))
        .filter(Q(due_at__lt=at - grace) | Q(over=True) | Q(due_at=None, held=False))
        .order_by("started_at")[:limit]
    )
    return [Unwatched(row.id, _why(row.due_at, held=row.held)) for row in rows]


def limits_over(ladder_id: UUID, at: datetime) -> list[UUID]:
    """Return the hand-overs of a ladder whose limit has passed by `at`, the earliest first."""
    rows: QuerySet[HandOver] = HandOver.objects.filter(
        ladder_id=ladder_id, state__in=ACTIVE, due_at__lte=at
    )
    return list(rows.order_by("due_at").values_list("id", flat=True))


def _why(due_at: datetime | None, *, held: bool) -> str:
    if due_at is not None:
        return RUNG_OVER
    return LIMIT_OVER if held else SILENT
