"""The contact around an incident: help asked for, the caller gone or back, the line released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.contacts.actions import (
    make_busy_in_transaction,
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
from stayline.incidents.actions._threats import BUTTON_LEVEL, leave_manners_in_transaction
from stayline.incidents.actions.callback import propose_callback_in_transaction
from stayline.incidents.errors import (
    ContactLocked,
    EndingNotApproved,
    ReasonMissing,
    WarningFirst,
)
from stayline.incidents.events import (
    CallerBack,
    CallerLeft,
    ContactReleased,
    HelpAsked,
    PlanOpened,
)
from stayline.incidents.policies import may_decide, refuse_strangers, supervises_incident
from stayline.incidents.queries import (
    MANNERS,
    current_run,
    difficult_call_only,
    ending,
    last_run,
    plan_stands,
    warnings_given,
)
from stayline.people.models import Availability
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline_core.protocol import ContactFact, EndContact, Released

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.contacts.models import Contact
    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor


@action
def get_help(*, contact_id: UUID, kind: str = "other", actor: Actor, at: datetime) -> Incident:
    """Open an incident by one press, with no form to fill first, or ring again in an open one.

    Raises:
        ContactNotFound: no contact has this id.
        NotOnTheList: the contact is somebody else's.
    """
    contact, incident = lock_contact_in_transaction(contact_id)
    refuse_strangers(contact, incident, actor)
    kind = "other" if kind in MANNERS else kind  # whoever presses for help has heard more
    if incident is None:
        incident = _open(contact, kind, actor=actor, at=at)
        event = HelpAsked(how="Get help now")
        log_in_transaction(incident, event, actor=actor, at=at, live="help", urgent=True)
    else:
        leave_manners_in_transaction(incident, kind, actor=actor, at=at)
        _ring(incident, "Get help now", actor=actor, at=at)
    return incident


@action
def need_out(*, contact_id: UUID, actor: Actor, at: datetime) -> Incident:
    """Ring at the urgency of L0 for somebody who must step away; the lock binds the contact only.

    Opens the incident where there was none. A difficult call's procedure is left at once, and
    the site's crisis management plan is opened (S2-45, S2-46). Nothing is asked and nothing is
    held against anyone (`design.md` section 1).

    Raises:
        ContactNotFound: no contact has this id.
        NotOnTheList: the contact is somebody else's.
    """
    contact, incident = lock_contact_in_transaction(contact_id)
    refuse_strangers(contact, incident, actor)
    if incident is None:
        incident = _open(contact, "other", actor=actor, at=at)
    leave_manners_in_transaction(incident, "other", actor=actor, at=at)
    plan = PlanOpened(stands=plan_stands(incident))
    log_in_transaction(incident, plan, actor=actor, at=at, live="help", urgent=True)
    _ring(incident, "I need out", actor=actor, at=at)
    perform_in_transaction(
        incident, "raise", "management", because="I need out", actor=actor, at=at
    )
    return incident


@action
def record_caller_left(
    *, contact_id: UUID, by: str, left_at: datetime | None = None, actor: Actor, at: datetime
) -> Contact:
    """Record that the caller's leg ended, as a fact; the agent's own stays (S1-40, S1-42).

    `by` is caller, network, platform or handset; `left_at` is when, where a report of it comes
    later. A second report changes nothing.

    Raises:
        ContactNotFound: no contact has this id.
    """
    contact, incident = lock_contact_in_transaction(contact_id)
    if not note_caller_left_in_transaction(contact, by=by, at=left_at or at):
        return contact
    if incident is not None:
        log_in_transaction(
            incident, CallerLeft(by=by), actor=actor, at=at, live="step", urgent=True
        )
        tell_run_in_transaction(incident, ContactFact(what="lost"), actor=actor, at=at)
        propose_callback_in_transaction(incident, actor=actor, at=at)
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
    """End a contact by command: while a threat stands, by a supervisor with a reason (X-1).

    Without an incident its agent may. A difficult call may be ended by its agent once its
    procedure came to an end, by the warnings, settled or handed over, or once the caller left;
    where the site wants it, an ending by the warnings is approved first (S2-24 to S2-27).

    Raises:
        ContactNotFound: no contact has this id.
        ContactLocked: a threat stands, and `actor` is no supervisor who handles it.
        ReasonMissing: a supervisor gave no reason.
        WarningFirst: a difficult call that has not come to its end.
        EndingNotApproved: this site approves an ending by the warnings first.
        NotOnTheList: the contact is somebody else's.
    """
    contact, incident = lock_contact_in_transaction(contact_id)
    if (
        incident is None
        or incident.opened_in_error_at
        or "keep_contact_open" not in incident.duties
    ):
        refuse_strangers(contact, incident, actor)
        if incident is not None and contact.released_at is None and difficult_call_only(incident):
            _refuse_early_end(contact, incident, reason, actor)
    elif not may_decide(actor, incident):
        raise ContactLocked(contact=str(contact_id))
    elif not reason.strip():
        raise ReasonMissing
    if not release_in_transaction(contact, by="supervisor" if incident else "agent", at=at):
        return contact
    if incident is not None:
        _end_run(incident, reason, actor=actor, at=at)
    after_release_in_transaction(
        contact, incident, by=actor.name, reason=reason, actor=actor, at=at
    )
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
    if (
        incident is not None
        and not incident.opened_in_error_at
        and not difficult_call_only(incident)
    ):
        _ring(incident, f"the contact was ended by the {by}", actor=actor, at=at)
    after_release_in_transaction(contact, incident, by=by, reason="", actor=actor, at=at)
    return contact


def after_release_in_transaction(
    contact: Contact,
    incident: Incident | None,
    *,
    by: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Do what follows when the last leg is released: clocks start, the system's part is done.

    The caller holds the transaction and the head.
    """
    calm = incident is None or incident.opened_in_error_at or difficult_call_only(incident)
    if contact.agent_id and calm:
        make_busy_in_transaction(contact, contact.agent_id, Availability.FREE, at=at)
    if incident is not None:
        left = contact.caller_left_at
        event = ContactReleased(
            by=by, reason=reason, caller_left_at=left.isoformat() if left else ""
        )
        log_in_transaction(incident, event, actor=actor, at=at, live="step", urgent=True)
        incident.contact_ended_at, incident.silence_due_at = at, None
        incident.save(update_fields=["contact_ended_at", "silence_due_at"])
        incident.contact = contact
        tell_run_in_transaction(incident, Released(), actor=actor, at=at)
        start_waiting_in_transaction(incident, name=None, actor=actor, at=at)
        if not incident.opened_in_error_at:
            settle_system_in_transaction(incident, actor=actor, at=at)
        tell_floor_in_transaction(incident, urgent=True)
    publish_on_commit(f"contact:{contact.id}", "closed", urgent=True)


