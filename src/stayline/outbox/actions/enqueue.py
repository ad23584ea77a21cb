"""Put in what must leave, with the change that makes it so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from stayline.outbox.models import Message
from stayline.outbox.queries import payload_context
from stayline.platform.ports import keys
from stayline.platform.wake import wake_on_commit


def enqueue_in_transaction(
    *,
    kind: str,
    channel: str,
    payload: Mapping[str, Any],
    exercise: bool,
    at: datetime,
    due_at: datetime | None = None,
    key: str = "",
    incident_id: UUID | None = None,
) -> UUID:
    """Keep a message that must leave by `channel`, and return its id.

    The caller holds the transaction: the message is there when the change is, and only then.
    With a `key` that is known already nothing is added and the known id returns. The payload
    is sealed, whoever it speaks of. `exercise` is inherited from what the message is about and
    decides for ever by which ways it may leave.
    """
    if key:
        known = Message.objects.filter(key=key).values_list("id", flat=True).first()
        if known is not None:
            return known
    message_id = uuid4()
    plain = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    Message.objects.create(
        id=message_id,
        kind=kind,
        channel=channel,
        key=key or str(message_id),
        sealed=keys().wrap(plain, payload_context(message_id)),
        exercise=exercise,
        incident_id=incident_id,
        due_at=due_at or at,
        created_at=at,
    )
    wake_on_commit("outbox")
    return message_id
