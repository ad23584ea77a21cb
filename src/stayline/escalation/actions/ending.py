"""Calling a ladder off, by a named supervisor; and raising one again, by anybody who handles it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from stayline.escalation.actions._moves import (
    keep_in_transaction,
    lock_ladder_in_transaction,
    refused,
    tell_everyone_rung,
)
from stayline.escalation.actions.ringing import raise_ladder_in_transaction
from stayline.escalation.events import LadderCalledOff
from stayline.escalation.models import Ladder
from stayline.escalation.policies import Refusal, may_call_off, may_raise
from stayline.incidents.actions import lock_incident_in_transaction, log_in_transaction
from stayline.incidents.errors import ReasonMissing
from stayline.incidents.models import Incident
from stayline.platform.actors import Actor
from stayline.platform.transactions import action
from stayline_core import ladder as rules


@action
def call_off_ladder(*, ladder_id: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """End a ladder before anybody took over, by a named supervisor's word and reason.

    Raises:
        LadderNotFound: no ladder has this id.
        LadderEnded: it has ended already.
        CallOffForbidden: `actor` is no supervisor or manager of the site, is the agent of the
            contact, or is kept out of the incident.
        ReasonMissing: there is no reason.
    """
    incident, row, value = lock_ladder_in_transaction(ladder_id)
    allowed = may_call_off(actor, incident)
    if isinstance(allowed, Refusal):
        raise allowed.error(ladder=str(ladder_id))
    if not reason.strip():
        raise ReasonMissing
    _end(incident, row, value, reason=reason.strip(), actor=actor, at=at)


def call_off_in_transaction(
    incident: Incident, *, because: str, actor: Actor, at: datetime, ladder_id: str = ""
) -> None:
    """End the open ladders of an incident that was opened in error (X-10).

    `ladder_id` names one of them; without it all end. The caller holds the transaction and
    the head, and has made sure of the supervisor.
    """
    rows = Ladder.objects.filter(incident=incident, ended_at=None)
    for row in rows.filter(document_id=ladder_id) if ladder_id else rows:
        _end(incident, row, row.value(), reason=because, actor=actor, at=at)


@action
def raise_again(
    *, incident_id: UUID, ladder: str = "crisis", because: str = "", actor: Actor, at: datetime
) -> Ladder:
    """Ring a ladder again, or for the first time: raised freely, never made slower by it.

    Raises:
        IncidentNotFound: no incident has this id.
        RaiseForbidden: `actor` neither handles the incident nor supervises its site.
    """
    incident = lock_incident_in_transaction(incident_id)
    allowed = may_raise(actor, incident)
    if isinstance(allowed, Refusal):
        raise allowed.error(incident=str(incident_id))
    words = because.strip() or "rung again by hand"
    return raise_ladder_in_transaction(incident, ladder, because=words, actor=actor, at=at)


def _end(
    incident: Incident,
    row: Ladder,
    value: rules.Ladder,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    move = rules.call_off(value)
    if isinstance(move, rules.Refusal):
        raise refused(move, incident)
    keep_in_transaction(incident, row, move, by=actor, actor=actor, at=at)
    row.reason = reason[:500]
    row.save(update_fields=["reason"])
    subject = incident.contact.subject if incident.contact else ""
    event = LadderCalledOff(
        ladder=str(row.id), document=row.document_id, reason=reason, subject=subject
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="coming", urgent=True)
    tell_everyone_rung(incident, row, "accepted")
