"""After a restore: who was sending is gone, and what waited waits again under its old key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stayline.outbox.models import Message, State

REASON = "Restored from a backup: it may have left before. The receiver knows it by its key."


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many messages wait after a restore, and how many of them were being sent."""

    waiting: int
    were_being_sent: int


def free_leases_in_transaction(*, at: datetime) -> Waiting:
    """Let every message that was being sent wait again, from `at`, under its old key.

    The caller holds the transaction, logs the result and tells a person: what waits may have
    left after the backup was taken. It is sent again with the same idempotency key, so a
    receiver that keeps keys drops it; a case file gets the line twice, with the same key.
    """
    freed = Message.objects.filter(state=State.LEASED).update(
        state=State.QUEUED, lease=None, lease_until=None, due_at=at, last_error=REASON
    )
    return Waiting(Message.objects.filter(state=State.QUEUED).count(), freed)