def _refuse_early_end(contact: Contact, incident: Incident, reason: str, actor: Actor) -> None:
    """Refuse that a difficult call ends before its procedure does (S2-24 to S2-26)."""
    if supervises_incident(actor, incident) and contact.agent_id != actor.id:
        if not reason.strip():
            raise ReasonMissing
        return
    if contact.caller_left_at is not None:
        return
    run = last_run(incident.id)
    unwarned = run is not None and run.ended_how == "terminated" and not _warned(incident)
    if run is None or not run.ended_how or unwarned:
        raise WarningFirst(contact=str(contact.id))
    asked = ending(incident)
    if asked.needed and not asked.approved:
        raise EndingNotApproved(contact=str(contact.id))


def _warned(incident: Incident) -> bool:
    """Return whether a warning, its repeat and the final notice are on record (S2-25, S2-26).

    The procedure leads through them; this holds whatever document a centre has written.
    """
    said = [one.which for one in warnings_given(incident)]
    return len(said) > 1 and "final notice" in said


def _end_run(incident: Incident, reason: str, *, actor: Actor, at: datetime) -> None:
    """Let the run on screen end with the contact, unless it came to its end before."""
    run = current_run(incident.id)
    if run is not None and not run.ended_how:
        ended = EndContact(by="supervisor", reason=reason or "the contact is over")
        tell_run_in_transaction(incident, ended, actor=actor, at=at)


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
