"""What the page of a site's rota shows: who is there now, the week, weekly shifts, calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from stayline.admin.errors import SetUpNotYours
from stayline.people.models import Availability, Person, Role, Site
from stayline.people.queries import (
    CalendarView,
    Candidate,
    PatternView,
    ShiftView,
    calendars,
    everyone,
    moment,
    patterns,
    people_of,
    rota,
    rota_until,
    sites_managed,
)
from stayline.platform.actors import Actor

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Day:
    """One day that is shown, with the shifts that begin on it."""

    day: date
    shifts: tuple[ShiftView, ...]


@dataclass(frozen=True, slots=True)
class Now:
    """Somebody who is on duty or on call now, and how it stands with them."""

    who: str
    roles: str
    words: str


@dataclass(frozen=True, slots=True)
class RotaPage:
    """The rota of one site in seven days; times are the site's own."""

    site: Site
    sites: tuple[Site, ...]
    first: date
    today: date
    before: date
    after: date
    days: tuple[Day, ...]
    on_duty: tuple[Now, ...]
    on_call: tuple[Now, ...]
    patterns: tuple[PatternView, ...]
    calendars: tuple[CalendarView, ...]
    people: tuple[Person, ...]
    written_until: datetime | None
    thin: bool
    """Its rota ends within a week: people will be missing."""


def rota_page(actor: Actor, *, key: str, from_day: date | None, at: datetime) -> RotaPage:
    """Return the page of a site's rota, of the seven days from `from_day`, or from today.

    Raises:
        SetUpNotYours: `actor` manages no such site.
    """
    sites = tuple(sites_managed(actor))
    site = site_of(actor, sites, key)
    today = at.astimezone(ZoneInfo(site.zone)).date()
    first = from_day or today
    people = everyone(site_id=site.id, at=at)
    until = rota_until(site.id)
    return RotaPage(
        site=site,
        sites=sites,
        first=first,
        today=today,
        before=first - A_WEEK,
        after=first + A_WEEK,
        days=_days(site, first),
        on_duty=tuple(_now(one) for one in people if one.on_duty),
        on_call=tuple(_now(one) for one in people if one.on_call),
        patterns=tuple(patterns(site.id, today=today)),
        calendars=tuple(calendars(site.id, at=at)),
        people=tuple(people_of(site.id)),
        written_until=until,
        thin=until is not None and until < at + A_WEEK,
    )


def site_of(actor: Actor, sites: tuple[Site, ...], key: str) -> Site:
    """Return the site of this short name; without one, the actor's own, or the first.

    Raises:
        SetUpNotYours: it is none of theirs.
    """
    if not key:
        mine = next((one for one in sites if one.id == actor.site_id), None)
        found = mine or next(iter(sites), None)
    else:
        found = next((one for one in sites if one.slug == key), None)
    if found is None:
        raise SetUpNotYours(section="Rotas")
    return found


def typed_moment(text: str, zone: str, *, later: bool = False) -> datetime | None:
    """Return what was typed as day and time of a site; None when it is neither.

    An hour that comes twice is its first coming, or with `later` its second.
    """
    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment(local.date(), local.time().replace(tzinfo=None), zone, later=later)


def _days(site: Site, first_day: date) -> tuple[Day, ...]:
    midnights = [moment(first_day + timedelta(days=one), time(), site.zone) for one in range(8)]
    shifts = rota(site.id, starts_at=midnights[0], ends_at=midnights[-1])
    first = {one.id: max(one.starts_at, midnights[0]) for one in shifts}
    return tuple(
        Day(
            first_day + timedelta(days=number),
            tuple(one for one in shifts if start <= first[one.id] < end),
        )
        for number, (start, end) in enumerate(pairwise(midnights))
    )


def _now(one: Candidate) -> Now:
    roles = ", ".join(sorted(str(Role(role).label) for role in one.roles))
    words = "On leave" if one.on_leave else str(Availability(one.availability).label)
    return Now(one.name, roles, f"{words}, {one.there}")


def person_of(page: RotaPage, key: str) -> UUID | None:
    """Return whom a form names, when they are of the page's site."""
    return next((one.id for one in page.people if str(one.id) == key), None)
