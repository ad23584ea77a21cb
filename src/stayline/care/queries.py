"""A person's own care, what a supporter has promised, and the dates a manager may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from stayline.care.models import OffQueue, PrivateCheck
from stayline.people.models import Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

SUPPORTERS: Final = (Role.SUPERVISOR.value, Role.MANAGER.value)
"""Who can be asked to check on somebody, first choice first."""

OPEN: Final = Q(done_at=None, declined_at=None)


@dataclass(frozen=True, slots=True)
class OwnCheck:
    """A private check on the person themselves. `state` is offered, done, declined or late."""

    id: UUID
    supporter: str
    offered_at: datetime
    due_at: datetime | None
    state: str
    when: datetime


@dataclass(frozen=True, slots=True)
class OwnCare:
    """What a person sees of their own care; `off_since` is None while they take contacts."""

    off_since: datetime | None
    minimum_until: datetime | None
    may_come_back: bool
    checks: tuple[OwnCheck, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """A private check that a supporter has to do: for whom, until when."""

    id: UUID
    person: str
    due_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class CareDates:
    """What a manager sees: offered, and when done or declined. No content, no reasons."""

    person: str
    offered_at: datetime
    done_at: datetime | None
    declined_at: datetime | None
    missed_at: datetime | None


def own_care(person_id: UUID, *, at: datetime) -> OwnCare:
    """Return a person's own care, their open checks first."""
    off = list(OffQueue.objects.filter(person_id=person_id, back_at=None).order_by("since"))
    minimum = max((one.minimum_until for one in off), default=None)
    rows = PrivateCheck.objects.filter(person_id=person_id).select_related("supporter")
    return OwnCare(
        off_since=off[0].since if off else None,
        minimum_until=minimum,
        may_come_back=minimum is not None and at >= minimum,
        checks=tuple(_own(row) for row in rows.order_by("-offered_at")[:10]),
    )


def promises_of(supporter_id: UUID, *, at: datetime) -> list[Promise]:
    """Return the checks that this supporter still has to do, the soonest first.

    A late one stays until it is done: it is still wanted.
    """
    rows = PrivateCheck.objects.filter(OPEN, supporter_id=supporter_id).select_related("person")
    return [
        Promise(row.id, row.person.name, row.due_at, late=_is_late(row, at))
        for row in rows.order_by("due_at", "offered_at")
    ]


def care_dates(site_id: UUID, *, since: datetime) -> list[CareDates]:
    """Return the dates of a site's private checks, the latest first, and nothing else."""
    rows = PrivateCheck.objects.filter(person__site_id=site_id, offered_at__gte=since)
    return [
        CareDates(row.person.name, row.offered_at, row.done_at, row.declined_at, row.missed_at)
        for row in rows.select_related("person").order_by("-offered_at")
    ]


def due_checks(*, at: datetime, limit: int) -> list[UUID]:
    """Return the ids of the checks whose time has passed, the longest due first."""
    rows = PrivateCheck.objects.filter(due_at__lte=at).order_by("due_at")
    return list(rows.values_list("id", flat=True)[:limit])


def next_check_due() -> datetime | None:
    """Return when the earliest open check is due, or None when none is."""
    rows = PrivateCheck.objects.filter(due_at__isnull=False).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def _own(row: PrivateCheck) -> OwnCheck:
    state, when = "offered", row.offered_at
    if row.done_at:
        state, when = "done", row.done_at
    elif row.declined_at:
        state, when = "declined", row.declined_at
    elif row.missed_at:
        state, when = "late", row.missed_at
    return OwnCheck(
        id=row.id,
        supporter=row.supporter.name if row.supporter else "",
        offered_at=row.offered_at,
        due_at=row.due_at,
        state=state,
        when=when,
    )


def _is_late(row: PrivateCheck, at: datetime) -> bool:
    return row.missed_at is not None or (row.due_at is not None and row.due_at <= at)
