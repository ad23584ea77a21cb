"""What waits, what was set aside, and one message opened for its sender."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from stayline.outbox.models import Circuit, Message, State
from stayline.outbox.ports import Outgoing
from stayline.outbox.queries.circuits import busy_circuits, in_their_turn
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
    useless_at: datetime | None = None


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
    """Return what left, or was set aside, and nobody above has heard of yet, oldest first."""
    ended = Message.objects.filter(state__in=(State.SENT, State.DEAD), told_at=None)
    return [_view(row) for row in ended.order_by("created_at")[:limit]]


def counts_by_state() -> dict[str, int]:
    """Return how many messages are waiting, being sent and set aside."""
    open_states = (State.QUEUED, State.LEASED, State.DEAD)
    return {str(state): Message.objects.filter(state=state).count() for state in open_states}


def next_due(*, at: datetime) -> datetime | None:
    """Return when the next message should be tried, or its sender's lease ends.

    What waits for its way out is due when that way is tried again, and not before.
    """
    busy = busy_circuits(at=at)
    waiting = in_their_turn().filter(state=State.QUEUED).order_by("due_at")
    flying = Message.objects.filter(state=State.LEASED).order_by("lease_until")
    again = Circuit.objects.filter(key__in=busy, until__gt=at).order_by("until")
    times = [
        waiting.exclude(circuit__in=busy).values_list("due_at", flat=True).first(),
        flying.values_list("lease_until", flat=True).first(),
        again.values_list("until", flat=True).first(),
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
        useless_at=row.useless_at,
    )


def said_for(incident_ids: Collection[UUID]) -> QuerySet[Message]:
    """Return what left for these incidents and still holds what it said."""
    rows = Message.objects.filter(state=State.SENT, incident_id__in=incident_ids)
    return rows.exclude(sealed=b"")


def sent_before(before: datetime) -> QuerySet[Message]:
    """Return what left before a moment and still holds what it said, the oldest first."""
    rows = Message.objects.filter(state=State.SENT, sent_at__lt=before, told_at__isnull=False)
    return rows.exclude(sealed=b"").order_by("sent_at")
