"""Parts of calibration that finishing a review needs: a round ends when all have judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.quality.actions._queues import log_in_transaction
from stayline.quality.events import RoundClosedNow

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor
    from stayline.quality.models import CalibrationRound, ReviewQueue


def close_in_transaction(
    its_round: CalibrationRound, queue: ReviewQueue, *, actor: Actor, at: datetime
) -> None:
    """End a round as it stands; reviews that were not finished count for nothing.

    The caller holds the transaction and the head of the queue.
    """
    its_round.closed_at, its_round.closed_by = at, actor.id
    its_round.save(update_fields=["closed_at", "closed_by"])
    its_round.reviews.filter(finished_at=None).update(tell_at=None)
    event = RoundClosedNow(
        round=str(its_round.id),
        finished=its_round.reviews.filter(finished_at__isnull=False).count(),
        reviewers=its_round.reviews.count(),
    )
    log_in_transaction(queue, event, actor=actor, at=at)


def close_if_all_finished_in_transaction(
    its_round: CalibrationRound, queue: ReviewQueue, *, actor: Actor, at: datetime
) -> None:
    """End a round when its last reviewer has judged; the caller holds the transaction, head."""
    if not its_round.reviews.filter(finished_at=None).exists():
        close_in_transaction(its_round, queue, actor=actor, at=at)
