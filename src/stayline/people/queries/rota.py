"""Who works when: shifts, weekly shifts and calendars as screens read them, and what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Max, Q

from stayline.people.errors import CalendarNotFound, PatternNotFound, ShiftNotFound
from stayline.people.models import Calendar, Pattern, Person, Role, Shift, ShiftKind
from stayline.people.queries.staff import people_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

STANDING: Final = ("planned", "on")
"""States of a shift that is on the rota."""

AHEAD: Final = timedelta(days=35)
"""So far ahead the shifts of a weekly one are written."""

WRITTEN_AT_LEAST: Final = timedelta(days=28)
"""When fewer days than this are written, more are."""

NEXT_ROTA: Final = timedelta(days=7)
"""What a site's next rota is."""


@dataclass(frozen=True, slots=True)
class ShiftView:
    """One shift as a list shows it; `source` says whence it came when it was not typed."""

    id: UUID
    person_id: UUID
    who: str
    duty: str
    duty_words: str
    starts_at: datetime
    ends_at: datetime
    state: str
    source: str

    @property
    def long(self) -> bool:
        """Return whether it lasts so long that its end needs a day beside the time."""
        return self.ends_at - self.starts_at >= timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PatternView:
    """One weekly shift as a list shows it."""

    id: UUID
    who: str
    duty_words: str
    days: str
    starts: time
    ends: time
    from_day: date
    until_day: date | None


@dataclass(frozen=True, slots=True)
class CalendarView:
    """One calendar as a list shows it: how its last reading went, and what it did not know."""

    id: UUID
    name: str
    duty_words: str
    url: str
    read_at: datetime | None
    fault: str
    faults: tuple[str, ...]
    shifts: int


def moment(day: date, clock: time, zone: str, *, later: bool = False) -> datetime:
    """Return the UTC moment of a time on the wall clock of a zone.

    On the night on which the clocks go back an hour comes twice: `later` chooses its second
    coming. A shift begins with the first and ends with the second, so that it leaves no gap.
    """
    local = datetime.combine(day, clock, ZoneInfo(zone)).replace(fold=1 if later else 0)
    return local.astimezone(UTC)


def days_in_words(weekdays: Collection[int]) -> str:
    """Return days of the week as a person says them: Mon, Tue, or every day."""
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    if set(weekdays) == set(range(7)):
        return "every day"
    return ", ".join(names[one] for one in sorted(weekdays))


def rota(site_id: UUID, *, starts_at: datetime, ends_at: datetime) -> list[ShiftView]:
    """Return the shifts of a site in this time, in the order in which they begin."""
    rows = Shift.objects.filter(site_id=site_id, starts_at__lt=ends_at, ends_at__gt=starts_at)
    found = rows.exclude(state="cancelled").select_related("person", "pattern", "calendar")
    return [_shift_view(one) for one in found.order_by("starts_at", "person__name")]


def patterns(site_id: UUID, *, today: date) -> list[PatternView]:
    """Return the weekly shifts of a site that are not over, by person."""
    lasting = Q(until_day=None) | Q(until_day__gte=today)
    rows = Pattern.objects.filter(lasting, site_id=site_id, removed_at=None)
    return [
        PatternView(
            id=one.id,
            who=one.person.name,
            duty_words=ShiftKind(one.kind).label,
            days=days_in_words(one.weekdays),
            starts=one.starts,
            ends=one.ends,
            from_day=one.from_day,
            until_day=one.until_day,
        )
        for one in rows.select_related("person").order_by("person__name", "starts")
    ]


def calendars(site_id: UUID, *, at: datetime) -> list[CalendarView]:
    """Return the calendars that give shifts to a site, by name."""
    rows = Calendar.objects.filter(site_id=site_id, removed_at=None).order_by("name")
    return [
        CalendarView(
            id=one.id,
            name=one.name,
            duty_words=ShiftKind(one.kind).label,
            url=one.url,
            read_at=one.read_at,
            fault=one.fault,
            faults=tuple(one.faults),
            shifts=one.shifts.filter(state__in=STANDING, ends_at__gt=at).count(),
        )
        for one in rows
    ]


def shift(shift_id: UUID) -> Shift:
    """Return a shift that stands.

    Raises:
        ShiftNotFound: no shift has this id, or it is over or cancelled.
    """
    found = Shift.objects.filter(id=shift_id, state__in=STANDING).first()
    if found is None:
        raise ShiftNotFound(shift=str(shift_id))
    return found


def pattern(pattern_id: UUID) -> Pattern:
    """Return a weekly shift that stands.

    Raises:
        PatternNotFound: none has this id, or it ended.
    """
    found = Pattern.objects.filter(id=pattern_id, removed_at=None).select_related("site").first()
    if found is None:
        raise PatternNotFound(pattern=str(pattern_id))
    return found


