"""A person's own care, what a supporter has promised, and the dates a manager may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
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


SOON: Final = timedelta(minutes=30)
"""How far ahead a supporter's list looks unless it is asked for more."""

SHOWN: Final = timedelta(days=7)
"""For so long a step that is done or declined stays on the person's own page."""

WANTED: Final = timedelta(days=45)
"""For so long one that is not stays there: it can still be done."""


@dataclass(frozen=True, slots=True)
class OwnCheck:
    """One step of a person's own aftercare.

    `state` is offered, open (they can take it up), done, declined, late, or over (they did not
    take it up). `when` is when it is meant to be, or when it was done or declined.
    """

    id: UUID
    title: str
    supporter: str
    offered_at: datetime
    due_at: datetime | None
    state: str
    when: datetime
    by_peer: bool

    @property
    def closed(self) -> bool:
        """Whether nothing can be done with it any more."""
        return self.state in {"done", "declined", "over"}


@dataclass(frozen=True, slots=True)
class OwnCare:
    """What a person sees of their own care; `off_since` is None while they take contacts.

    `choice` is how long they said that they stay off, empty before they did; `until` is when
    that is over. No clock takes them back.
    """

    off_since: datetime | None
    minimum_until: datetime | None
    may_come_back: bool
    choice: str
    until: datetime | None
    checks: tuple[OwnCheck, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """A private check that a supporter has to do: for whom, when it is meant, until when."""

    id: UUID
    person: str
    title: str
    planned_at: datetime
    due_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class CareDates:
    """What a manager sees: offered, and when done or declined. No content, no reasons."""

    person: str
    title: str
    offered_at: datetime
    taken_up_at: datetime | None
    done_at: datetime | None
    declined_at: datetime | None
    missed_at: datetime | None


def own_care(person_id: UUID, *, at: datetime) -> OwnCare:
    """Return a person's own care, its steps in the order of their times."""
    off = list(OffQueue.objects.filter(person_id=person_id, back_at=None).order_by("since"))
    minimum = max((one.minimum_until for one in off), default=None)
    newest = off[-1] if off else None
    lately = Q(planned_at__gt=at - SHOWN) | (OPEN & Q(planned_at__gt=at - WANTED))
    rows = PrivateCheck.objects.filter(lately, person_id=person_id)
    rows = rows.select_related("supporter").order_by("planned_at", "offered_at", "id")
    return OwnCare(
        off_since=off[0].since if off else None,
        minimum_until=minimum,
        may_come_back=minimum is not None and at >= minimum,
        choice=newest.choice if newest else "",
        until=newest.until if newest else None,
        checks=tuple(_own(row, at) for row in rows),
    )


def promises_of(supporter_id: UUID, *, at: datetime, ahead: timedelta = SOON) -> list[Promise]:
    """Return the checks that this supporter still has to do by `ahead`, the soonest first.

    A late one stays until it is done: it is still wanted. One that the person has to take up
    is not there before they did.
    """
    taken = Q(opt_in=False) | Q(taken_up_at__isnull=False)
    rows = PrivateCheck.objects.filter(
        OPEN, taken, supporter_id=supporter_id, planned_at__lte=at + ahead
    ).select_related("person")
    return [
        Promise(
            id=row.id,
            person=row.person.name,
            title=row.title,
            planned_at=row.planned_at,
            due_at=row.due_at,
            late=_is_late(row, at),
        )
        for row in rows.order_by("planned_at", "offered_at", "id")
    ]


def care_dates(site_id: UUID, *, since: datetime) -> list[CareDates]:
    """Return the dates of a site's private checks, the latest first, and nothing else."""
    rows = PrivateCheck.objects.filter(person__site_id=site_id, offered_at__gte=since)
    return [
        CareDates(
            person=row.person.name,
            title=row.title,
            offered_at=row.offered_at,
            taken_up_at=row.taken_up_at,
            done_at=row.done_at,
            declined_at=row.declined_at,
            missed_at=row.missed_at,
        )
        for row in rows.select_related("person").order_by("-offered_at", "person__name", "due_at")
    ]


def due_checks(*, at: datetime, limit: int) -> list[UUID]:
    """Return the ids of the checks whose time has passed, the longest due first."""
    rows = PrivateCheck.objects.filter(due_at__lte=at).order_by("due_at")
    return list(rows.values_list("id", flat=True)[:limit])


def next_check_due() -> datetime | None:
    """Return when the earliest open check is due, or None when none is."""
    rows = PrivateCheck.objects.filter(due_at__isnull=False).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def _own(row: PrivateCheck, at: datetime) -> OwnCheck:
    state, when = _standing(row, at)
    return OwnCheck(
        id=row.id,
        title=row.title,
        supporter=row.supporter.name if row.supporter else "",
        offered_at=row.offered_at,
        due_at=row.due_at,
        state=state,
        when=when,
        by_peer=row.by == "peer",
    )


def _standing(row: PrivateCheck, at: datetime) -> tuple[str, datetime]:
    """Return how a step stands, and the time that goes with it."""
    for state, when in (
        ("done", row.done_at),
        ("declined", row.declined_at),
        ("late", row.missed_at),
    ):
        if when is not None:
            return state, row.planned_at if state == "late" else when
    if row.opt_in and row.taken_up_at is None:
        return ("open" if row.planned_at + row.within > at else "over"), row.planned_at
    return "offered", row.planned_at


def _is_late(row: PrivateCheck, at: datetime) -> bool:
    return row.missed_at is not None or (row.due_at is not None and row.due_at <= at)
