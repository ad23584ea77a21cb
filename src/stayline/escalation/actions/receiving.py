"""The way of whoever accepted: joined, spoke, completed; or lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from stayline.escalation.actions._moves import (
    enter_in_transaction,
    keep_in_transaction,
    lock_ladder_in_transaction,
    lose_in_transaction,
    refused,
)
from stayline.escalation.errors import NotTheReceiver
from stayline.escalation.models import Ladder
from stayline.escalation.policies import Refusal, may_report_lost
from stayline.incidents.models import Incident
from stayline.people.models import Availability
from stayline.people.queries import actor as actor_of
from stayline.platform.actors import Actor
from stayline.platform.transactions import action
from stayline_core import ladder as rules


@action
def join_contact(*, ladder_id: UUID, actor: Actor, at: datetime) -> None:
    """Record that the receiver is on the line, however late; ringing beside them stops.

    Pressing twice changes nothing.

    Raises:
        LadderNotFound: no ladder has this id.
        LadderEnded: it was completed or called off.
        NotTheReceiver: `actor` has not accepted it.
    """
    _advance(ladder_id, lambda value: rules.join(value, by=actor.id, at=at), actor=actor, at=at)


@action
def record_spoke(*, ladder_id: UUID, actor: Actor, at: datetime) -> None:
    """Record that the receiver has spoken to the caller: the run moves to them, same step.

    There is no cold transfer: until this moment the first agent has the contact, and may stay
    as listener afterwards (S1-11). Whoever speaks has joined, pressed or not. In a written
    channel it means that the receiver took ownership.

    Raises:
        LadderNotFound: no ladder has this id.
        LadderEnded: it was completed or called off.
        NotTheReceiver: `actor` has not accepted it.
    """
    _advance(ladder_id, lambda value: rules.spoke(value, by=actor.id, at=at), actor=actor, at=at)


@action
def complete_hand_over(*, ladder_id: UUID, actor: Actor, at: datetime) -> None:
    """Record that the receiver confirms the hand-over (S3-12); the ladder ends.

    Raises:
        LadderNotFound: no ladder has this id.
        LadderEnded: it was completed or called off.
        NotTheReceiver: `actor` has not accepted it.
        NotSpoken: `actor` has not spoken to the caller.
    """
    _advance(ladder_id, lambda value: rules.complete(value, by=actor.id), actor=actor, at=at)


@action
def receiver_lost(
    *, ladder_id: UUID, receiver_id: UUID | None = None, actor: Actor, at: datetime
) -> None:
    """Record that whoever accepted is gone, and ring again at once.

    The agent, anybody who handles it, or a supervisor says so; without `receiver_id` it is
    the one who holds the ladder, else the one who came furthest.

    Raises:
        LadderNotFound: no ladder has this id.
        LadderEnded: it was completed or called off.
        NotTheReceiver: nobody has accepted it, or not this person.
        LostForbidden: `actor` does not handle the incident.
    """
    incident, row, value = lock_ladder_in_transaction(ladder_id)
    allowed = may_report_lost(actor, incident)
    if isinstance(allowed, Refusal):
        raise allowed.error(ladder=str(ladder_id))
    at_it = value.holder or value.furthest
    who = receiver_id or (at_it.who if at_it else None)
    if who is None:
        raise NotTheReceiver(ladder=str(ladder_id))
    move = rules.lost(value, who=who)
    if isinstance(move, rules.Refusal):
        raise refused(move, incident)
    lose_in_transaction(
        incident,
        row,
        move,
        person=actor_of(who),
        how="reported",
        availability=Availability.AWAY,
        actor=actor,
        at=at,
    )


def _advance(
    ladder_id: UUID,
    decide: Callable[[rules.Ladder], rules.Decision | rules.Refusal],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    incident, row, value = lock_ladder_in_transaction(ladder_id)
    advance_in_transaction(incident, row, decide(value), actor=actor, at=at)


def advance_in_transaction(
    incident: Incident,
    row: Ladder,
    move: rules.Decision | rules.Refusal,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Keep and tell that a receiver went on; the caller holds the transaction and the head.

    Raises:
        StaylineError: the move was refused; which error, says why.
    """
    if isinstance(move, rules.Refusal):
        raise refused(move, incident)
    if move.stages:
        keep_in_transaction(incident, row, move, by=actor, actor=actor, at=at)
        enter_in_transaction(incident, row, move, actor=actor, at=at)
