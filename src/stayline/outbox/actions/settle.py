"""Take messages to be sent, and settle how it went. Each is one guarded update.

A lease is the guard: only whoever holds it settles the message. A sender that was killed
leaves its lease behind; when it ends, the message is sent again, with the same key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db.models import F, Q

from stayline.ledger.actions import append_in_transaction, open_stream_in_transaction
from stayline.ledger.queries import stream_about
from stayline.outbox.events import MessageSetAside
from stayline.outbox.models import Message, State
from stayline.outbox.ports import Outgoing
from stayline.outbox.queries import busy_circuits, in_their_turn, opened
from stayline.platform.actors import Actor
from stayline.platform.crypto import CannotUnseal
from stayline.platform.transactions import action, writer_lock

LEASE: Final = timedelta(seconds=60)
"""Longer than any sender takes (20 s)."""

SHORTEST_PAUSE: Final = timedelta(seconds=2)
LONGEST_PAUSE: Final = timedelta(hours=1)

OUTBOX: Final = UUID("5ca1ab1e-0003-4000-8000-000000000000")
"""What the log's stream about messages is about: the outbox itself."""


def backoff(attempt: int, jitter: float) -> timedelta:
    """Return how long to wait after the try number `attempt` failed.

    Doubles from 2 s to an hour. `jitter` in 0..1 takes away up to half, so that what failed
    together does not come back together.
    """
    doublings = max(0, min(attempt - 1, 20))
    pause = min(SHORTEST_PAUSE * (1 << doublings), LONGEST_PAUSE)
    return pause * (1 - jitter / 2)


@dataclass(frozen=True, slots=True)
class Taken:
    """A leased message. `message` is `None` when it does not open.

    `circuit` is the place that it is known to go to; its way out may name one more exactly.
    `useless` says that its time is past.
    """

    id: UUID
    lease: UUID
    message: Outgoing | None
    circuit: str = ""
    useless: bool = False


def take_next(*, at: datetime) -> Taken | None:
    """Lease the message that is next, and return it with the lease; `None` when none.

    Next is what is urgent, then what waits longest; in its turn among those of its incident, and
    by a way out that is not given up. Two senders may find the same row; the guarded update lets
    one have it, and the other looks for the next.
    """
    waiting = Q(state=State.QUEUED, due_at__lte=at) | Q(state=State.LEASED, lease_until__lte=at)
    found = in_their_turn().filter(waiting).exclude(circuit__in=busy_circuits(at=at))
    for row in found.order_by("-urgent", "due_at", "turn")[:8]:
        lease = uuid4()
        with writer_lock():
            won = Message.objects.filter(waiting, id=row.id, lease=row.lease).update(
                state=State.LEASED,
                lease=lease,
                lease_until=at + LEASE,
                attempts=F("attempts") + 1,
            )
        if won:
            row.attempts += 1
            useless = row.useless_at is not None and row.useless_at <= at
            return Taken(row.id, lease, _open_or_none(row), row.circuit, useless)
    return None


def _open_or_none(row: Message) -> Outgoing | None:
    try:
        return opened(row)
    except CannotUnseal:
        return None


def settle_sent(message_id: UUID, lease: UUID, *, reference: str, at: datetime) -> bool:
    """Note that a message left; `False` when the lease had ended and somebody else has it."""
    with writer_lock():
        changed = Message.objects.filter(id=message_id, lease=lease).update(
            state=State.SENT,
            lease=None,
            lease_until=None,
            sent_at=at,
            reference=reference[:200],
            last_error="",
        )
    return bool(changed)


def put_off(message_id: UUID, lease: UUID, *, reason: str, until: datetime) -> bool:
    """Put a message back to be tried again at `until`; `False` when the lease had ended."""
    with writer_lock():
        changed = Message.objects.filter(id=message_id, lease=lease).update(
            state=State.QUEUED,
            lease=None,
            lease_until=None,
            due_at=until,
            last_error=reason[:200],
        )
    return bool(changed)


@action
def set_aside(message_id: UUID, lease: UUID, *, reason: str, actor: Actor, at: datetime) -> bool:
    """Set a message aside for a person, and log it; `False` when the lease had ended."""
    changed = Message.objects.filter(id=message_id, lease=lease).update(
        state=State.DEAD, lease=None, lease_until=None, last_error=reason[:200]
    )
    if not changed:
        return False
    row = Message.objects.get(id=message_id)
    event = MessageSetAside(
        message=str(row.id),
        what=row.kind,
        channel=row.channel,
        attempts=row.attempts,
        reason=reason[:200],
    )
    append_in_transaction(stream_in_transaction(at=at), event, actor=actor, at=at)
    return True


def note_told(message_id: UUID, *, at: datetime) -> None:
    """Note that the room above has heard that a message left, or was set aside."""
    with writer_lock():
        Message.objects.filter(id=message_id, told_at=None).update(told_at=at)


def stream_in_transaction(*, at: datetime) -> UUID:
    """Return the log's stream about messages, opened when it is missing.

    The caller holds the transaction.
    """
    known = stream_about("system", OUTBOX)
    if known is not None:
        return known.id
    return open_stream_in_transaction(kind="system", subject_id=OUTBOX, exercise=False, at=at)
