"""The contact around an incident: help asked for, the caller gone or back, the line released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.contacts.actions import (
    note_caller_back_in_transaction,
    note_caller_left_in_transaction,
    release_in_transaction,
)
from stayline.incidents.actions._open import (
    guide_in_transaction,
    lock_contact_in_transaction,
    open_incident_in_transaction,
)
from stayline.incidents.actions._owe import (
    perform_in_transaction,
    settle_system_in_transaction,
    start_waiting_in_transaction,
)
from stayline.incidents.actions._record import (
    log_in_transaction,
    tell_floor_in_transaction,
)
from stayline.incidents.actions._run import raise_level_in_transaction, tell_run_in_transaction
from stayline.incidents.errors import ContactLocked, ReasonMissing
from stayline.incidents.events import CallerBack, CallerLeft, ContactReleased, HelpAsked
from stayline.incidents.policies import may_decide, may_speak_up
from stayline.people.actions import set_availability_in_transaction
from stayline.people.models import Availability
from stayline.people.policies import supervises
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList
from stayline_core.protocol import ContactFact, EndContact, Released

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.contacts.models import Contact
    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

BUTTON_LEVEL = 1
"""A person who presses for help has heard something: L1 until more is known (S0-36)."""


@action
def get_help(*, contact_id: UUID, kind: str = "other", actor: Actor, at: datetime) -> Incident:
    """Open an incident by one press, with no form to fill first, or ring again in an open one.

    Raises:
        ContactNotFound: no contact has this id.
        NotOnTheList: the contact is somebody else's.
    """
    contact, incident = lock_contact_in_transaction(contact_id)
    _refuse_strangers(contact, incident, actor)
    if incident is None:
        incident = _open(contact, kind, actor=actor, at=at)
        event = HelpAsked(how="Get help now")
        log_in_transaction(incident, event, actor=actor, at=at, live="help", urgent=True)
    else:
        _ring(incident, "Get help now", actor=actor, at=at)
    return incident


@action
def need_out(*, contact_id: UUID, actor: Actor, at: datetime) -> Incident:
    """Ring at the urgency of L0 for somebody who must step away; the lock binds the contact only.

    Opens the incident where there was none. Nothing is asked and nothing is held against
    anyone (`design.md` section 1, S2-45).

    Raises:
        ContactNotFound: no contact has this id.
        NotOnTheList: the contact is somebody else's.
    """
    contact, incident = lock_contact_in_transaction(contact_id)
    _refuse_strangers(contact, incident, actor)
    if incident is None:
        incident = _open(contact, "other", actor=actor, at=at)
    _ring(incident, "I need out", actor=actor, at=at)
    perform_in_transaction(
        incident, "raise", "management", because="I need out", actor=actor, at=at
    )
    return incident


@action
def record_caller_left(*, contact_id: UUID, by: str, actor: Actor, at: datetime) -> Contact:
    """Record that the caller's leg ended, as a fact; the agent's leg is held (S1-40, S1-42).

    `by` is caller, network, platform or handset. A second report changes nothing.

    Raises:
        ContactNotFound: no contact has this id.
    """
    contact, incident = lock_contact_in_transaction(contact_id)
    if not note_caller_left_in_transaction(contact, by=by, at=at):
        return contact
    if incident is not None:
        log_in_transaction(
            incident, CallerLeft(by=by), actor=actor, at=at, live="step", urgent=True
        )
        tell_run_in_transaction(incident, ContactFact(what="lost"), actor=actor, at=at)
        tell_floor_in_transaction(incident, urgent=True)
    publish_on_commit(f"contact:{contact.id}", "step", urgent=True)
    return contact


@action
def record_caller_back(*, contact_id: UUID, actor: Actor, at: datetime) -> Contact:
    """Record that the caller is on the line again.

    Raises:
        ContactNotFound: no contact has this id.
    """
    contact, incident = lock_contact_in_transaction(contact_id)
    if note_caller_back_in_transaction(contact) and incident is not None:
        log_in_transaction(incident, CallerBack(), actor=actor, at=at, live="step", urgent=True)
        tell_run_in_transaction(incident, ContactFact(what="open"), actor=actor, at=at)
    publish_on_commit(f"contact:{contact.id}", "step", urgent=True)
    return contact


@action
def release_contact(*, contact_id: UUID, reason: str = "", actor: Actor, at: datetime) -> Contact:
    """End a contact by command: without an incident its agent may; with one, a supervisor (X-1).

    Raises:
        ContactNotFound: no contact has this id.
        ContactLocked: a threat stands, and `actor` is no supervisor who handles it.
        ReasonMissing: a supervisor gave no reason.
        NotOnTheList: the contact is somebody else's.
    """
    contact, incident = lock_contact_in_transaction(contact_id)
    if (
        incident is None
        or incident.opened_in_error_at
        or "keep_contact_open" not in incident.duties
    ):
        _refuse_strangers(contact, incident, actor)
    elif not may_decide(actor, incident):
        raise ContactLocked(contact=str(contact_id))
    elif not reason.strip():
        raise ReasonMissing
    if not release_in_transaction(contact, by="supervisor" if incident else "agent", at=at):
        return contact
    if incident is not None:
        tell_run_in_transaction(
            incident, EndContact(by="supervisor", reason=reason or "no threat"), actor=actor, at=at
        )
    _after_release(contact, incident, by=actor.name, reason=reason, actor=actor, at=at)
    return contact


@action
def note_released(*, contact_id: UUID, by: str, actor: Actor, at: datetime) -> Contact:
    """Record that the world ended the contact: a fact, never refused, and it rings.

    `by` is caller, network, platform or handset.

    Raises:
        ContactNotFound: no contact has this id.
    """
    contact, incident = lock_contact_in_transaction(contact_id)
    left = note_caller_left_in_transaction(contact, by=by, at=at)
    if not release_in_transaction(contact, by=by, at=at):
        return contact
    if incident is not None and left:
        tell_run_in_transaction(incident, ContactFact(what="lost"), actor=actor, at=at)
    if incident is not None and not incident.opened_in_error_at:
        _ring(incident, f"the contact was ended by the {by}", actor=actor, at=at)
    _after_release(contact, incident, by=by, reason="", actor=actor, at=at)
    return contact


def _after_release(
    contact: Contact,
    incident: Incident | None,
    *,
    by: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    if contact.agent_id and (incident is None or incident.opened_in_error_at):
        set_availability_in_transaction(contact.agent_id, Availability.FREE, at=at)
    if incident is not None:
        left = contact.caller_left_at
        event = ContactReleased(
            by=by, reason=reason, caller_left_at=left.isoformat() if left else ""
        )
        log_in_transaction(incident, event, actor=actor, at=at, live="step", urgent=True)
        incident.contact_ended_at = at
        incident.save(update_fields=["contact_ended_at"])
        tell_run_in_transaction(incident, Released(), actor=actor, at=at)
        start_waiting_in_transaction(incident, name=None, actor=actor, at=at)
        if not incident.opened_in_error_at:
            settle_system_in_transaction(incident, actor=actor, at=at)
        tell_floor_in_transaction(incident, urgent=True)
    publish_on_commit(f"contact:{contact.id}", "closed", urgent=True)


def _open(contact: Contact, kind: str, *, actor: Actor, at: datetime) -> Incident:
    incident = open_incident_in_transaction(
        contact,
        kind=kind,
        level=BUTTON_LEVEL,
        because="A person pressed for help",
        how="button",
        actor=actor,
        at=at,
    )
    guide_in_transaction(incident, actor=actor, at=at)
    return incident


def _ring(incident: Incident, how: str, *, actor: Actor, at: datetime) -> None:
    log_in_transaction(incident, HelpAsked(how=how), actor=actor, at=at, live="help", urgent=True)
    if how == "I need out":
        raise_level_in_transaction(incident, 0, because=how, actor=actor, at=at)
    perform_in_transaction(incident, "raise", "crisis", because=how, actor=actor, at=at)


def _refuse_strangers(contact: Contact, incident: Incident | None, actor: Actor) -> None:
    if actor.kind == "system" or contact.agent_id == actor.id:
        return
    if supervises(actor, contact.site_id):
        return
    if contact.agent_id is None and actor.site_id == contact.site_id:
        return
    if incident is None or not may_speak_up(actor, incident):
        raise NotOnTheList(contact=str(contact.id))
