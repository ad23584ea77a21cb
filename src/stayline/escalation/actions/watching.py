"""What the watcher does to ladders: rungs and limits that are due, people who vanished."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from stayline.escalation.actions._moves import (
    keep_in_transaction,
    lock_ladder_in_transaction,
    lose_in_transaction,
)
from stayline.escalation.actions.ringing import raise_ladder_in_transaction, ring_in_transaction
from stayline.escalation.events import ReceiverLate
from stayline.escalation.models import HandOver, Ladder
from stayline.escalation.queries import absent_agents, absent_receivers
from stayline.incidents.actions import lock_incident_in_transaction, log_in_transaction
from stayline.people.models import Availability
from stayline.people.queries import actor as actor_of
from stayline.people.queries import system_actor
from stayline.platform.transactions import action
from stayline_core import ladder as rules

CRISIS: Final = "crisis"
"""The ladder that is rung when no document says which."""


@action
def fire_rung(*, ladder_id: UUID, at: datetime) -> bool:
    """Ring the next try, the next rung, or the last one again; False when somebody was first.

    Raises:
        LadderNotFound: no ladder has this id.
    """
    incident, row, value = lock_ladder_in_transaction(ladder_id)
    move = rules.rung_due(value, at=at)
    if isinstance(move, rules.Refusal):
        return False
    ring_in_transaction(incident, row, move.ladder, actor=system_actor("watcher"), at=at)
    return True


@action
def fire_limit(*, hand_over_id: UUID, at: datetime) -> bool:
    """Ring beside a receiver whose state has lasted too long; False when somebody was first."""
    found = HandOver.objects.filter(id=hand_over_id).first()
    if found is None:
        return False
    incident, row, value = lock_ladder_in_transaction(found.ladder_id)
    before = value.receiver(found.receiver_id)
    move = rules.limit_due(value, who=found.receiver_id, at=at)
    if isinstance(move, rules.Refusal) or before is None:
        return False
    watcher, person = system_actor("watcher"), actor_of(found.receiver_id)
    keep_in_transaction(incident, row, move, by=person, actor=watcher, at=at)
    late = ReceiverLate(ladder=str(row.id), person=person.pseudonym, stage=before.stage.value)
    log_in_transaction(incident, late, actor=watcher, at=at, live="coming", urgent=True)
    ring_in_transaction(incident, row, move.ladder, actor=watcher, at=at)
    return True


@action
def fire_absence(*, hand_over_id: UUID, at: datetime) -> bool:
    """Ring again for a receiver who was there and vanished; False when they are back."""
    found = HandOver.objects.filter(id=hand_over_id).first()
    if found is None:
        return False
    incident, row, value = lock_ladder_in_transaction(found.ladder_id)
    move = rules.lost(value, who=found.receiver_id)
    if isinstance(move, rules.Refusal) or hand_over_id not in absent_receivers(at):
        return False
    lose_in_transaction(
        incident,
        row,
        move,
        person=actor_of(found.receiver_id),
        how="absent",
        availability=Availability.AWAY,
        actor=system_actor("watcher"),
        at=at,
    )
    return True


@action
def fire_agent_absence(*, incident_id: UUID, at: datetime) -> bool:
    """Ring because whoever has the caller of a crisis contact vanished: agent, or receiver.

    False when they are back, or somebody was rung since.

    Raises:
        IncidentNotFound: no incident has this id.
    """
    incident = lock_incident_in_transaction(incident_id)
    if incident_id not in absent_agents(at):
        return False
    raise_ladder_in_transaction(
        incident,
        CRISIS,
        because="the screen of whoever has the caller is gone",
        actor=system_actor("watcher"),
        at=at,
    )
    return True


def ring_all_again(*, at: datetime) -> int:
    """Ring every open ladder again, each in a transaction of its own; return how many.

    After a step of the clock no deadline can be trusted, so nobody waits for one.
    """
    ids = Ladder.objects.filter(ended_at=None).order_by("started_at").values_list("id", flat=True)
    return sum(ring_again_after_step(ladder_id=one, at=at) for one in list(ids))


@action
def ring_again_after_step(*, ladder_id: UUID, at: datetime) -> bool:
    """Ring one ladder again because the clock stepped; False when it has ended."""
    incident, row, value = lock_ladder_in_transaction(ladder_id)
    if value.ended:
        return False
    raise_ladder_in_transaction(
        incident,
        row.document_id,
        because="the clock stepped",
        actor=system_actor("watcher"),
        at=at,
    )
    return True
