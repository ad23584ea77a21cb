"""Start aftercare for everyone who was involved, by default (S4-6)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings

from stayline.care.events import AftercareOffered, AftercareStarted
from stayline.care.models import OffQueue, PrivateCheck
from stayline.care.queries import SUPPORTERS
from stayline.contacts.queries import open_contacts_of
from stayline.escalation.models import HandOver
from stayline.incidents.actions import log_in_transaction
from stayline.incidents.models import Incident
from stayline.ledger.actions import append_in_transaction, open_stream_in_transaction
from stayline.ledger.queries import entries, stream_about
from stayline.people.actions import set_availability_in_transaction
from stayline.people.models import Availability, Person
from stayline.people.queries import everyone, on_duty
from stayline.platform.live import publish_on_commit
from stayline.privacy.queries import excluded_people

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from stayline.platform.actors import Actor

CHECK_WITHIN: Final = timedelta(minutes=30)
"""A supervisor's private check is owed within this time (domain.md 17)."""

LOOKED_ON: Final = frozenset(
    {"privacy.content.read", "escalation.rung.declined", "privacy.access.granted"}
)
"""Entries whose actor only read, or could not come: they were not in the contact."""


def start_aftercare_in_transaction(incident: Incident, *, actor: Actor, at: datetime) -> None:
    """Take everyone involved off the queue, and owe each a private check in 30 minutes.

    By default, for everyone, without asking (S4-6); the person may decline the check and
    come back after the least time. Started again, it reaches only people who came later.
    The incident's stream counts them; each person's own stream holds their part. The
    caller holds the transaction and the head.
    """
    involved = involved_people(incident)
    helped = [
        one
        for one in involved
        if _offer_in_transaction(incident, one, involved=involved, actor=actor, at=at)
    ]
    if helped:
        event = AftercareStarted(
            people=len(helped), check_until=(at + CHECK_WITHIN).isoformat(timespec="seconds")
        )
        log_in_transaction(incident, event, actor=actor, at=at)


def involved_people(incident: Incident) -> list[Person]:
    """Return who was in the contact, by id: the agent, the owner, receivers, and who acted."""
    ids: set[UUID | None] = {incident.owner_id}
    if incident.contact is not None:
        ids.add(incident.contact.agent_id)
    ids |= set(
        HandOver.objects.filter(ladder__incident=incident).values_list("receiver_id", flat=True)
    )
    acted = {entry.actor for entry in entries(incident.stream_id) if entry.kind not in LOOKED_ON}
    named = Person.objects.filter(id__in=[one for one in ids if one])
    by_log = Person.objects.filter(pseudonym__in=acted)
    people = {one.id: one for one in (*named, *by_log) if one.kind == "person"}
    return [people[key] for key in sorted(people)]


def person_stream_in_transaction(person: Person, *, at: datetime) -> UUID:
    """Return a person's own stream, opened if they have none. The caller holds the transaction."""
    found = stream_about("person", person.id)
    if found is not None:
        return found.id
    exercise = person.site.exercise if person.site else False
    return open_stream_in_transaction(kind="person", subject_id=person.id, exercise=exercise, at=at)


def subject_of(person: Person) -> str:
    """Return the data subject that stands for a person in the log."""
    return f"person:{person.pseudonym}"


def _offer_in_transaction(
    incident: Incident,
    person: Person,
    *,
    involved: Collection[Person],
    actor: Actor,
    at: datetime,
) -> bool:
    """Offer one person their aftercare; False when they have been offered it already."""
    minimum = at + timedelta(minutes=settings.STAYLINE.off_queue_minutes)
    _, is_new = OffQueue.objects.get_or_create(
        person=person,
        incident_id=incident.id,
        defaults={"since": at, "minimum_until": minimum},
    )
    if not is_new:
        return False
    supporter = _supporter(incident, person, involved=involved, at=at)
    check = PrivateCheck.objects.create(
        person=person,
        supporter_id=supporter,
        incident_id=incident.id,
        offered_at=at,
        due_at=at + CHECK_WITHIN,
    )
    append_in_transaction(
        person_stream_in_transaction(person, at=at),
        AftercareOffered(
            incident=str(incident.id),
            minimum_until=minimum.isoformat(timespec="seconds"),
            check_until=(at + CHECK_WITHIN).isoformat(timespec="seconds"),
            supporter=str(supporter or ""),
            subject=subject_of(person),
        ),
        actor=actor,
        at=at,
    )
    _take_off_the_queue(incident, person, at=at)
    for one in filter(None, (person.id, check.supporter_id)):
        publish_on_commit(f"person:{one}", "care")
    return True


def _take_off_the_queue(incident: Incident, person: Person, *, at: datetime) -> None:
    """Say that the person takes no contacts, unless they are in one: nobody is pulled out."""
    held = [one.id for one in open_contacts_of(person.id)]
    guides = Incident.objects.filter(
        owner_id=person.id, state="open", contact__released_at=None, contact__isnull=False
    ).exclude(id=incident.id)
    if not held and not guides.exists():
        set_availability_in_transaction(person.id, Availability.OFF_QUEUE, at=at)


def _supporter(
    incident: Incident, person: Person, *, involved: Collection[Person], at: datetime
) -> UUID | None:
    """Return who checks on the person: never themselves, and not somebody who was in it too.

    Supervisors on duty come first, then managers, then whoever of them can be reached;
    only when nobody else is there, somebody who was in the contact.
    """
    kept_out = {person.id, *excluded_people(incident.id)}
    was_there = {one.id for one in involved}
    for out in (kept_out | was_there, kept_out):
        for role in SUPPORTERS:
            found = on_duty(roles=[role], site_id=incident.site_id, at=at, exclude=out)
            if found:
                return found[0].id
        off_duty = everyone(roles=SUPPORTERS, site_id=incident.site_id, at=at, exclude=out)
        if off_duty:
            return off_duty[0].id
    return None
