"""What every move of a ladder begins and ends with: the head, the row, its hand-overs, the log."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from stayline.contacts.actions import make_busy_in_transaction
from stayline.escalation.actions.ringing import ring_in_transaction
from stayline.escalation.errors import (
    AcceptRefused,
    AlreadySpoken,
    LadderEnded,
    LadderNotFound,
    NobodyToReturnTo,
    NotSpoken,
    NotTheReceiver,
)
from stayline.escalation.events import (
    AgentHasIt,
    HandOverCompleted,
    ReceiverJoined,
    ReceiverLost,
    ReceiverRelieved,
    ReceiverSpoke,
)
from stayline.escalation.models import ACTIVE, HandOver, Ladder
from stayline.incidents.actions import (
    lock_incident_in_transaction,
    log_in_transaction,
    move_owner_in_transaction,
    tell_run_in_transaction,
)
from stayline.incidents.models import Incident
from stayline.people.models import Availability
from stayline.people.queries import actor as actor_of
from stayline.people.queries import is_present
from stayline.platform.actors import Actor
from stayline.platform.errors import StaylineError
from stayline.platform.live import publish_on_commit
from stayline_core import ladder as rules
from stayline_core.protocol import LadderFact

GONE: Final = frozenset({rules.Stage.LOST, rules.Stage.RETURNED, rules.Stage.COMPLETED})
"""Stages with which somebody's way ends."""


def lock_ladder_in_transaction(ladder_id: UUID) -> tuple[Incident, Ladder, rules.Ladder]:
    """Lock the head of the incident's stream, then read the ladder as it is now.

    Whoever holds the head is alone with everything of the incident, so the rows behind it are
    never waited for, whatever their order.

    Raises:
        LadderNotFound: no ladder has this id.
    """
    incident_id = Ladder.objects.filter(id=ladder_id).values_list("incident", flat=True).first()
    if incident_id is None:
        raise LadderNotFound(ladder=str(ladder_id))
    incident = lock_incident_in_transaction(incident_id)
    row = Ladder.objects.select_for_update().get(id=ladder_id)
    return incident, row, row.value()


def refused(refusal: rules.Refusal, incident: Incident) -> StaylineError:
    """Return the error that tells a person why, and who has it instead."""
    if refusal.why is rules.Why.TAKEN and refusal.who and refusal.since:
        name = actor_of(refusal.who).name
        return AcceptRefused(name, refusal.since, incident.site.zone)
    plain = {
        rules.Why.ENDED: LadderEnded,
        rules.Why.NOT_SPOKEN: NotSpoken,
        rules.Why.SPOKEN: AlreadySpoken,
        rules.Why.ALONE: NobodyToReturnTo,
    }
    return plain.get(refusal.why, NotTheReceiver)()


def keep_in_transaction(
    incident: Incident,
    row: Ladder,
    move: rules.Decision,
    *,
    by: Actor,
    actor: Actor,
    at: datetime,
) -> None:
    """Save what a decision changed: the ladder, `by`'s hand-over, who is relieved.

    The caller holds the transaction and the head. Whoever drops out is saved before whoever
    stays, so the database's rule that one person holds a ladder is never broken on the way.
    """
    for person in move.relieved:
        _relieve(incident, row, person, actor=actor, at=at)
    if move.stages and move.stages[-1] in GONE:
        _drop_out(row, by, move.stages, at)
    for receiver in sorted(move.ladder.receivers, key=lambda one: not one.late):
        _keep_receiver(row, receiver, move.stages if receiver.who == by.id else (), at)
    row.take(move.ladder)
    if move.ladder.ended:
        row.state, row.ended_at, row.ended_by = move.ladder.ended.value, at, actor.id
    row.save()


def enter_in_transaction(
    incident: Incident, row: Ladder, move: rules.Decision, *, actor: Actor, at: datetime
) -> None:
    """Log the stages a receiver entered, tell the run, and move it at *spoke*.

    The caller holds the transaction and the head, and has kept the decision.
    """
    for stage in move.stages:
        if stage is rules.Stage.JOINED:
            event: ReceiverJoined | ReceiverSpoke = ReceiverJoined(ladder=str(row.id))
        elif stage is rules.Stage.SPOKE:
            event = ReceiverSpoke(ladder=str(row.id))
            move_owner_in_transaction(incident, actor.id, actor=actor, at=at)
        elif stage is rules.Stage.COMPLETED:
            done = HandOverCompleted(ladder=str(row.id), document=row.document_id)
            log_in_transaction(incident, done, actor=actor, at=at, live="coming", urgent=True)
            continue
        else:
            continue
        log_in_transaction(incident, event, actor=actor, at=at, live="coming", urgent=True)
        tell_run_in_transaction(
            incident, LadderFact(what=stage.value, ladder=row.document_id), actor=actor, at=at
        )
    tell_everyone_rung(incident, row, "accepted")


