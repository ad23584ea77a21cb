"""What left, and has had its time, is emptied: that it left when and where stays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from stayline.outbox.models import Message
from stayline.outbox.queries import said_for, sent_before
from stayline.platform.actors import Actor
from stayline.platform.transactions import action


@action
def empty_sent(
    *, before: datetime, held: Collection[UUID], limit: int, actor: Actor, at: datetime
) -> int:
    """Empty up to `limit` messages that left before a moment, the oldest first; return how many.

    What an incident under a legal hold sent (`held`) stays. Privacy logs how many went.
    """
    del actor, at  # named in the entry that counts them
    ids = list(sent_before(before).exclude(incident_id__in=held).values_list("id", flat=True))
    return Message.objects.filter(id__in=ids[:limit]).update(sealed=b"")


def empty_of_incidents_in_transaction(incident_ids: Collection[UUID]) -> int:
    """Empty what left for these incidents; return how many. The caller holds the transaction.

    What waits to leave, or was set aside for a person, is not touched: somebody is owed it.
    """
    return said_for(incident_ids).update(sealed=b"")
