"""Keep how each way out has been: opened after failures running, closed by the first success."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F

from stayline.ledger.actions import append_in_transaction
from stayline.outbox.actions.settle import stream_in_transaction
from stayline.outbox.events import CircuitClosed, CircuitOpened
from stayline.outbox.models import Circuit, Message, State
from stayline.outbox.queries import busy_circuits
from stayline.platform.actors import Actor
from stayline.platform.transactions import action, writer_lock
from stayline.platform.wake import wake_on_commit
from stayline_core import circuit as rules


@action
def note_failed(key: str, *, reason: str, jitter: float, actor: Actor, at: datetime) -> bool:
    """Count a failure of a way out; return whether it is given up with this one, and log that.

    `jitter` in 0..1 spreads out when it is tried again. `reason` holds no personal data.
    """
    Circuit.objects.get_or_create(key=key, defaults={"changed_at": at})
    row = Circuit.objects.select_for_update().get(key=key)
    before, after = row.value(), rules.failed(row.value(), jitter=jitter, at=at)
    row.take(after)
    row.last_error, row.changed_at = reason[:200], at
    row.save()
    if before.open or not after.open:
        return False
    event = CircuitOpened(way=key, failures=after.failures, reason=row.last_error)
    append_in_transaction(stream_in_transaction(at=at), event, actor=actor, at=at)
    return True


def note_worked(key: str, *, actor: Actor, at: datetime) -> bool:
    """Forget the failures of a way out that works; return whether it had been given up.

    Asked after every message that got through, so the usual case is one read.
    """
    if not Circuit.objects.filter(key=key, failures__gt=0).exists():
        return False
    return _close(key, actor=actor, at=at)


@action
def _close(key: str, *, actor: Actor, at: datetime) -> bool:
    """Close a circuit; what waited because of it is due at once, and that is logged."""
    row = Circuit.objects.select_for_update().get(key=key)
    before = row.value()
    row.take(rules.worked())
    row.last_error, row.changed_at = "", at
    row.save()
    if before.opened_at is None:
        return False
    waiting = Message.objects.filter(state=State.QUEUED, circuit=key)
    waiting.filter(due_at__gt=at, attempts__gt=0).update(due_at=at)
    event = CircuitClosed(
        way=key, waiting=waiting.count(), seconds=round((at - before.opened_at).total_seconds())
    )
    append_in_transaction(stream_in_transaction(at=at), event, actor=actor, at=at)
    wake_on_commit("outbox")
    return True


def enter_circuit(message_id: UUID, lease: UUID, key: str, *, at: datetime) -> bool:
    """Note by which way out a leased message goes; `False` when it has to wait for that way.

    A message may be taken before anybody knows its exact place, because what it says is sealed.
    Is that place given up, or busy with others just now, this one is put back as if it had never
    been taken, and is not taken again before the place is.
    """
    mine = Message.objects.filter(id=message_id, lease=lease)
    with writer_lock():
        if key not in busy_circuits(at=at, besides=message_id):
            return bool(mine.update(circuit=key))
        mine.update(
            circuit=key,
            state=State.QUEUED,
            lease=None,
            lease_until=None,
            attempts=F("attempts") - 1,
        )
    return False
