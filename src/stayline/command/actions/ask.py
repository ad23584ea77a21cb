"""Ask a named person to call for help from outside. Nothing is ever called by a machine."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.command.events import DispatchAsked
from stayline.command.models import Dispatch
from stayline.command.policies import may_call
from stayline.incidents.actions import (
    lock_incident_in_transaction,
    log_in_transaction,
    owe_in_transaction,
)
from stayline.library.queries import emergency_agency
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident, Obligation
    from stayline.platform.actors import Actor

EMERGENCY: Final = "emergency_services"
CALL_WITHIN: Final = timedelta(minutes=2)
"""After this long without “I have called”, supervisors are told."""


@action
def ask_for_emergency(*, incident_id: UUID, actor: Actor, at: datetime) -> Dispatch:
    """Put the emergency number and the words to say before the person, by one press.

    The number is that of the caller's place, never the centre's: a centre's own emergency
    call reaches the wrong control room (`design.md` 1). Pressed twice, the call that is
    being made stands.

    Raises:
        IncidentNotFound: no incident has this id.
        NotOnTheList: `actor` neither handles it nor supervises its site.
    """
    incident = lock_incident_in_transaction(incident_id)
    if not may_call(actor, incident):
        raise NotOnTheList
    return ask_in_transaction(
        incident, EMERGENCY, because="person", actor=actor, at=at, obligation=None
    )


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

    A call that was asked for and has not brought help yet is returned as it is. The caller
    holds the transaction and the head of the incident's stream.
    """
    waiting = Dispatch.objects.filter(incident=incident, agency=agency, arrived_at=None).first()
    if waiting is not None:
        return waiting
    country = incident.contact.caller_country if incident.contact else ""
    found = emergency_agency(country) if country and agency == EMERGENCY else None
    made = Dispatch.objects.create(
        incident=incident,
        obligation=_owed(incident, agency, obligation, actor=actor, at=at),
        agency=agency,
        number=found.number if found else "",
        place_known=found is not None,
        number_unverified=found.unverified if found else False,
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
