"""A difficult call with no threat: the aid is started, and a supervisor approves its ending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.incidents.actions._open import (
    L3,
    guide_in_transaction,
    lock_contact_in_transaction,
    open_incident_in_transaction,
)
from stayline.incidents.actions._owe import perform_in_transaction
from stayline.incidents.actions._record import (
    let_supervisors_read_in_transaction,
    lock_incident_in_transaction,
    log_in_transaction,
)
from stayline.incidents.actions._threats import file_forms_in_transaction
from stayline.incidents.errors import (
    ContactLocked,
    EndingRefused,
    NotASupervisor,
    ReasonMissing,
    RunLocked,
    ThreatInvalid,
    WarningFirst,
)
from stayline.incidents.events import AidStarted, EndingAsked, EndingDecided
from stayline.incidents.models import EndingRequest, Incident
from stayline.incidents.policies import may_decide, may_speak_up, refuse_strangers
from stayline.incidents.queries import MANNERS, difficult_call_only, run_locked, warnings_given
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor


@action
def start_aid(
    *, contact_id: UUID, kind: str = "abusive_language", actor: Actor, at: datetime
) -> Incident:
    """Open an L3 incident with the procedure for a difficult call, by one press.

    No threat, so no report, and no duty to keep the contact open: it owes a call record
    (S2-31). In a contact whose incident is open already it opens nothing. `kind` is
    abusive_language or supervisor_demand.

    Raises:
        ContactNotFound: no contact has this id.
        NotOnTheList: the contact is somebody else's.
        ThreatInvalid: the kind is neither.
    """
    if kind not in MANNERS:
        raise ThreatInvalid({"kind": f"Choose one of {', '.join(sorted(MANNERS))}."})
    contact, incident = lock_contact_in_transaction(contact_id)
    refuse_strangers(contact, incident, actor)
    if incident is not None:
        return incident
    because = "Abuse of staff, or a demand for a supervisor, with no threat"
    incident = open_incident_in_transaction(
        contact, kind=kind, level=L3, because=because, how="aid", actor=actor, at=at
    )
    event = AidStarted(harm=kind)
    log_in_transaction(incident, event, actor=actor, at=at, live="help", urgent=True)
    guide_in_transaction(incident, actor=actor, at=at)
    file_forms_in_transaction(incident, because="a difficult call", actor=actor, at=at)
    return incident


@action
def ask_to_end(*, incident_id: UUID, actor: Actor, at: datetime) -> EndingRequest:
    """Ask a supervisor to approve that a difficult call ends after its warnings.

    Supervisors on duty get the record to read, and notice of it. Asked twice, the question
    that waits stands.

    Raises:
        NotOnTheList: `actor` does not handle this incident.
        RunLocked: a threat was made: nobody ends this contact by the warnings.
        ContactLocked: this is no difficult call.
        WarningFirst: no warning was given yet.
    """
    incident = lock_incident_in_transaction(incident_id)
    if not may_speak_up(actor, incident):
        raise NotOnTheList(incident=str(incident_id))
    _refuse_lock(incident)
    waiting = EndingRequest.objects.filter(incident=incident, decided_at=None).first()
    if waiting is not None:
        return waiting
    said = len(warnings_given(incident))
    if not said:
        raise WarningFirst(incident=str(incident_id))
    asked = EndingRequest.objects.create(incident=incident, asked_by=actor.id, asked_at=at)
    event = EndingAsked(request=str(asked.id), warnings=said)
    log_in_transaction(incident, event, actor=actor, at=at, live="step", urgent=True)
    let_supervisors_read_in_transaction(incident, because="asked", actor=actor, at=at)
    perform_in_transaction(
        incident, "notify", "supervisor", because="an ending waits for approval", actor=actor, at=at
    )
    return asked


@action
def decide_ending(
    *, incident_id: UUID, approve: bool, reason: str = "", actor: Actor, at: datetime
) -> EndingRequest:
    """Approve that the agent ends the contact after its warnings, or say why not.

    Raises:
        NotASupervisor: `actor` does not decide here.
        RunLocked: a threat was made meanwhile: approving means nothing any more.
        ContactLocked: this is no difficult call.
        EndingRefused: nobody asks, or it is decided.
        ReasonMissing: a no needs its reason.
    """
    incident = lock_incident_in_transaction(incident_id)
    if not may_decide(actor, incident):
        raise NotASupervisor
    _refuse_lock(incident)
    asked = (
        EndingRequest.objects.select_for_update().filter(incident=incident, decided_at=None).first()
    )
    if asked is None:
        raise EndingRefused("Nobody asks to end this contact, or it is decided already.")
    if not approve and not reason.strip():
        raise ReasonMissing
    asked.decided_by, asked.decided_at = actor.id, at
    asked.approved, asked.reason = approve, reason[:500]
    asked.save(update_fields=["decided_by", "decided_at", "approved", "reason"])
    event = EndingDecided(
        request=str(asked.id),
        decided="approved" if approve else "not approved",
        reason=reason,
        subject=incident.contact.subject if incident.contact else "",
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="step", urgent=True)
    return asked


def _refuse_lock(incident: Incident) -> None:
    if run_locked(incident):
        raise RunLocked(incident=str(incident.id))
    if not difficult_call_only(incident):
        raise ContactLocked(incident=str(incident.id))
