"""Giving a contact back, and coming back after one was lost: nobody is left alone by either."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from stayline.escalation.actions._moves import (
    agent_there,
    before_accepting,
    enter_in_transaction,
    go_on_without_in_transaction,
    keep_in_transaction,
    lock_ladder_in_transaction,
    refused,
)
from stayline.escalation.actions.accepting import Accepted, on_the_way_in_transaction
from stayline.escalation.events import ContactReturned, ReceiverReturned
from stayline.escalation.policies import Refusal, may_accept
from stayline.incidents.actions import log_in_transaction
from stayline.platform.actors import Actor
from stayline.platform.transactions import action
from stayline_core import ladder as rules


@action
def return_contact(*, ladder_id: UUID, reason: str = "", actor: Actor, at: datetime) -> None:
    """Give a contact back that one has accepted, even after speaking; it rings again at once.

    Whoever has spoken gives it to the contact's agent, who has to be at their screen: the run,
    and what its receiver owes, goes back to them at the same step. So there is no moment in
    which the caller has nobody. What staff reported has no caller, and waits for whoever accepts
    next. A reason is welcome and never needed.

    Raises:
        LadderNotFound: no ladder has this id.
        LadderEnded: it was completed or called off.
        NotTheReceiver: `actor` has not accepted it.
        NobodyToReturnTo: they have spoken, and the agent is not there to have it again.
    """
    incident, row, value = lock_ladder_in_transaction(ladder_id)
    mine, agent = value.receiver(actor.id), agent_there(incident, at)
    somebody = agent is not None or incident.contact is None
    move = rules.give_back(value, by=actor.id, agent_there=somebody)
    if isinstance(move, rules.Refusal):
        raise refused(move, incident)
    was = before_accepting(row, actor.id)
    keep_in_transaction(incident, row, move, by=actor, actor=actor, at=at)
    returned = ContactReturned(
        ladder=str(row.id),
        stage=mine.stage.value if mine else "",
        reason=reason.strip(),
        subject=f"person:{actor.pseudonym}",
    )
    log_in_transaction(incident, returned, actor=actor, at=at, live="lost", urgent=True)
    if incident.owner_id == actor.id and incident.contact is None:
        incident.owner = None
        incident.save(update_fields=["owner"])
    go_on_without_in_transaction(
        incident, row, move, person=actor, availability=was, actor=actor, at=at
    )


@action
def come_back_to_contact(*, ladder_id: UUID, actor: Actor, at: datetime) -> Accepted:
    """Let somebody who was lost take their place again, unless somebody else has it by now.

    Raises:
        LadderNotFound: no ladder has this id.
        LadderEnded: it was completed or called off.
        NotTheReceiver: `actor` had not accepted it, or gave it back.
        AcceptRefused: somebody else has it; the sentence names them.
        AcceptForbidden: they are kept out of this incident by now.
    """
    incident, row, value = lock_ladder_in_transaction(ladder_id)
    latest = row.hand_overs.filter(receiver_id=actor.id).order_by("-accepted_at").first()
    lost = latest if latest is not None and latest.state == rules.Stage.LOST.value else None
    move = rules.come_back(value, by=actor.id, was_lost=lost is not None, at=at)
    if isinstance(move, rules.Refusal):
        raise refused(move, incident)
    if lost is None:
        return Accepted(row.id, incident.id, None)
    allowed = may_accept(actor, incident, rung=True)
    if isinstance(allowed, Refusal):
        raise allowed.error(ladder=str(ladder_id))
    keep_in_transaction(incident, row, move, by=actor, actor=actor, at=at)
    back = ReceiverReturned(ladder=str(row.id), document=row.document_id)
    receipt = log_in_transaction(incident, back, actor=actor, at=at, live="accepted", urgent=True)
    on_the_way_in_transaction(incident, row, actor=actor, at=at)
    row.hand_overs.filter(receiver_id=actor.id, state="accepted").update(was=lost.was)
    enter_in_transaction(incident, row, move, actor=actor, at=at)
    return Accepted(row.id, incident.id, receipt)
