"""Leave that begins and ends: what the watcher asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.people.models import Absence

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet


def leaves_due(at: datetime, limit: int) -> list[UUID]:
    """Return the leave whose beginning has come and was not acted on, the oldest first."""
    found = _to_begin().filter(starts_at__lte=at).order_by("starts_at", "id")
    return list(found.values_list("id", flat=True)[:limit])


def next_leave() -> datetime | None:
    """Return when the next leave begins, or None."""
    return _to_begin().order_by("starts_at").values_list("starts_at", flat=True).first()


def leaves_over(at: datetime, limit: int) -> list[UUID]:
    """Return the leave whose end has come and was not acted on, the oldest first."""
    found = _to_end().filter(ends_at__lte=at).order_by("ends_at", "id")
    return list(found.values_list("id", flat=True)[:limit])


def next_leave_over() -> datetime | None:
    """Return when the next leave ends, or None."""
    return _to_end().order_by("ends_at").values_list("ends_at", flat=True).first()


def on_leave(person_id: UUID, at: datetime) -> bool:
    """Return whether somebody is on leave at this moment."""
    return Absence.objects.filter(
        person_id=person_id, cancelled_at=None, starts_at__lte=at, ends_at__gt=at
    ).exists()


def _to_begin() -> QuerySet[Absence]:
    return Absence.objects.filter(begun_at=None, cancelled_at=None)


def _to_end() -> QuerySet[Absence]:
    return Absence.objects.filter(ended_at=None, cancelled_at=None)