def calendar(calendar_id: UUID) -> Calendar:
    """Return a calendar that is read.

    Raises:
        CalendarNotFound: none has this id, or it was removed.
    """
    rows = Calendar.objects.filter(id=calendar_id, removed_at=None).select_related("site")
    found = rows.first()
    if found is None:
        raise CalendarNotFound(calendar=str(calendar_id))
    return found


def overlapping(
    person_id: UUID, duty: str, starts_at: datetime, ends_at: datetime
) -> QuerySet[Shift]:
    """Return the shifts of this person and duty that stand in this time."""
    return Shift.objects.filter(
        person_id=person_id,
        kind=duty,
        state__in=STANDING,
        starts_at__lt=ends_at,
        ends_at__gt=starts_at,
    )


def on_next_rota(site_id: UUID, *, at: datetime) -> set[UUID]:
    """Return who is on duty on a site's rota of the next seven days; empty: it keeps none."""
    rows = Shift.objects.filter(
        site_id=site_id,
        kind=ShiftKind.DUTY,
        state__in=STANDING,
        starts_at__lt=at + NEXT_ROTA,
        ends_at__gt=at,
    )
    return set(rows.values_list("person_id", flat=True))


def agents_next(site_id: UUID, *, at: datetime) -> list[Person]:
    """Return the agents on a site's rota of the next seven days (S0-14).

    Where it keeps none, or no agent is on it, all of its agents: a rota that nobody wrote is
    never a reason to ask less.
    """
    agents = [one for one in people_of(site_id) if one.actor().is_a(Role.AGENT.value)]
    named = on_next_rota(site_id, at=at)
    return [one for one in agents if one.id in named] or agents


def rota_until(site_id: UUID) -> datetime | None:
    """Return when the last shift on duty of a site ends; None where there is no rota."""
    rows = Shift.objects.filter(site_id=site_id, kind=ShiftKind.DUTY, state__in=STANDING)
    last: datetime | None = rows.aggregate(last=Max("ends_at"))["last"]
    return last


# ── what is due ──


def shifts_to_begin(at: datetime, limit: int) -> list[UUID]:
    """Return the shifts that begin by `at`, the earliest first."""
    rows = Shift.objects.filter(state="planned", starts_at__lte=at).order_by("starts_at")
    return list(rows.values_list("id", flat=True)[:limit])


def next_shift_to_begin() -> datetime | None:
    """Return when the next shift begins."""
    rows = Shift.objects.filter(state="planned").order_by("starts_at")
    return rows.values_list("starts_at", flat=True).first()


def shifts_to_end(at: datetime, limit: int) -> list[UUID]:
    """Return the shifts that end by `at`, the earliest first."""
    rows = Shift.objects.filter(state="on", ends_at__lte=at).order_by("ends_at")
    return list(rows.values_list("id", flat=True)[:limit])


def next_shift_to_end() -> datetime | None:
    """Return when the next shift ends."""
    rows = Shift.objects.filter(state="on").order_by("ends_at")
    return rows.values_list("ends_at", flat=True).first()


def patterns_to_write(at: datetime, limit: int) -> list[UUID]:
    """Return the weekly shifts of which fewer than four weeks are written, the oldest first."""
    rows = _unfinished().filter(written_until__lt=(at + WRITTEN_AT_LEAST).date())
    return list(rows.values_list("id", flat=True)[:limit])


def next_pattern_to_write() -> datetime | None:
    """Return when the next weekly shift has fewer than four weeks written."""
    day = _unfinished().values_list("written_until", flat=True).first()
    if day is None:
        return None
    return datetime.combine(day, time(), UTC) + timedelta(days=1) - WRITTEN_AT_LEAST


def calendars_to_read(at: datetime) -> list[UUID]:
    """Return the calendars that are read by `at`, the longest waiting first."""
    rows = Calendar.objects.filter(removed_at=None, due_at__lte=at).order_by("due_at")
    return list(rows.values_list("id", flat=True))


def _unfinished() -> QuerySet[Pattern]:
    going_on = Q(until_day=None) | Q(until_day__gt=F("written_until"))
    rows = Pattern.objects.filter(going_on, removed_at=None, written_until__isnull=False)
    return rows.order_by("written_until")


def _shift_view(one: Shift) -> ShiftView:
    source = one.calendar.name if one.calendar else "weekly" if one.pattern_id else ""
    return ShiftView(
        id=one.id,
        person_id=one.person_id,
        who=one.person.name,
        duty=one.kind,
        duty_words=ShiftKind(one.kind).label,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        state=one.state,
        source=source,
    )