def lose_in_transaction(
    incident: Incident,
    row: Ladder,
    move: rules.Decision,
    *,
    person: Actor,
    how: str,
    availability: Availability,
    actor: Actor,
    at: datetime,
) -> None:
    """Log that whoever had accepted is gone, ring again, and let the run know.

    The caller holds the transaction and the head. The run hears of it only when nobody else
    is coming, since its help would fall though somebody is on the way.
    """
    keep_in_transaction(incident, row, move, by=person, actor=actor, at=at)
    lost = ReceiverLost(ladder=str(row.id), person=person.pseudonym, how=how)
    log_in_transaction(incident, lost, actor=actor, at=at, live="lost", urgent=True)
    go_on_without_in_transaction(
        incident, row, move, person=person, availability=availability, actor=actor, at=at
    )


def go_on_without_in_transaction(
    incident: Incident,
    row: Ladder,
    move: rules.Decision,
    *,
    person: Actor,
    availability: Availability,
    actor: Actor,
    at: datetime,
) -> None:
    """Ring on without somebody who had accepted, and let the board and the run know.

    The caller holds the transaction and the head, and has kept and logged why. Whoever had
    spoken had the caller: the agent, where they are there, has the contact again at the same
    step, so that nobody waits for somebody who is gone.
    """
    agent = agent_there(incident, at)
    if incident.owner_id == person.id and agent is not None:
        move_owner_in_transaction(incident, agent, actor=actor, at=at)
        log_in_transaction(incident, AgentHasIt(), actor=actor, at=at, live="coming", urgent=True)
    publish_on_commit(f"board:{incident.site_id}", "lost", urgent=True)
    make_busy_in_transaction(incident.contact, person.id, availability, at=at)
    if move.ring:
        ring_in_transaction(incident, row, move.ladder, actor=actor, at=at)
    if not move.ladder.receivers:
        fact = LadderFact(what="lost", ladder=row.document_id)
        tell_run_in_transaction(incident, fact, actor=actor, at=at)


def agent_there(incident: Incident, at: datetime) -> UUID | None:
    """Return the contact's agent while the contact goes on and they are at their screen."""
    contact = incident.contact
    if contact is None or contact.agent_id is None or contact.released_at is not None:
        return None
    return contact.agent_id if is_present(contact.agent_id, at) else None


def before_accepting(row: Ladder, person_id: UUID) -> Availability:
    """Return what somebody was doing before they accepted, such as being in aftercare."""
    rows = row.hand_overs.filter(receiver_id=person_id).order_by("-accepted_at")
    return Availability(rows.values_list("was", flat=True)[0])


def tell_everyone_rung(incident: Incident, row: Ladder, kind: str) -> None:
    """Let the board, and everyone this ladder rang, hear that something was decided."""
    publish_on_commit(f"board:{incident.site_id}", kind, urgent=True)
    for person in set(row.pages.values_list("person_id", flat=True)):
        publish_on_commit(f"person:{person}", kind, urgent=True)


def _drop_out(row: Ladder, by: Actor, stages: tuple[rules.Stage, ...], at: datetime) -> None:
    """End a hand-over; on a ladder that only informs, it begins and ends in one moment."""
    times = {f"{stage.value}_at": at for stage in stages}
    values = {"state": stages[-1].value, "due_at": None, **times}
    known = row.hand_overs.filter(receiver_id=by.id, state__in=ACTIVE)
    if not known.update(**values):
        HandOver.objects.create(ladder=row, receiver_id=by.id, purpose=row.purpose, **values)


def _keep_receiver(
    row: Ladder, receiver: rules.Receiver, entered: tuple[rules.Stage, ...], at: datetime
) -> None:
    times = {f"{stage.value}_at": at for stage in entered}
    values = {
        "state": receiver.stage.value,
        "due_at": receiver.due_at,
        "late": receiver.late,
        **times,
    }
    known = row.hand_overs.filter(receiver_id=receiver.who, state__in=ACTIVE)
    if not known.update(**values):
        HandOver.objects.create(ladder=row, receiver_id=receiver.who, purpose=row.purpose, **values)


def _relieve(
    incident: Incident, row: Ladder, person_id: UUID, *, actor: Actor, at: datetime
) -> None:
    row.hand_overs.filter(receiver_id=person_id, state__in=ACTIVE).update(
        state="relieved", due_at=None
    )
    was = before_accepting(row, person_id)
    make_busy_in_transaction(incident.contact, person_id, was, at=at)
    event = ReceiverRelieved(ladder=str(row.id), person=actor_of(person_id).pseudonym)
    log_in_transaction(incident, event, actor=actor, at=at, live="coming", urgent=True)
    publish_on_commit(f"person:{person_id}", "accepted", urgent=True)
