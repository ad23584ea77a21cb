"""A caller who wants an answer at once: flagged, and the time to the first response measured."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from stayline.contacts.models import Contact
from stayline.incidents.actions._open import lock_contact_in_transaction
from stayline.incidents.actions._record import log_in_transaction, tell_floor_in_transaction
from stayline.incidents.events.record import AnswerDemanded, FirstResponse
from stayline.incidents.policies import refuse_strangers
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor


@action
def flag_demand(*, contact_id: UUID, actor: Actor, at: datetime) -> None:
    """Flag a contact whose caller wants an answer at once: it waits before its equals (S3-4).

    It rings nobody and changes no level. Flagged twice, the first time counts.

    Raises:
        ContactNotFound: no contact has this id.
        NotOnTheList: it is somebody else's contact.
    """
    contact, incident = lock_contact_in_transaction(contact_id)
    refuse_strangers(contact, incident, actor)
    unflagged = Contact.objects.filter(id=contact.id, demanded_at=None)
    if not unflagged.update(demanded_at=at, demanded_by=actor.id):
        return
    if incident is not None:
        log_in_transaction(incident, AnswerDemanded(), actor=actor, at=at)
    _show(contact, incident)


@action
def record_answered(*, contact_id: UUID, actor: Actor, at: datetime) -> None:
    """Record the first response to a caller who wanted one at once (S3-4).

    Pressed by whoever has it; lines and hand-overs say so by themselves (`note_answered`), and the
    first one counts. Where nobody asked, or it was answered before, nothing changes.

    Raises:
        ContactNotFound: no contact has this id.
        NotOnTheList: it is somebody else's contact.
    """
    contact, incident = lock_contact_in_transaction(contact_id)
    refuse_strangers(contact, incident, actor)
    _answered(contact, incident, actor=actor, at=at)


@action
def note_answered(*, contact_id: UUID, actor: Actor, at: datetime) -> None:
    """Note the first response, as a line or a hand-over shows it; whoever brought it says so.

    Raises:
        ContactNotFound: no contact has this id.
    """
    contact, incident = lock_contact_in_transaction(contact_id)
    _answered(contact, incident, actor=actor, at=at)


def _answered(contact: Contact, incident: Incident | None, *, actor: Actor, at: datetime) -> None:
    waiting = Contact.objects.filter(id=contact.id, demanded_at__isnull=False, answered_at=None)
    if not waiting.update(answered_at=at):
        return
    contact.refresh_from_db()
    if incident is not None:
        answered = FirstResponse(seconds=contact.answered_after_s or 0)
        log_in_transaction(incident, answered, actor=actor, at=at)
    _show(contact, incident)


def _show(contact: Contact, incident: Incident | None) -> None:
    publish_on_commit(f"contact:{contact.id}", "log")
    if incident is not None:
        tell_floor_in_transaction(incident)
    else:
        publish_on_commit(f"board:{contact.site_id}", "board")
