"""Answering a ring: accept it, or say that one cannot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from stayline.contacts.actions import make_busy_in_transaction
from stayline.escalation.actions._moves import (
    before_accepting,
    enter_in_transaction,
    keep_in_transaction,
    lock_ladder_in_transaction,
    lose_in_transaction,
    refused,
)
from stayline.escalation.actions.ringing import ring_in_transaction
from stayline.escalation.errors import AcceptForbidden
from stayline.escalation.events import ReceiverBriefed, RungAccepted, RungDeclined
from stayline.escalation.models import Ladder
from stayline.escalation.policies import Refusal, may_accept
from stayline.incidents.actions import log_in_transaction, tell_run_in_transaction
from stayline.incidents.models import Incident
from stayline.ledger.actions import Receipt
from stayline.people.actions import note_exposed_in_transaction
from stayline.people.models import Availability
from stayline.people.queries import person
from stayline.platform.actors import Actor
from stayline.platform.transactions import action
from stayline.privacy.actions import grant_in_transaction
from stayline_core import ladder as rules
from stayline_core.protocol import LadderFact

How = Literal["screen", "link", "code", "key"]
"""How a ring is answered: on a screen, or from the page itself."""

FROM_THE_PAGE: Final = {
    "screen": "was rung",
    "link": "was rung, answered by the link of the page",
    "code": "was rung, answered by text message",
    "key": "was rung, answered by a key of the telephone",
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """An acceptance: on which incident, and its entry; no entry when it was accepted before."""

    ladder_id: UUID
    incident_id: UUID
    receipt: Receipt | None


@action
def accept_rung(*, ladder_id: UUID, how: How = "screen", actor: Actor, at: datetime) -> Accepted:
    """Record that `actor` takes the contact this ladder rings for, and stop its deadline.

    The ladder, the hand-over and the log commit together or not at all. Many may answer in
    the same second: the head's lock lets one win, and the others are told who (X-6). Whoever
    was rung may; so may a supervisor or manager of the site who sees it on the floor.
    Pressing twice changes nothing. `how` says by what it was answered, a screen or the page
    itself.

    Raises:
        LadderNotFound: no ladder has this id.
        LadderEnded: it was completed or called off.
        AcceptRefused: somebody was first; the sentence names them and when.
        AcceptForbidden: `actor` was not rung, or is kept out of this incident.
        ConflictOfInterest: they must not meet the agent of the contact.
        OwnContact: `actor` is the agent of the contact.
    """
    incident, row, value = lock_ladder_in_transaction(ladder_id)
    return accept_in_transaction(incident, row, value, how=how, actor=actor, at=at)


def accept_in_transaction(
    incident: Incident,
    row: Ladder,
    value: rules.Ladder,
    *,
    how: How = "screen",
    actor: Actor,
    at: datetime,
) -> Accepted:
    """Do what `accept_rung` says; the caller holds the transaction and the head.

    Raises:
        LadderEnded: it was completed or called off.
        AcceptRefused: somebody was first.
        AcceptForbidden: `actor` was not rung, or is kept out of this incident.
        ConflictOfInterest: they must not meet the agent of the contact.
        OwnContact: `actor` is the agent of the contact.
    """
    rung = row.pages.filter(person_id=actor.id).exists()
    allowed = may_accept(actor, incident, rung=rung)
    if isinstance(allowed, Refusal):
        raise allowed.error(ladder=str(row.id))
    move = rules.accept(value, by=actor.id, at=at)
    if isinstance(move, rules.Refusal):
        raise refused(move, incident)
    if not move.stages:
        return Accepted(row.id, incident.id, None)
    keep_in_transaction(incident, row, move, by=actor, actor=actor, at=at)
    row.pages.filter(person_id=actor.id, answered_at=None).update(
        answered_at=at, answer="accepted", answered_by=how
    )
    words = FROM_THE_PAGE[how] if rung else "saw it on the floor"
    return Accepted(row.id, incident.id, _take(incident, row, move, how=words, actor=actor, at=at))


@action
def decline_rung(
    *, ladder_id: UUID, reason: str = "", how: How = "screen", actor: Actor, at: datetime
) -> None:
    """Record that `actor` cannot come; the next is rung at once when nobody else was rung.

    Whoever accepted and cannot after all gives it back like this: it rings again at once.
    A reason is welcome and never needed. `how` says by what it was answered.

    Raises:
        LadderNotFound: no ladder has this id.
        LadderEnded: it was completed or called off.
        AcceptRefused: somebody has it already.
        AcceptForbidden: `actor` was not rung.
        AlreadySpoken: `actor` has spoken; somebody else has to speak first.
    """
    incident, row, value = lock_ladder_in_transaction(ladder_id)
    mine = row.pages.filter(person_id=actor.id)
    now = row.pages.filter(round=value.round, rung=value.rung, attempt=value.attempt)
    others = now.filter(answered_at=None).exclude(person_id=actor.id)
    move = rules.decline(value, by=actor.id, rung=mine.exists(), others_waiting=others.exists())
    if isinstance(move, rules.Refusal):
        if move.why is rules.Why.NOT_RUNG:
            raise AcceptForbidden(ladder=str(ladder_id))
        raise refused(move, incident)
    mine.filter(answered_at=None).update(
        answered_at=at, answer="declined", answered_by=how, reason=reason[:240]
    )
    declined = RungDeclined(
        ladder=str(row.id),
        document=row.document_id,
        reason=reason,
        subject=f"person:{actor.pseudonym}",
    )
    log_in_transaction(incident, declined, actor=actor, at=at, live="coming")
    if rules.Stage.LOST in move.stages:
        lose_in_transaction(
            incident,
            row,
            move,
            person=actor,
            how="given back",
            availability=before_accepting(row, actor.id),
            actor=actor,
            at=at,
        )
    elif move.ring:
        ring_in_transaction(incident, row, move.ladder, actor=actor, at=at)


@action
def note_briefed(*, ladder_id: UUID, actor: Actor, at: datetime) -> None:
    """Note when the receiver first opened the briefing; it gates nothing.

    Raises:
        LadderNotFound: no ladder has this id.
    """
    incident, row, _ = lock_ladder_in_transaction(ladder_id)
    unread = row.hand_overs.filter(receiver_id=actor.id, briefed_at=None)
    if unread.update(briefed_at=at):
        briefed = ReceiverBriefed(ladder=str(row.id))
        log_in_transaction(incident, briefed, actor=actor, at=at, live="coming")


def _take(
    incident: Incident,
    row: Ladder,
    move: rules.Decision,
    *,
    how: str,
    actor: Actor,
    at: datetime,
) -> Receipt:
    """Give access, say that they are busy, tell the log, the run and the screens."""
    accepted = RungAccepted(
        ladder=str(row.id),
        document=row.document_id,
        rung=row.rung + 1,
        how=how,
    )
    receipt = log_in_transaction(
        incident, accepted, actor=actor, at=at, live="accepted", urgent=True
    )
    grant_in_transaction(
        incident.id, actor, because="accepted", stream_id=incident.stream_id, actor=actor, at=at
    )
    on_the_way_in_transaction(incident, row, actor=actor, at=at)
    enter_in_transaction(incident, row, move, actor=actor, at=at)
    return receipt


def on_the_way_in_transaction(
    incident: Incident, row: Ladder, *, actor: Actor, at: datetime
) -> None:
    """Say that `actor` is in a crisis contact from now on, and let the run know that they come.

    The caller holds the transaction and the head. A ladder that only informs keeps nobody busy.
    """
    if not row.informs:
        row.hand_overs.filter(receiver_id=actor.id, state="accepted").update(
            was=person(actor.id).availability
        )
        contact = incident.contact
        make_busy_in_transaction(contact, actor.id, Availability.IN_CRISIS, at=at)
        if row.urgent and not (contact is not None and contact.practised):
            note_exposed_in_transaction(
                actor.id, incident.id, level=incident.level, exercise=incident.exercise, at=at
            )
    tell_run_in_transaction(
        incident, LadderFact(what="accepted", ladder=row.document_id), actor=actor, at=at
    )
