"""Whose courses are looked at next, and what they were told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from stayline.learning.models import CourseNotice, CourseStanding, PracticeAttempt
from stayline.learning.queries.courses import course_named

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody was told of one course, and when."""

    title: str
    says: str
    due: date
    at: datetime


def due_standings(*, at: datetime, limit: int) -> list[UUID]:
    """Return whose courses are to be looked at now, the longest due first."""
    rows = CourseStanding.objects.filter(due_at__lte=at).order_by("due_at", "person_id")
    return list(rows.values_list("person_id", flat=True)[:limit])


def next_standing() -> datetime | None:
    """Return when somebody's courses are looked at next."""
    rows = CourseStanding.objects.order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def notices_of(person_id: UUID) -> list[Told]:
    """Return what somebody was told of their courses, the latest first."""
    rows = CourseNotice.objects.filter(person_id=person_id).order_by("-at", "course_id")
    return [
        Told(course_named(row.course_id), str(row.get_says_display()), row.due, row.at)
        for row in rows
    ]


def last_practised(person_id: UUID) -> datetime | None:
    """Return when somebody last practised a scenario, for themselves alone; None: not yet."""
    rows = PracticeAttempt.objects.filter(person_id=person_id, ended_at__isnull=False)
    return rows.order_by("-ended_at").values_list("ended_at", flat=True).first()
