"""What waits, what was set aside, and one message opened for its sender."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stayline.outbox.models import Message, State
from stayline.outbox.ports import Outgoing
from stayline.platform.ports import keys


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as a screen may show it: never its payload."""

    id: UUID
    kind: str
    channel: str
    state: str
    exercise: bool
    attempts: int
    last_error: str
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    reference: str
    incident_id: UUID | None


def payload_context(message_id: UUID) -> bytes:
    """Return what a payload is sealed to: a payload under another message does not open."""
    return b"outbox:" + message_id.bytes


def opened(message: Message) -> Outgoing:
    """Return a message with its payload open, for its sender.

    Raises:
        CannotUnseal: it was changed, or sealed under another master key.
    """
    plain = keys().unwrap(bytes(message.sealed), payload_context(message.id))
    return Outgoing(
        id=message.id,
        kind=message.kind,
        channel=message.channel,
        key=message.key,
        payload=json.loads(plain),
        exercise=message.exercise,
        created_at=message.created_at,
        attempt=message.attempts,
    )


def message(message_id: UUID) -> MessageView | None:
    """Return one message, or `None`."""
    row = Message.objects.filter(id=message_id).first()
    return _view(row) if row else None


def messages_set_aside(*, limit: int = 100) -> list[MessageView]:
    """Return what a person must look at, newest first."""
    rows = Message.objects.filter(state=State.DEAD).order_by("-created_at")[:limit]
    return [_view(row) for row in rows]


def messages_of_incident(incident_id: UUID) -> list[MessageView]:
    """Return everything that left or must leave for one incident, oldest first."""
    rows = Message.objects.filter(incident_id=incident_id).order_by("created_at", "id")
    return [_view(row) for row in rows]


def messages_untold(*, limit: int = 50) -> list[MessageView]:
    """Return what left and nobody above has heard of yet, oldest first."""
    rows = Message.objects.filter(state=State.SENT, told_at=None).order_by("sent_at")[:limit]
    return [_view(row) for row in rows]


def counts_by_state() -> dict[str, int]:
    """Return how many messages are waiting, being sent and set aside."""
    open_states = (State.QUEUED, State.LEASED, State.DEAD)
    return {str(state): Message.objects.filter(state=state).count() for state in open_states}


def next_due() -> datetime | None:
    """Return when the next message should be tried, or its sender's lease ends."""
    waiting = Message.objects.filter(state=State.QUEUED).order_by("due_at")
    flying = Message.objects.filter(state=State.LEASED).order_by("lease_until")
    times = [
        waiting.values_list("due_at", flat=True).first(),
        flying.values_list("lease_until", flat=True).first(),
    ]
    return min((time for time in times if time is not None), default=None)


def _view(row: Message) -> MessageView:
    return MessageView(
        id=row.id,
        kind=row.kind,
        channel=row.channel,
        state=row.state,
        exercise=row.exercise,
        attempts=row.attempts,
        last_error=row.last_error,
        created_at=row.created_at,
        due_at=row.due_at,
        sent_at=row.sent_at,
        reference=row.reference,
        incident_id=row.incident_id,
    )
