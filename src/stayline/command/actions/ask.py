"""Ask a named person to call for help from outside. Nothing is ever called by a machine."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.command.actions.agencies import (
    chosen_in_transaction,
    resolve_again_in_transaction,
)
from stayline.command.errors import AgencyUnknown, PlaceMissing
from stayline.command.events import DispatchAsked, PlaceNoted
from stayline.command.models import OPEN, Dispatch
from stayline.command.policies import may_call
from stayline.command.queries import (
    AGENCIES,
    EMERGENCY,
    agency_of,
    first_local,
    first_number,
    subject_of,
)
from stayline.incidents.actions import (
    lock_incident_in_transaction,
    log_in_transaction,
    owe_in_transaction,
)
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident, Obligation
    from stayline.platform.actors import Actor

CALL_WITHIN: Final = timedelta(minutes=2)
"""After this long without “I have called”, supervisors are told."""


@action
def ask_for_agency(
    *, incident_id: UUID, agency: str = EMERGENCY, actor: Actor, at: datetime
) -> Dispatch:
    """Put the number and the words to say before the person, by one press (S0-41).

    `agency` is emergency_services, crisis_line, police (local law enforcement, S4-8),
    assistance (a programme that helps, S4-10) or in_house. The number is that of the
    caller's place, never the centre's: a centre's own emergency call reaches the wrong
    control room (`design.md` 1). Several may be asked for in one contact (S4-11); pressed
    twice, the call that is being made stands.

    Raises:
        IncidentNotFound: no incident has this id.
        NotOnTheList: `actor` neither handles it nor supervises its site.
        AgencyUnknown: nobody of this name can be asked for.
    """
    if agency not in AGENCIES:
        raise AgencyUnknown(tuple(AGENCIES))
    incident = lock_incident_in_transaction(incident_id)
    if not may_call(actor, incident):
        raise NotOnTheList
    return ask_in_transaction(
        incident, agency, because="person", actor=actor, at=at, obligation=None
    )


@action
def note_place(*, incident_id: UUID, place: str, actor: Actor, at: datetime) -> Incident:
    """Keep the town or area where help is needed, sealed, for the words to say (S4-9).

    The newest stands; the earlier ones stay in the log.

    Raises:
        IncidentNotFound: no incident has this id.
        NotOnTheList: `actor` neither handles it nor supervises its site.
        PlaceMissing: nothing was typed.
    """
    if not place.strip():
        raise PlaceMissing
    incident = lock_incident_in_transaction(incident_id)
    if not may_call(actor, incident):
        raise NotOnTheList
    note_place_in_transaction(incident, place, actor=actor, at=at)
    return incident


def note_place_in_transaction(
    incident: Incident, place: str, *, actor: Actor, at: datetime
) -> None:
    """Keep the place; the caller holds the transaction and the head of the incident's stream."""
    event = PlaceNoted(place=place.strip()[:240], subject=subject_of(incident))
    log_in_transaction(incident, event, actor=actor, at=at, live="help")
    resolve_again_in_transaction(incident, actor=actor, at=at)


def ask_in_transaction(
    incident: Incident,
    agency: str,
    *,
    because: str,
    actor: Actor,
    at: datetime,
    obligation: Obligation | None,
) -> Dispatch:
    """Ask that an agency be called, and owe it by whoever owns the run.

    A call that was asked for and has not come to its end yet is returned as it is. The caller
    holds the transaction and the head of the incident's stream.
    """
    waiting = Dispatch.objects.filter(incident=incident, agency=agency, **OPEN).first()
    if waiting is not None:
        return waiting
    number, unverified = first_number(agency_of(agency), incident)
    found = first_local(agency_of(agency), incident)
    made = Dispatch.objects.create(
        incident=incident,
        obligation=_owed(incident, agency, obligation, actor=actor, at=at),
        agency=agency,
        number=number,
        place_known=bool(number),
        number_unverified=unverified,
        local=found.row if found else None,
        asked_at=at,
        asked_because=because[:40],
    )
    event = DispatchAsked(
        dispatch=str(made.id),
        agency=agency,
        because=because,
        number=made.number,
        place_known=made.place_known,
        number_unverified=made.number_unverified,
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="help", urgent=True)
    if found:
        chosen_in_transaction(incident, made, found, actor=actor, at=at)
    return made


def _owed(
    incident: Incident,
    agency: str,
    obligation: Obligation | None,
    *,
    actor: Actor,
    at: datetime,
) -> Obligation:
    """Return the obligation that this call meets: the one given, or a new one.

    Help that arrived was one call; a second is owed under a name of its own.
    """
    if obligation is not None and not Dispatch.objects.filter(obligation=obligation).exists():
        return obligation
    earlier = Dispatch.objects.filter(incident=incident, agency=agency).count()
    return owe_in_transaction(
        incident,
        name=f"call_{agency}" if not earlier else f"call_{agency}_{earlier + 1}",
        do_kind="dispatch",
        do_target=agency,
        by="receiver",
        within=CALL_WITHIN,
        otherwise=[{"kind": "notify", "target": "supervisor"}],
        actor=actor,
        at=at,
    )
