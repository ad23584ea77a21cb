"""How long what was sent is kept (`privacy.KeptPort`)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from stayline.outbox.actions import empty_sent
from stayline.outbox.queries import sent_before
from stayline.platform.actors import Actor
from stayline.privacy.ports import Old
from stayline_core.retention import Kind

MESSAGES: Final = Kind(
    id="message",
    title="Messages that were sent",
    since="since they left",
    goes="What they said: the fields of a case, the words of a page.",
    stays="That they left, when, and what the receiver calls them. What waits is never touched.",
)


class MessagesKept:
    """Messages that left."""

    kind = MESSAGES

    def old(self, before: datetime, *, held: Collection[UUID]) -> Old:
        """Return how many left before that moment and still hold what they said."""
        rows = sent_before(before)
        kept = rows.filter(incident_id__in=held).count()
        free = rows.exclude(incident_id__in=held)
        return Old(free.count(), kept, free.values_list("sent_at", flat=True).first())

    def let_go(
        self, before: datetime, *, held: Collection[UUID], limit: int, actor: Actor, at: datetime
    ) -> int:
        """Empty up to `limit` of them."""
        return empty_sent(before=before, held=held, limit=limit, actor=actor, at=at)
