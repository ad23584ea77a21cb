"""How long things are kept: decided by name, done by the watcher, stopped by a legal hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.ledger.actions import append_in_transaction, lock_head_in_transaction
from stayline.ledger.queries import stream_about
from stayline.people.actions.system import system_stream
from stayline.people.queries import system_actor
from stayline.platform.transactions import action
from stayline.privacy.errors import (
    HoldInvalid,
    HoldNotFound,
    RetentionInvalid,
    RetentionNotYours,
)
from stayline.privacy.events import (
    HoldLifted,
    HoldPlaced,
    RetentionCarriedOut,
    RetentionDecided,
    RetentionEnded,
)
from stayline.privacy.models import LegalHold, RetentionRule
from stayline.privacy.policies import may_decide_retention, may_hold
from stayline.privacy.queries import held_incidents, kept_port
from stayline_core.retention import BATCH, EVERY, cutoff, keep_faults, next_look

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor


@action
def decide_retention(
    *, kind: str, days: int | None, basis: str, actor: Actor, at: datetime
) -> RetentionRule:
    """Decide how many days a kind of thing is kept; what is older goes from now on (S3-29).

    The decision before stands in the log. What is under a legal hold stays, whatever is decided.

    Raises:
        RetentionNotYours: `actor` does not decide it.
        KindUnknown: nothing of this kind is kept.
        RetentionInvalid: too short, too long, or without a basis; it names each field.
    """
    if not may_decide_retention(actor):
        raise RetentionNotYours
    asked = kept_port(kind).kind
    if faults := keep_faults(asked, days, basis):
        raise RetentionInvalid(faults)
    before = _end(kind, actor=actor, at=at)
    rule = RetentionRule.objects.create(
        kind=kind,
        days=days or 0,
        basis=basis.strip(),
        decided_by=actor.id,
        decided_at=at,
        due_at=at,
    )
    event = RetentionDecided(
        what=kind,
        title=asked.title,
        days=rule.days,
        before=f"{before.days} days" if before else "without an end",
        basis=rule.basis,
    )
    append_in_transaction(system_stream(at), event, actor=actor, at=at)
    return rule


@action
def end_retention(*, kind: str, actor: Actor, at: datetime) -> None:
    """Keep a kind of thing without an end again; what went is gone. Told twice, it stands.

    Raises:
        RetentionNotYours: `actor` does not decide it.
        KindUnknown: nothing of this kind is kept.
    """
    if not may_decide_retention(actor):
        raise RetentionNotYours
    asked = kept_port(kind).kind
    before = _end(kind, actor=actor, at=at)
    if before is not None:
        event = RetentionEnded(what=kind, title=asked.title, days=before.days)
        append_in_transaction(system_stream(at), event, actor=actor, at=at)


@action
def place_hold(
    *, incident_id: UUID, number: str, reason: str, actor: Actor, at: datetime
) -> LegalHold:
    """Hold an incident: nothing of it goes until somebody lifts it by name (S0-7).

    Raises:
        RetentionNotYours: `actor` places none.
        HoldInvalid: no reason, no such incident, or it is held already; it names the field.
    """
    if not may_hold(actor):
        raise RetentionNotYours
    if not reason.strip():
        raise HoldInvalid({"reason": "Say what asks for it, such as a court or a claim."})
    stream = stream_about("incident", incident_id)
    if stream is None:
        raise HoldInvalid({"number": "No incident has this number."})
    lock_head_in_transaction(stream.id)
    if is_held_in_transaction(incident_id):
        raise HoldInvalid({"number": "This incident is held already."})
    hold = LegalHold.objects.create(
        incident_id=incident_id,
        number=number,
        reason=reason.strip()[:300],
        placed_by=actor.id,
        placed_at=at,
    )
    event = HoldPlaced(hold=str(hold.id), reason=hold.reason)
    append_in_transaction(stream.id, event, actor=actor, at=at)
    return hold


@action
def lift_hold(*, hold_id: UUID, because: str, actor: Actor, at: datetime) -> LegalHold:
    """Lift a legal hold by name and with a reason; told twice, the first time stands.

    Raises:
        RetentionNotYours: `actor` lifts none.
        HoldNotFound: no hold has this id.
        HoldInvalid: no reason was given.
    """
    if not may_hold(actor):
        raise RetentionNotYours
    found = LegalHold.objects.filter(id=hold_id).first()
    stream = stream_about("incident", found.incident_id) if found else None
    if found is None or stream is None:
        raise HoldNotFound
    if not because.strip():
        raise HoldInvalid({"because": "Say why it is no longer needed."})
    lock_head_in_transaction(stream.id)
    hold = LegalHold.objects.select_for_update().get(id=hold_id)
    if hold.lifted_at is not None:
        return hold
    hold.lifted_at, hold.lifted_by, hold.lifted_because = at, actor.id, because.strip()[:300]
    hold.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    event = HoldLifted(hold=str(hold.id), because=hold.lifted_because)
    append_in_transaction(stream.id, event, actor=actor, at=at)
    return hold


def is_held_in_transaction(incident_id: UUID) -> bool:
    """Return whether a legal hold stands; the caller holds the transaction and the head."""
    return LegalHold.objects.filter(incident_id=incident_id, lifted_at=None).exists()


def carry_out(rule_id: UUID, *, at: datetime) -> bool:
    """Let go what had its time by one decision; False when it is not due, or somebody was first.

    What goes, goes each in its own transaction; stopped in the middle, the next look goes on.
    """
    watcher = system_actor("watcher")
    if not fire_retention(rule_id=rule_id, at=at):
        return False
    rule = RetentionRule.objects.get(id=rule_id)
    before = cutoff(rule.days, at=at)
    port = kept_port(rule.kind)
    gone = port.let_go(before, held=held_incidents(), limit=BATCH, actor=watcher, at=at)
    if gone:
        fire_retention_note(rule_id=rule_id, gone=gone, before=before, at=at)
    return True


@action
def fire_retention(*, rule_id: UUID, at: datetime) -> bool:
    """Take one look by a decision for this process; False when it is not due any more."""
    due = RetentionRule.objects.filter(id=rule_id, ended_at=None, due_at__lte=at)
    return bool(due.update(due_at=at + EVERY, looked_at=at))


@action
def fire_retention_note(*, rule_id: UUID, gone: int, before: datetime, at: datetime) -> None:
    """Log how many went, and look again soon while there is more."""
    rule = RetentionRule.objects.select_for_update().get(id=rule_id)
    rule.gone += gone
    rule.due_at = next_look(gone, at=at)
    rule.save(update_fields=["gone", "due_at"])
    event = RetentionCarriedOut(
        what=rule.kind,
        title=kept_port(rule.kind).kind.title,
        count=gone,
        before=before.isoformat(timespec="seconds"),
    )
    append_in_transaction(system_stream(at), event, actor=system_actor("watcher"), at=at)


def _end(kind: str, *, actor: Actor, at: datetime) -> RetentionRule | None:
    """End the decision that holds, and return it."""
    rule = RetentionRule.objects.select_for_update().filter(kind=kind, ended_at=None).first()
    if rule is not None:
        rule.ended_at, rule.ended_by = at, actor.id
        rule.save(update_fields=["ended_at", "ended_by"])
    return rule
