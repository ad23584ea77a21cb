"""The record of a drill: an incident of an exercise in which nothing happened and nothing is owed.

It holds who was rung and who answered, so that a drill runs on the real ladder and shows in the
real places. It guides nobody, owes no report and is closed by the drill itself (S4-44).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from stayline.contacts.actions import NewContact, open_in_transaction, release_in_transaction
from stayline.incidents.actions._open import open_incident_in_transaction
from stayline.incidents.actions._record import (
    log_in_transaction,
    next_number_in_transaction,
    tell_floor_in_transaction,
)
from stayline.incidents.events import IncidentClosed, IncidentNumbered
from stayline.incidents.models import DRILL, DRILL_ROOM

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

LEVEL: Final = 2
"""High enough to ring as a crisis, and never before a contact with a threat that was stated."""


def open_drill_in_transaction(site_id: UUID, *, actor: Actor, at: datetime) -> Incident:
    """Open the record of a drill at a site, numbered as an exercise. Nothing rings yet.

    The caller holds the transaction.
    """
    new = NewContact(id=uuid4(), site_id=site_id, channel="staff", source=DRILL_ROOM, exercise=True)
    contact = open_in_transaction(new, busy=False, at=at)
    incident = open_incident_in_transaction(
        contact, kind="other", level=LEVEL, because="A drill", how=DRILL, actor=actor, at=at
    )
    release_in_transaction(contact, by=DRILL, at=at)
    incident.contact_ended_at = at
    incident.number = next_number_in_transaction("SL", exercise=True, at=at)
    incident.save(update_fields=["contact_ended_at", "number"])
    log_in_transaction(incident, IncidentNumbered(number=incident.number), actor=actor, at=at)
    return incident


def close_drill_in_transaction(
    incident: Incident, *, because: str, actor: Actor, at: datetime
) -> None:
    """Close the record of a drill. The caller holds the transaction and the head."""
    incident.state, incident.closed_at, incident.closed_by = "closed", at, actor.id
    incident.save(update_fields=["state", "closed_at", "closed_by"])
    event = IncidentClosed(resolution=because)
    log_in_transaction(incident, event, actor=actor, at=at, live="closed", urgent=True)
    tell_floor_in_transaction(incident, urgent=True)
