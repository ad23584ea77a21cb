"""What came of a call for help: it was made, it could not be made, help has arrived."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.command.errors import CalledAlready, NotCalledYet, ReasonMissing
from stayline.command.events import DispatchCalled, DispatchNotCalled, HelpArrived
from stayline.command.models import Dispatch
from stayline.command.policies import may_call
from stayline.command.queries import dispatch, subject_of
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
def record_called(*, dispatch_id: UUID, place: str, actor: Actor, at: datetime) -> Dispatch:
    """Record that `actor` called the agency, and for which place they asked, word for word.

    From now on it is owed that somebody confirms help has arrived.

    Raises:
        DispatchNotFound: no call has this id.
        NotOnTheList: `actor` neither handles the incident nor supervises its site.
        CalledAlready: somebody has called.
    """
    row = _locked_in_transaction(dispatch_id, actor)
    if row.called_at is not None:
        raise CalledAlready(agency=row.agency)
    row.called_at, row.called_by = at, actor.id
    row.save(update_fields=["called_at", "called_by"])
    incident = row.incident
    event = DispatchCalled(
        dispatch=str(row.id), agency=row.agency, place=place, subject=subject_of(incident)
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="help", urgent=True)
    meet_in_transaction(incident, do_kind="dispatch", do_target=row.agency, actor=actor, at=at)
    tell_run_in_transaction(incident, Dispatched(), actor=actor, at=at)
    _owe_arrival_in_transaction(incident, actor=actor, at=at)
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
    if row.called_at is not None:
        raise CalledAlready(agency=row.agency)
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

    Told twice, the first time stands.

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
