"""Put in what must leave, with the change that makes it so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Max

from stayline.outbox.models import Message
from stayline.outbox.queries import circuit_name, payload_context
from stayline.platform.ports import keys
from stayline.platform.wake import wake_on_commit


def enqueue_in_transaction(  # noqa: PLR0913 - facts of one message, all by name
    *,
    kind: str,
    channel: str,
    payload: Mapping[str, Any],
    exercise: bool,
    at: datetime,
    due_at: datetime | None = None,
    key: str = "",
    incident_id: UUID | None = None,
    destination: str = "",
    urgent: bool = False,
    useless_at: datetime | None = None,
) -> UUID:
    """Keep a message that must leave by `channel`, and return its id.

    The caller holds the transaction: the message is there when the change is, and only then.
    With a `key` that is known already nothing is added and the known id returns. The payload
    is sealed, whoever it speaks of. `exercise` is inherited from what the message is about and
    decides for ever by which ways it may leave.

    What one incident has for one `destination` (opaque, such as the id of a contact point; the
    channel when none is named) leaves in the order in which it was put in: a later one waits
    until every earlier one left or was set aside. What is `urgent` leaves before all that is
    not. What did not leave by `useless_at` is set aside and never sent: a call for help that
    arrives an hour late misleads.
    """
    if key:
        known = Message.objects.filter(key=key).values_list("id", flat=True).first()
        if known is not None:
            return known
    message_id = uuid4()
    whom = destination or channel
    plain = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    Message.objects.create(
        id=message_id,
        kind=kind,
        channel=channel,
        key=key or str(message_id),
        sealed=keys().wrap(plain, payload_context(message_id)),
        exercise=exercise,
        incident_id=incident_id,
        destination=whom,
        turn=_next_turn(incident_id, whom),
        urgent=urgent,
        circuit=circuit_name(channel, exercise=exercise),
        due_at=due_at or at,
        useless_at=useless_at,
        created_at=at,
    )
    wake_on_commit("outbox")
    return message_id


def _next_turn(incident_id: UUID | None, destination: str) -> int:
    """Return the next place in line. The incident's head is locked, so two never get the same."""
    if incident_id is None:
        return 0
    line = Message.objects.filter(incident_id=incident_id, destination=destination)
    last: int | None = line.aggregate(last=Max("turn"))["last"]
    return (last or 0) + 1
