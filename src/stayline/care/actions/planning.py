"""Offer one person what the plan in force says, in their own hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from stayline.care.actions.records import person_stream_in_transaction, subject_of
from stayline.care.events import AftercareOffered, StepsPlanned
from stayline.care.models import OffQueue, PrivateCheck
from stayline.care.queries import crisis_contacts, find_supporter, hours_of, standing_steps
from stayline.contacts.queries import open_contacts_of
from stayline.incidents.models import Incident
from stayline.ledger.actions import append_many_in_transaction
from stayline.library.queries import aftercare_plan
from stayline.people.actions import set_availability_in_transaction
from stayline.people.models import Availability, Person
from stayline.people.ports import off_queue_in_transaction
from stayline.platform.live import publish_on_commit
from stayline_core.aftercare import Involved, Planned, plan_for

if TYPE_CHECKING:
    from collections.abc import Collection

    from stayline.ledger.events import Event
    from stayline.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class Offer:
    """Whom aftercare is offered, after which incident, and who else was there."""

    incident: Incident
    person: Person
    involved: Involved
    was_there: Collection[UUID]


def is_real(incident: Incident, person: Person) -> bool:
    """Return whether aftercare after this is meant: an exercise takes nobody off real work.

    In a demo or practice centre, and on an exercise floor, all of it is an exercise, and care
    is shown there as it would be; never after a scenario that somebody practised alone.
    """
    if incident.contact is not None and incident.contact.practised:
        return False
    if not incident.exercise or settings.STAYLINE.mode != "production":
        return True
    return person.site is not None and person.site.exercise


def offer_in_transaction(offer: Offer, *, actor: Actor, at: datetime) -> bool:
    """Offer somebody their aftercare; False when they have been offered it already.

    They come off the queue where the plan says so for them, and each of its steps is planned
    in their own hours (S4-6). The caller holds the transaction and the head of the incident.
    """
    person, incident = offer.person, offer.incident
    if PrivateCheck.objects.filter(person=person, incident_id=incident.id).exists():
        return False
    digest, plan = aftercare_plan()
    days = timedelta(days=plan.more.days if plan.more else 0)
    planned = plan_for(
        plan,
        involved=offer.involved,
        contacts_lately=crisis_contacts(person.id, exercise=incident.exercise, since=at - days),
        hours=hours_of(person, at=at),
        standing=standing_steps(person.id),
        at=at,
    )
    rows = [_row(offer, one, digest, at=at) for one in planned]
    PrivateCheck.objects.bulk_create(rows)
    events: list[tuple[Event, datetime]] = []
    if offer.involved in plan.off_queue:
        events.append((_off_the_queue(offer, rows, actor=actor, at=at), at))
    said = StepsPlanned(
        incident=str(incident.id),
        steps=len(rows),
        involved_as=offer.involved.value,
        plan=digest,
        subject=subject_of(person),
    )
    events.append((said, at))
    append_many_in_transaction(person_stream_in_transaction(person, at=at), events, actor=actor)
    for one in {person.id, *(row.supporter_id for row in rows if row.supporter_id)}:
        publish_on_commit(f"person:{one}", "care")
    return True


def _row(offer: Offer, planned: Planned, digest: str, *, at: datetime) -> PrivateCheck:
    step = planned.step
    return PrivateCheck(
        person=offer.person,
        supporter_id=find_supporter(
            offer.person,
            incident_id=offer.incident.id,
            site_id=offer.incident.site_id,
            by=step.by.value,
            was_there=offer.was_there,
            at=at,
        ),
        incident_id=offer.incident.id,
        step=step.id,
        title=step.title,
        plan_digest=digest,
        by=step.by.value,
        opt_in=step.opt_in,
        offered_at=at,
        planned_at=planned.at,
        within=step.within,
        again=step.again,
        due_at=planned.due_at,
    )


def _off_the_queue(
    offer: Offer, rows: list[PrivateCheck], *, actor: Actor, at: datetime
) -> AftercareOffered:
    """Take the person off the queue, unless they are in another contact; return what is said."""
    person, incident = offer.person, offer.incident
    minimum = at + timedelta(minutes=settings.STAYLINE.off_queue_minutes)
    OffQueue.objects.get_or_create(
        person=person,
        incident_id=incident.id,
        defaults={"since": at, "minimum_until": minimum, "involved_as": offer.involved.value},
    )
    _take_off(incident, person, actor=actor, at=at)
    first = rows[0]
    return AftercareOffered(
        incident=str(incident.id),
        minimum_until=minimum.isoformat(timespec="seconds"),
        check_until=(first.due_at or first.planned_at).isoformat(timespec="seconds"),
        supporter=str(first.supporter_id or ""),
        subject=subject_of(person),
    )


def _take_off(incident: Incident, person: Person, *, actor: Actor, at: datetime) -> None:
    """Say that the person takes no contacts, unless they are in one: nobody is pulled out.

    What they owe passes on; the log says no more of why than that they are off the queue.
    """
    held = [one.id for one in open_contacts_of(person.id)]
    guides = Incident.objects.filter(
        owner_id=person.id, state="open", contact__released_at=None, contact__isnull=False
    ).exclude(id=incident.id)
    if not held and not guides.exists():
        set_availability_in_transaction(person.id, Availability.OFF_QUEUE, at=at)
        off_queue_in_transaction(person.id, because="they are off the queue", actor=actor, at=at)
