"""The end of a contact that somebody practised on: as it stands, and nobody owes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.contacts.actions import release_in_transaction
from stayline.incidents.actions._open import lock_contact_in_transaction
from stayline.incidents.actions._owe import perform_in_transaction
from stayline.incidents.actions._record import OWED, log_in_transaction
from stayline.incidents.errors import PracticeOnly
from stayline.incidents.events import ContactReleased, IncidentClosed
from stayline.incidents.models import Obligation

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.contacts.models import Contact
    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor


def end_practice_in_transaction(
    contact_id: UUID, *, reason: str, actor: Actor, at: datetime
) -> Contact:
    """End the line, the ladders and the incident of a practised contact; ended twice is once.

    What is still owed is void: it was a part that was played. The caller holds the transaction.

    Raises:
        ContactNotFound: no contact has this id.
        PracticeOnly: it is not somebody's practice.
    """
    contact, incident = lock_contact_in_transaction(contact_id)
    if not contact.practised:
        raise PracticeOnly(contact=str(contact_id))
    open_until_now = release_in_transaction(contact, by="platform", at=at)
    if incident is not None and incident.state == "open":
        if open_until_now:
            released = ContactReleased(by="platform", reason=reason, caller_left_at="")
            log_in_transaction(incident, released, actor=actor, at=at, live="step")
        _close(incident, reason=reason, actor=actor, at=at)
    return contact


def _close(incident: Incident, *, reason: str, actor: Actor, at: datetime) -> None:
    perform_in_transaction(incident, "call_off", "all", because=reason, actor=actor, at=at)
    Obligation.objects.filter(incident=incident, state__in=OWED).update(
        state="void", due_at=None, remind_at=None, reason=reason
    )
    incident.runs.filter(ended_at=None).update(ended_at=at, step_due_at=None, ring_due_at=None)
    incident.state, incident.closed_at, incident.closed_by = "closed", at, actor.id
    incident.silence_due_at = None
    incident.save(update_fields=["state", "closed_at", "closed_by", "silence_due_at"])
    log_in_transaction(
        incident, IncidentClosed(resolution=reason), actor=actor, at=at, live="closed"
    )
