"""What a person's page of care shows: one step whole, its notes, who can be called, who was asked.

Everything here is asked by the person themselves or by whom they let look; a manager's page
knows dates alone (`care_dates`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stayline.care.errors import CheckNotFound, NotYours
from stayline.care.models import CareChoice, CheckNote, Company, OffQueue, PrivateCheck
from stayline.care.personal_data.timeline import words_of_note
from stayline.care.policies import may_move, may_read
from stayline.care.queries.hours import people_near
from stayline.incidents.models import Incident
from stayline.library.queries import (
    EmergencyNumber,
    Service,
    aftercare_plan,
    crisis_line,
    emergency_agency,
)
from stayline.people.queries import on_duty
from stayline.privacy.queries import excluded_people

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from stayline.people.models import Person
    from stayline.people.queries import Candidate
    from stayline.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class Note:
    """One private note, opened. `reader` is the name of who may read it beside the person."""

    id: UUID
    writer: str
    written_at: datetime
    words: str
    reader: str


@dataclass(frozen=True, slots=True)
class StepView:
    """One step as the person, or whoever comes to it, sees it."""

    id: UUID
    title: str
    words: str
    person: str
    supporter: str
    planned_at: datetime
    done_at: datetime | None
    declined_at: datetime | None
    waits: bool
    own: bool
    notes: tuple[Note, ...]

    @property
    def closed(self) -> bool:
        """Whether it was done or declined."""
        return self.done_at is not None or self.declined_at is not None


@dataclass(frozen=True, slots=True)
class Asked:
    """That a colleague was asked to come: whom, or by whom, and since when they are coming."""

    id: UUID
    name: str
    asked_at: datetime
    coming_at: datetime | None


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person has chosen: who looks after them, and whom they would ask to come."""

    supporter_id: UUID | None
    supporter: str
    company_id: UUID | None
    company: str


@dataclass(frozen=True, slots=True)
class CallNow:
    """Who a member of staff can call now, for themselves: people here, and numbers outside."""

    here: tuple[Candidate, ...]
    emergency: EmergencyNumber | None
    crisis: Service | None


def step_view(check_id: UUID, actor: Actor) -> StepView:
    """Return one step with the notes that `actor` may read, for the two whom it concerns.

    Raises:
        CheckNotFound: no check has this id.
        NotYours: `actor` is neither the person nor who comes.
    """
    rows = PrivateCheck.objects.select_related("person__site", "supporter")
    row = rows.filter(id=check_id).first()
    if row is None:
        raise CheckNotFound(check=str(check_id))
    if not may_move(actor, row):
        raise NotYours
    return StepView(
        id=row.id,
        title=row.title,
        words=_words(row),
        person=row.person.name,
        supporter=row.supporter.name if row.supporter else "",
        planned_at=row.planned_at,
        done_at=row.done_at,
        declined_at=row.declined_at,
        waits=row.opt_in and row.taken_up_at is None,
        own=row.person_id == actor.id,
        notes=tuple(_opened(row.notes.select_related("writer", "reader", "of__person"), actor)),
    )


def care_choices(person_id: UUID) -> Choices:
    """Return what a person has chosen for their care."""
    rows = CareChoice.objects.select_related("supporter", "company")
    row = rows.filter(person_id=person_id).first()
    return Choices(
        supporter_id=row.supporter_id if row else None,
        supporter=row.supporter.name if row and row.supporter else "",
        company_id=row.company_id if row else None,
        company=row.company.name if row and row.company else "",
    )


def asked_by(person_id: UUID) -> list[Asked]:
    """Return whom a person has asked to come and who did not have to go yet."""
    rows = Company.objects.filter(person_id=person_id).select_related("asked")
    return [
        Asked(one.id, one.asked.name, one.asked_at, one.coming_at)
        for one in rows.order_by("asked_at", "id")
    ]


def asked_of(person_id: UUID) -> list[Asked]:
    """Return who asks this person to come."""
    rows = Company.objects.filter(asked_id=person_id).select_related("person")
    return [
        Asked(one.id, one.person.name, one.asked_at, one.coming_at)
        for one in rows.order_by("asked_at", "id")
    ]


def call_now(person: Person, *, at: datetime) -> CallNow:
    """Return who somebody can call for themselves now, by name and number.

    Supervisors and managers on duty at their site, whoever can be there soonest first; the
    emergency number and the crisis line of the site's country. What was never compared with
    its source says so.
    """
    if person.site is None:
        return CallNow((), None, None)
    near = people_near(person)
    found = on_duty(roles=["supervisor", "manager"], site_id=person.site_id, at=at)
    return CallNow(
        here=tuple(one for one in found if one.id in near)[:3],
        emergency=emergency_agency(person.site.country),
        crisis=crisis_line(person.site.country),
    )


def latest_incident_of(person_id: UUID, *, since: datetime) -> UUID | None:
    """Return the last contact of which a person is in aftercare, to say who else was near."""
    rows = OffQueue.objects.filter(person_id=person_id, since__gte=since).order_by("-since")
    return rows.values_list("incident_id", flat=True).first()


def site_incidents(site_id: UUID, *, reader: UUID, since: datetime) -> dict[UUID, str]:
    """Return the numbers of a site's incidents after which aftercare began, the newest first.

    One from which `reader` is kept is not among them: for them it is not there.
    """
    rows = Incident.objects.filter(site_id=site_id, opened_at__gte=since)
    found = rows.filter(id__in=PrivateCheck.objects.values("incident_id")).order_by("-opened_at")
    return {
        one: number
        for one, number in found.values_list("id", "number")
        if reader not in excluded_people(one)
    }


def due_company(*, at: datetime, limit: int) -> list[UUID]:
    """Return what was asked an hour ago and more, the longest ago first."""
    rows = Company.objects.filter(due_at__lte=at).order_by("due_at", "id")
    return list(rows.values_list("id", flat=True)[:limit])


def next_company_due() -> datetime | None:
    """Return when the next of those goes, or None."""
    return Company.objects.order_by("due_at").values_list("due_at", flat=True).first()


def _words(row: PrivateCheck) -> str:
    """Return what the plan says of a step; the plan in force, where it has the step still."""
    _, plan = aftercare_plan()
    steps = (*plan.steps, *(plan.more.steps if plan.more else ()))
    return next((one.words for one in steps if one.id == row.step), "")


def _opened(rows: Iterable[CheckNote], actor: Actor) -> Iterable[Note]:
    for one in sorted(rows, key=lambda note: (note.written_at, str(note.id))):
        words = words_of_note(one) if may_read(actor, one) else None
        if words is not None:
            yield Note(
                id=one.id,
                writer=one.writer.name,
                written_at=one.written_at,
                words=words,
                reader=one.reader.name if one.reader else "",
            )
