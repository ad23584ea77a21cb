"""The agent leaves a contact: warm alone, once somebody else has the caller (S1-11)."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from stayline.escalation.errors import ColdTransferRefused, LeaveForbidden
from stayline.escalation.events import AgentLeft
from stayline.incidents.actions import lock_incident_in_transaction, log_in_transaction
from stayline.incidents.models import Incident
from stayline.ledger.queries import entries
from stayline.platform.actors import Actor
from stayline.platform.transactions import action

THREAT: Final = 2
"""The last level at which a threat or a disclosure stands; below it nobody is threatened."""


@action
def leave_contact(*, incident_id: UUID, actor: Actor, at: datetime) -> None:
    """Let the agent leave a contact that a receiver has taken over by speaking to the caller.

    Before that there is no leaving while a threat stands: a cold transfer does not exist. The
    lock binds the contact, not the person: `need_out` is there at any time. Leaving twice
    changes nothing.

    Raises:
        IncidentNotFound: no incident has this id.
        LeaveForbidden: `actor` is not the agent of its contact.
        ColdTransferRefused: nobody else has spoken to the caller yet.
    """
    incident = lock_incident_in_transaction(incident_id)
    contact = incident.contact
    if contact is None or contact.agent_id != actor.id:
        raise LeaveForbidden(incident=str(incident_id))
    if incident.owner_id == actor.id and _threat_stands(incident) and contact.released_at is None:
        raise ColdTransferRefused(incident=str(incident_id))
    if not entries(incident.stream_id, kinds=[AgentLeft.kind], limit=1):
        log_in_transaction(incident, AgentLeft(), actor=actor, at=at, live="coming", urgent=True)


def _threat_stands(incident: Incident) -> bool:
    return incident.level <= THREAT and incident.opened_in_error_at is None
