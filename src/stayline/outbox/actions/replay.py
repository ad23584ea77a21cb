"""A person has a message that was set aside sent again."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from stayline.ledger.actions import append_in_transaction
from stayline.outbox.actions.settle import stream_in_transaction
from stayline.outbox.errors import MessageNotFound, ReplayRefused
from stayline.outbox.events import MessageReplayed
from stayline.outbox.models import Message, State
from stayline.platform.actors import Actor
from stayline.platform.transactions import action
from stayline.platform.wake import wake_on_commit

MANY: Final = 500
"""How many are put back by one press; a second press takes the next."""


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
    _put_back(row, actor=actor, at=at)


@action
def replay_channel(*, channel: str, actor: Actor, at: datetime) -> int:
    """Put back all that was set aside on one channel, oldest first; return how many (500 at most).

    What came too late to be of use stays: each of those is for a person to decide.
    """
    found = Message.objects.filter(state=State.DEAD, channel=channel, useless_at=None)
    rows = list(found.select_for_update().order_by("created_at", "turn")[:MANY])
    for row in rows:
        _put_back(row, actor=actor, at=at)
    return len(rows)


def _put_back(row: Message, *, actor: Actor, at: datetime) -> None:
    row.state, row.due_at, row.attempts, row.last_error = State.QUEUED, at, 0, ""
    row.useless_at = None  # a person decides that it is of use all the same
    row.told_at = None  # whoever heard that it was set aside hears how it ends now
    row.save()
    event = MessageReplayed(message=str(row.id), what=row.kind, channel=row.channel)
    append_in_transaction(stream_in_transaction(at=at), event, actor=actor, at=at)
    wake_on_commit("outbox")
