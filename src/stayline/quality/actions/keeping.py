"""How long the words of reviews are kept (`privacy.KeptPort`); results and answers stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q

from stayline.ledger.actions import erase_in_transaction
from stayline.platform.transactions import action
from stayline.privacy.actions import is_held_in_transaction
from stayline.privacy.ports import Old
from stayline.quality.actions._queues import keep_in_transaction, review_in_transaction
from stayline.quality.models import Review, ReviewQueue
from stayline.quality.queries.reviewing import Body, body_of, card_of, subject_of
from stayline_core.retention import Kind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from stayline.platform.actors import Actor

REVIEWS: Final = Kind(
    id="review",
    title="Words of reviews",
    since="since the review was finished",
    goes="What the reviewer wrote to the person.",
    stays="That it was reviewed, when, by whom, each item as it was judged, and the result.",
    least=30,
)
OVER: Final = "the time for which the words of reviews are kept is over"

IS_OVER: Final = Q(incident=None) | Q(incident__state="closed")
"""What speaks of an open incident is kept until it is closed."""


class ReviewsKept:
    """What reviewers wrote."""

    kind = REVIEWS

    def old(self, before: datetime, *, held: Collection[UUID]) -> Old:
        """Return how many were finished before that moment and still hold their words."""
        rows = _with_words(before)
        free = rows.exclude(incident_id__in=held)
        ready = free.filter(IS_OVER)
        return Old(
            ready.count(),
            rows.filter(incident_id__in=held).count(),
            ready.values_list("finished_at", flat=True).first(),
            free.exclude(IS_OVER).count(),
        )

    def let_go(
        self, before: datetime, *, held: Collection[UUID], limit: int, actor: Actor, at: datetime
    ) -> int:
        """Let the words of up to `limit` of them go, each by itself."""
        rows = _with_words(before).filter(IS_OVER).exclude(incident_id__in=held)
        found = list(rows.values_list("id", flat=True)[:limit])
        return sum(forget_words(review_id=one, actor=actor, at=at) for one in found)


@action
def forget_words(*, review_id: UUID, actor: Actor, at: datetime) -> bool:
    """Let the words of one finished review go, with the key they were sealed under.

    False: they went before, or a legal hold stands on the incident.

    Raises:
        ReviewNotFound: no review has this id.
    """
    row, queue = review_in_transaction(review_id, at=at)
    held = row.incident_id is not None and is_held_in_transaction(row.incident_id)
    if held or row.words_gone_at is not None or row.finished_at is None:
        return False
    forget_words_in_transaction(row, queue, reason=OVER, actor=actor, at=at)
    row.words_gone_at = at
    row.save(update_fields=["words_gone_at"])
    return True


def forget_words_in_transaction(
    row: Review, queue: ReviewQueue, *, reason: str, actor: Actor, at: datetime
) -> None:
    """Destroy what a reviewer wrote, and keep each item as it was judged.

    The caller holds the transaction and the head of the queue.
    """
    if not row.body:
        return
    body = body_of(row)
    card = card_of(row)
    judged = {one.name for one in (*card.items, *card.must_not)}
    erase_in_transaction(queue.stream_id, subject_of(row.id), reason=reason, actor=actor, at=at)
    left = Body(
        answers={name: value for name, value in body.answers.items() if name in judged},
        saves={name: value for name, value in body.saves.items() if name in judged},
    )
    keep_in_transaction(row, queue, left, at=at)


def _with_words(before: datetime) -> QuerySet[Review]:
    rows = Review.objects.filter(finished_at__lt=before, words_gone_at=None)
    return rows.order_by("finished_at", "id")
