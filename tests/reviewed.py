"""A contact that was reviewed to the end, as the queue and a reviewer would leave it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from stayline.contacts.models import Contact
from stayline.incidents.models import Incident
from stayline.platform.actors import Actor
from stayline.quality.actions._queues import (
    ToReview,
    add_in_transaction,
    keep_in_transaction,
    queue_in_transaction,
)
from stayline.quality.models import Review, Why
from stayline.quality.queries.reviewing import Body
from stayline_core.scorecard import MUST_NOT


def reviewed(
    contact: Contact,
    verdicts: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
    incident: Incident | None = None,
) -> Review:
    """A finished review of a contact, with these verdicts and none of the four."""
    with transaction.atomic():
        queue = queue_in_transaction(contact.site_id, at=at)
        what = ToReview(Why.ESCALATED if incident else Why.ASKED, contact, incident)
        row = add_in_transaction(queue, what, at=at)
        answers = dict.fromkeys(MUST_NOT, "no") | dict(verdicts)
        row.reviewer_id, row.claimed_at = by.id, at
        row.finished_at, row.result = at + timedelta(minutes=30), "mixed"
        keep_in_transaction(row, queue, Body(answers, dict.fromkeys(answers, 1)), at=at)
        row.save()
    return Review.objects.get(id=row.id)
