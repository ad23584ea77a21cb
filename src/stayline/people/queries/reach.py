"""The people of a site and their hours, as it is reckoned whom a ladder reaches when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from stayline.people.models import Absence, Person, Shift, Site
from stayline.people.policies import RECEIVES
from stayline_core.protocol.ladder import EVERYONE
from stayline_core.reach import Hour, Member, Span, Staff

DAYS: Final = 7
"""How far ahead is looked."""

AN_HOUR: Final = timedelta(hours=1)


def hours_ahead(zone: str, *, at: datetime) -> list[Hour]:
    """Return the hours from the present one to the end of the sixth day from today, there.

    Each is an hour of real time with its beginning on the wall clock; on the night on which
    clocks change, one of the wall clock's hours comes twice, or not at all.
    """
    there = ZoneInfo(zone)
    local = at.astimezone(there)
    last_day = local.date() + timedelta(days=DAYS - 1)
    start = at - timedelta(
        minutes=local.minute, seconds=local.second, microseconds=local.microsecond
    )
    found = []
    while (local := start.astimezone(there)).date() <= last_day:
        found.append(Hour(start, start + AN_HOUR, local.replace(tzinfo=None)))
        start += AN_HOUR
    return found


def staff_ahead(
    site: Site,
    *,
    starts_at: datetime,
    ends_at: datetime,
    ways: Mapping[UUID, tuple[str, ...]] | None = None,
) -> Staff:
    """Return the people of a site and of its fallback, with their rota and leave in this time.

    `ways` are the channels away from a screen by which each can be paged. Where a site has no
    shift on duty in this time, whoever is on duty now counts as on duty throughout.
    """
    sites = [one for one in (site.id, site.fallback_id) if one is not None]
    rows = Person.objects.filter(site_id__in=sites, is_active=True, kind="person")
    people = list(rows.prefetch_related("roles", "skills"))
    spans = _spans([one.id for one in people], starts_at, ends_at)
    home = {one.id: one.site_id for one in people}
    kept = {home[one.who] for one in spans if one.kind == "duty"}
    members = tuple(
        Member(
            id=one.id,
            name=one.name,
            roles=_roles(one),
            skills=tuple((skill.name, skill.valid_until) for skill in one.skills.all()),
            own_site=one.site_id == site.id,
            ways=frozenset((ways or {}).get(one.id, ())),
            by_hand=one.on_duty and one.site_id not in kept,
        )
        for one in people
    )
    return Staff(members, tuple(spans), by_hand=site.id not in kept)


def _roles(person: Person) -> frozenset[str]:
    held = frozenset(grant.role for grant in person.roles.all())
    return held if held.isdisjoint(RECEIVES) else held | {EVERYONE}


def _spans(people: list[UUID], starts_at: datetime, ends_at: datetime) -> list[Span]:
    shifts = Shift.objects.filter(
        person_id__in=people,
        state__in=("planned", "on"),
        starts_at__lt=ends_at,
        ends_at__gt=starts_at,
    )
    leave = Absence.objects.filter(
        person_id__in=people, cancelled_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    return [
        *(Span(*one) for one in shifts.values_list("person_id", "kind", "starts_at", "ends_at")),
        *(
            Span(who, "leave", start, end)
            for who, start, end in leave.values_list("person_id", "starts_at", "ends_at")
        ),
    ]
