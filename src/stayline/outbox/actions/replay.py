"""A person has a message that was set aside sent again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from stayline.ledger.actions import append_in_transaction
from stayline.outbox.actions.settle import stream_in_transaction
from stayline.outbox.errors import MessageNotFound, ReplayRefused
from stayline.outbox.events import MessageReplayed
from stayline.outbox.models import Message, State
from stayline.platform.actors import Actor
from stayline.platform.transactions import action
from stayline.platform.wake import wake_on_commit


@action
def replay_message(*, message_id: UUID, actor: Actor, at: datetime) -> None:
    """Put a message that was set aside back to be sent, from its first try, with its old key.

    Raises:
        MessageNotFound: there is none with this id.
        ReplayRefused: it was not set aside.
    """
    row = Message.objects.select_for_update().filter(id=message_id).first()
    if row is None:
        raise MessageNotFound(message=str(message_id))
    if row.state != State.DEAD:
        raise ReplayRefused(message=str(message_id), state=row.state)
    row.state, row.due_at, row.attempts, row.last_error = State.QUEUED, at, 0, ""
    row.save(update_fields=["state", "due_at", "attempts", "last_error"])
    event = MessageReplayed(message=str(row.id), what=row.kind, channel=row.channel)
    append_in_transaction(stream_in_transaction(at=at), event, actor=actor, at=at)
    wake_on_commit("outbox")
