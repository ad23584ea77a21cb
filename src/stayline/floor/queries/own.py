"""How it stands with one person, and whether they are in a contact."""

from __future__ import annotations

from uuid import UUID

from stayline.contacts.queries import open_contacts_of
from stayline.escalation.queries import accepted_by
from stayline.incidents.models import Incident
from stayline.people.queries import person
from stayline.people.queries.standing import said_of


def in_contact(person_id: UUID) -> bool:
    """Return whether this person has a contact, guides one, or is on the way to one."""
    guides = Incident.objects.filter(
        owner_id=person_id, state="open", contact__isnull=False, contact__released_at=None
    )
    return bool(open_contacts_of(person_id) or accepted_by(person_id) or guides.exists())


def said_by(person_id: UUID) -> str:
    """Return what others see of this person now."""
    row = person(person_id)
    return said_of(row.availability, on_duty=row.on_duty)
