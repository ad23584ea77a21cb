"""A person's own hours, what they have been through lately, and who could look after them."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from stayline.care.models import CareChoice, PrivateCheck
from stayline.care.queries.first import OPEN, SUPPORTERS
from stayline.people.models import Absence, Exposure, Person, Shift, ShiftKind
from stayline.people.queries import STANDING, conflicting, everyone, on_duty
from stayline.privacy.queries import excluded_people
from stayline_core.aftercare import By, Hours, Stretch

if TYPE_CHECKING:
    from collections.abc import Collection

PEER_SKILL: Final = "peer_support"
"""The skill of a colleague who is trained to look after colleagues, while it is valid."""

TIMES_AWAY: Final = ("short", "until_said", "shift", "other_work")
"""How long somebody can say that they stay off the queue, in the order of the page."""

AHEAD: Final = timedelta(days=45)
"""So far ahead a person's shifts and leave matter for their aftercare."""

BEHIND: Final = timedelta(days=2)
"""A shift that ended so long ago may still have to be slept off."""


def hours_of(person: Person, *, at: datetime) -> Hours:
    """Return the zone, the shifts on duty and the leave of a person around `at`."""
    span = {"starts_at__lt": at + AHEAD, "ends_at__gt": at - BEHIND}
    shifts = Shift.objects.filter(person=person, kind=ShiftKind.DUTY, **span)
    shifts = shifts.filter(state__in=(*STANDING, "over"))
    leave = Absence.objects.filter(person=person, cancelled_at=None, **span)
    return Hours(
        zone=ZoneInfo(person.site.zone if person.site else "UTC"),
        shifts=_stretches(shifts.values_list("starts_at", "ends_at")),
        leave=_stretches(leave.values_list("starts_at", "ends_at")),
    )


def crisis_contacts(person_id: UUID, *, exercise: bool, since: datetime) -> int:
    """Return how many crisis contacts somebody was in since then; it is care, never a measure."""
    rows = Exposure.objects.filter(person_id=person_id, exercise=exercise, at__gt=since)
    return rows.count()


def standing_steps(person_id: UUID) -> dict[str, list[datetime]]:
    """Return when each open step of a person is planned, by its name in the plan."""
    found: dict[str, list[datetime]] = defaultdict(list)
    rows = PrivateCheck.objects.filter(OPEN, person_id=person_id)
    for step, when in rows.values_list("step", "planned_at"):
        found[step].append(when)
    return found


def find_supporter(
    person: Person,
    *,
    incident_id: UUID,
    site_id: UUID,
    by: str,
    was_there: Collection[UUID],
    out: Collection[UUID] = (),
    at: datetime,
) -> UUID | None:
    """Return who looks after a person: never themselves, nobody kept out, nobody on leave.

    `by` peer asks a colleague with the skill `peer_support` first. Else whom the person chose;
    else a supervisor on duty who was not in the contact, a manager, whoever of them can be
    reached, and only when nobody else is there somebody who was in it. `out` are those who
    were asked already. A conflict of interest keeps people apart (X-6).
    """
    kept_out = {person.id, *excluded_people(incident_id), *conflicting(person.id), *out}
    home = person.site_id or site_id
    peer = _peer(home, kept_out | set(was_there), at=at) if by == By.PEER else None
    chosen = _chosen(person.id, kept_out, at=at)
    if found := peer or chosen:
        return found
    for away in (kept_out | set(was_there), kept_out):
        for role in SUPPORTERS:
            there = on_duty(roles=[role], site_id=home, at=at, exclude=away)
            if there:
                return there[0].id
        others = everyone(roles=SUPPORTERS, site_id=home, at=at, exclude=away)
        if others:
            return others[0].id
    return None


def involved_in(incident_id: UUID) -> set[UUID]:
    """Return everybody who was offered aftercare after an incident."""
    rows = PrivateCheck.objects.filter(incident_id=incident_id)
    return set(rows.values_list("person_id", flat=True))


def chosen_supporter(person_id: UUID) -> UUID | None:
    """Return whom a person chose to look after them; None where they chose nobody."""
    rows = CareChoice.objects.filter(person_id=person_id)
    return rows.values_list("supporter_id", flat=True).first()


def supporter_choices(person: Person, *, at: datetime) -> dict[UUID, str]:
    """Return whom a person can choose to look after them, by name: id to name.

    Supervisors, leads and managers of their site, and colleagues who are trained for it; never
    themselves, and nobody with whom a conflict of interest stands.
    """
    if person.site_id is None:
        return {}
    out = {person.id, *conflicting(person.id)}
    found = [
        *everyone(roles=(*SUPPORTERS, "lead_resolution_specialist"), site_id=person.site_id, at=at),
        *everyone(skills=[PEER_SKILL], site_id=person.site_id, at=at),
    ]
    named = {one.id: one.name for one in found if one.id not in out}
    return dict(sorted(named.items(), key=lambda one: one[1]))


def people_near(person: Person) -> dict[UUID, str]:
    """Return the colleagues of a person's site by name, id to name, without themselves.

    Nobody is in it with whom a conflict of interest stands.
    """
    if person.site_id is None:
        return {}
    out = {person.id, *conflicting(person.id)}
    rows = Person.objects.filter(site_id=person.site_id, is_active=True, kind="person")
    return dict(rows.exclude(id__in=out).order_by("name").values_list("id", "name"))


def _peer(site_id: UUID, out: Collection[UUID], *, at: datetime) -> UUID | None:
    found = everyone(skills=[PEER_SKILL], site_id=site_id, at=at, exclude=out)
    return next((one.id for one in found if not one.on_leave), None)


def _chosen(person_id: UUID, out: Collection[UUID], *, at: datetime) -> UUID | None:
    """Return whom the person chose, if they work here still and are not on leave."""
    chosen = chosen_supporter(person_id)
    if chosen is None or chosen in out:
        return None
    working = Person.objects.filter(id=chosen, is_active=True).exclude(
        absences__in=Absence.objects.filter(cancelled_at=None, starts_at__lte=at, ends_at__gt=at)
    )
    return chosen if working.exists() else None


def _stretches(pairs: Collection[tuple[datetime, datetime]]) -> tuple[Stretch, ...]:
    return tuple(Stretch(*one) for one in pairs)
