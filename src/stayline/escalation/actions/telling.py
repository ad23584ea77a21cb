"""What a telephone platform reported of a call, passed on to the record as facts.

A report is kept first and passed on then (`contacts.actions.calls`), each fact in a transaction
of its own that changes nothing the second time: whoever is killed in between is followed by the
watcher, who finds what the record does not know yet.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from stayline.contacts.actions import note_told
from stayline.contacts.events import AgentLineGone
from stayline.contacts.models import Call, Leg
from stayline.contacts.queries import call_of, contact, legs_of
from stayline.escalation.actions.receiving import join_contact
from stayline.escalation.actions.ringing import raise_ladder_in_transaction
from stayline.escalation.actions.watching import CRISIS
from stayline.escalation.models import HandOver
from stayline.escalation.queries.absence import URGENT
from stayline.incidents.actions import (
    lock_contact_in_transaction,
    log_in_transaction,
    note_released,
    record_caller_back,
    record_caller_left,
)
from stayline.incidents.queries import by_contact
from stayline.people.queries import actor as actor_of
from stayline.people.queries import system_actor
from stayline.platform.errors import StaylineError
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline_core import telephone as rules

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor


def pass_on_call(*, contact_id: UUID, at: datetime) -> bool:
    """Let the record know what was heard of a contact's call; False: it knows all of it.

    The caller's leg ended or is back, the agent's dropped while the call goes on (it rings), a
    receiver's came in, or nobody is in the call any more. What people recorded by hand stays:
    a leg that was there all the time brings nobody back.
    """
    call = call_of(contact_id)
    if call is None or call.tell_at is None:
        return False
    telephone = system_actor("telephone")
    found = rules.facts(legs_of(call), ended_at=call.ended_at)
    _tell_ends(call, found, telephone, at)
    if found.agent_gone_at is not None:
        ring_for_lost_agent(
            contact_id=contact_id, since=found.agent_gone_at, actor=telephone, at=at
        )
    for leg in call.legs.filter(role="receiver", state="in", person__isnull=False):
        _tell_joined(leg, at)
    note_told(contact_id=contact_id, heard_at=call.tell_at, actor=telephone, at=at)
    show_call(contact_id=contact_id, actor=telephone, at=at)
    return True


@action
def ring_for_lost_agent(*, contact_id: UUID, since: datetime, actor: Actor, at: datetime) -> bool:
    """Log that the agent's line is gone while the call goes on, and ring.

    False: it is known, or no crisis. Nobody rings for an agent after somebody else has spoken to
    the caller and took it over.

    Raises:
        ContactNotFound: no contact has this id.
    """
    row, incident = lock_contact_in_transaction(contact_id)
    known = Call.objects.filter(contact=row, agent_gone_at=since).exists()
    Call.objects.filter(contact=row).update(agent_gone_at=since)
    if known or incident is None or incident.state != "open" or row.released_at is not None:
        return False
    event = AgentLineGone(since=since.isoformat())
    log_in_transaction(incident, event, actor=actor, at=at, live="line", urgent=True)
    if incident.level > URGENT or incident.opened_in_error_at or incident.owner_id != row.agent_id:
        return False
    because = "the agent's line is gone"
    raise_ladder_in_transaction(incident, CRISIS, because=because, actor=actor, at=at)
    return True


@action
def show_call(*, contact_id: UUID, actor: Actor, at: datetime) -> None:
    """Let the screens of a contact and of its incident draw its line again."""
    del actor, at
    publish_on_commit(f"contact:{contact_id}", "line", urgent=True)
    incident = by_contact(contact_id)
    if incident is not None:
        publish_on_commit(f"incident:{incident.id}", "line", urgent=True)


def _tell_ends(call: Call, found: rules.Facts, telephone: Actor, at: datetime) -> None:
    row = contact(call.contact_id)
    left = row.caller_left_at
    if found.caller_left_at is not None and left is None:
        record_caller_left(
            contact_id=row.id,
            by=found.by,
            left_at=_within(found.caller_left_at, row.opened_at, at),
            actor=telephone,
            at=at,
        )
    elif found.caller_back_at is not None and left is not None and found.caller_back_at > left:
        record_caller_back(contact_id=row.id, actor=telephone, at=at)
    if found.over_at is not None and row.released_at is None:
        note_released(contact_id=row.id, by=found.by, actor=telephone, at=at)


def _tell_joined(leg: Leg, at: datetime) -> None:
    """Record that somebody who accepted is on the line; a ladder that ended is left as it is."""
    waiting = HandOver.objects.filter(
        receiver=leg.person_id,
        state="accepted",
        ladder__ended_at=None,
        ladder__incident__contact=leg.call_id,
    )
    for ladder_id, person_id in list(waiting.values_list("ladder", "receiver")):
        receiver = actor_of(person_id)
        with suppress(StaylineError):
            join_contact(ladder_id=ladder_id, actor=receiver, at=at)


def _within(when: datetime, earliest: datetime, latest: datetime) -> datetime:
    """Return a time of the platform's clock that lies in what this centre's clock has seen."""
    return min(max(when, earliest), latest)
