"""What came of a call for help: made, not made, answered, the number given, help arrived."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.command.actions.ask import note_place_in_transaction
from stayline.command.errors import (
    CalledAlready,
    ConsentMissing,
    NotCalledYet,
    NotConnected,
    ReasonMissing,
)
from stayline.command.events import (
    CallerAgreed,
    DispatchCalled,
    DispatchNotCalled,
    HelpArrived,
    NumberGiven,
    OutsideAnswered,
)
from stayline.command.models import Dispatch
from stayline.command.policies import may_call
from stayline.command.queries import agency_of, dispatch, subject_of
from stayline.incidents.actions import (
    lock_incident_in_transaction,
    log_in_transaction,
    meet_in_transaction,
    owe_in_transaction,
    perform_in_transaction,
    tell_run_in_transaction,
)
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList
from stayline_core.protocol import Arrived, Dispatched

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

ARRIVES_WITHIN: Final = timedelta(minutes=10)
"""After this long, somebody asks whether help has arrived (domain.md 14, last line)."""


@action
def record_called(
    *, dispatch_id: UUID, place: str, consent: bool = False, actor: Actor, at: datetime
) -> Dispatch:
    """Record that `actor` called the agency, and for which place they asked, word for word.

    From now on it is owed that somebody confirms help has arrived, where somebody comes.
    With a crisis line or an assistance programme the caller is connected, and must have
    agreed to it: `consent`.

    Raises:
        DispatchNotFound: no call has this id.
        NotOnTheList: `actor` neither handles the incident nor supervises its site.
        CalledAlready: somebody has called, or gave the caller the number.
        ConsentMissing: the caller has not agreed to be connected.
    """
    row = _locked_in_transaction(dispatch_id, actor)
    _refuse_second(row)
    agency, incident = agency_of(row.agency), row.incident
    if agency.consent and not consent:
        raise ConsentMissing(agency=row.agency)
    row.called_at, row.called_by, row.consent = at, actor.id, agency.consent and consent
    row.save(update_fields=["called_at", "called_by", "consent"])
    if row.consent:
        agreed = CallerAgreed(dispatch=str(row.id), agency=row.agency)
        log_in_transaction(incident, agreed, actor=actor, at=at)
    event = DispatchCalled(
        dispatch=str(row.id), agency=row.agency, place=place, subject=subject_of(incident)
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="help", urgent=True)
    if place.strip():
        note_place_in_transaction(incident, place, actor=actor, at=at)
    meet_in_transaction(incident, do_kind="dispatch", do_target=row.agency, actor=actor, at=at)
    if agency.comes:
        tell_run_in_transaction(incident, Dispatched(), actor=actor, at=at)
        _owe_arrival_in_transaction(incident, actor=actor, at=at)
    return row


@action
def record_given(*, dispatch_id: UUID, service: str, actor: Actor, at: datetime) -> Dispatch:
    """Record that the caller was given the number of a service instead of being connected.

    What was owed is met: nobody is connected against their will (S4-10).

    Raises:
        DispatchNotFound: no call has this id.
        NotOnTheList: `actor` neither handles the incident nor supervises its site.
        CalledAlready: somebody has called, or gave the number before.
        NotConnected: this help comes; giving a number is not enough.
    """
    row = _locked_in_transaction(dispatch_id, actor)
    agency, incident = agency_of(row.agency), row.incident
    if not agency.consent:
        raise NotConnected("Here somebody must be called: giving a number is not enough.")
    _refuse_second(row)
    row.given_at, row.given_by = at, actor.id
    row.save(update_fields=["given_at", "given_by"])
    event = NumberGiven(
        dispatch=str(row.id), agency=row.agency, service=service.strip() or row.number or "a number"
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="help")
    meet_in_transaction(incident, do_kind="dispatch", do_target=row.agency, actor=actor, at=at)
    return row


@action
def record_answered(*, dispatch_id: UUID, spoke: bool, actor: Actor, at: datetime) -> Dispatch:
    """Record whether a crisis line or programme has spoken with the caller who was connected.

    After a no it can be asked for anew. Told twice, the first time stands.

    Raises:
        DispatchNotFound: no call has this id.
        NotOnTheList: `actor` neither handles the incident nor supervises its site.
        NotConnected: this help comes to the person; its arrival is confirmed instead.
        NotCalledYet: nobody recorded a call.
    """
    row = _locked_in_transaction(dispatch_id, actor)
    if not agency_of(row.agency).consent:
        raise NotConnected(agency=row.agency)
    if row.called_at is None:
        raise NotCalledYet(agency=row.agency)
    if row.answered_at is not None or row.unanswered_at is not None:
        return row
    row.answered_at, row.unanswered_at = (at, None) if spoke else (None, at)
    row.save(update_fields=["answered_at", "unanswered_at"])
    outcome = "they have spoken with the caller" if spoke else "nobody answered"
    event = OutsideAnswered(dispatch=str(row.id), agency=row.agency, outcome=outcome)
    log_in_transaction(row.incident, event, actor=actor, at=at, live="help", urgent=True)
    return row


@action
def record_could_not(*, dispatch_id: UUID, reason: str, actor: Actor, at: datetime) -> Dispatch:
    """Record that `actor` cannot call, and why; supervisors are told at once.

    The call stays owed, and whoever makes it records it on the same entry.

    Raises:
        DispatchNotFound: no call has this id.
        NotOnTheList: `actor` neither handles the incident nor supervises its site.
        CalledAlready: somebody has called.
        ReasonMissing: no word of why.
    """
    if not reason.strip():
        raise ReasonMissing
    row = _locked_in_transaction(dispatch_id, actor)
    _refuse_second(row)
    row.could_not_at, row.could_not_because = at, reason[:240]
    row.save(update_fields=["could_not_at", "could_not_because"])
    incident = row.incident
    event = DispatchNotCalled(
        dispatch=str(row.id), agency=row.agency, reason=reason, subject=subject_of(incident)
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="help", urgent=True)
    perform_in_transaction(
        incident,
        "notify",
        "supervisor",
        because="help from outside was asked for and could not be called",
        actor=actor,
        at=at,
    )
    return row


@action
def record_arrived(*, dispatch_id: UUID, actor: Actor, at: datetime) -> Dispatch:
    """Record that help has reached the person; the owed confirmation is met.

    Where two were sent, it is met when both are there. Told twice, the first time stands.

    Raises:
        DispatchNotFound: no call has this id.
        NotOnTheList: `actor` neither handles the incident nor supervises its site.
        NotCalledYet: nobody recorded a call.
    """
    row = _locked_in_transaction(dispatch_id, actor)
    if row.called_at is None:
        raise NotCalledYet(agency=row.agency)
    if row.arrived_at is not None:
        return row
    incident = row.incident
    event = HelpArrived(dispatch=str(row.id), agency=row.agency)
    log_in_transaction(incident, event, actor=actor, at=at, live="help", urgent=True)
    row.arrived_at, row.arrived_told_by = at, actor.id
    row.save(update_fields=["arrived_at", "arrived_told_by"])
    others = Dispatch.objects.filter(incident=incident, called_at__isnull=False, arrived_at=None)
    if not any(agency_of(one.agency).comes for one in others):
        meet_in_transaction(incident, do_kind="confirm", do_target="arrived", actor=actor, at=at)
    tell_run_in_transaction(incident, Arrived(), actor=actor, at=at)
    return row


def _locked_in_transaction(dispatch_id: UUID, actor: Actor) -> Dispatch:
    """Return the call under its lock, the head of its incident first."""
    incident = lock_incident_in_transaction(dispatch(dispatch_id).incident_id)
    if not may_call(actor, incident):
        raise NotOnTheList
    row = Dispatch.objects.select_for_update().get(id=dispatch_id)
    row.incident = incident
    return row


def _refuse_second(row: Dispatch) -> None:
    if row.called_at is not None or row.given_at is not None:
        raise CalledAlready(agency=row.agency)


def _owe_arrival_in_transaction(incident: Incident, *, actor: Actor, at: datetime) -> None:
    """Owe the confirmation that help has arrived, unless the protocol owed it just now."""
    owed = incident.obligations.filter(do_kind="confirm", do_target="arrived")
    if owed.filter(state__in=("owed", "missed", "waiting")).exists():
        return
    owe_in_transaction(
        incident,
        name=f"arrived_{owed.count() + 1}",
        do_kind="confirm",
        do_target="arrived",
        by="receiver",
        within=ARRIVES_WITHIN,
        otherwise=[{"kind": "raise", "target": "management"}],
        actor=actor,
        at=at,
    )
