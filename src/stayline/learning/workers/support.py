"""The support of a plan is to be reviewed (`deadlines.DuePort`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.learning.actions.sessions import fire_support_review
from stayline.learning.queries.support import due_support_reviews, next_support_review

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID


class SupportReviewIsDue:
    """Tells the two sides and the coach that it is time to say what the support came to (S3-27)."""

    name = "learning.support_review"
    priority = 72

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the plans whose support is to be reviewed, the longest due first."""
        return due_support_reviews(at=at, limit=limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Tell of one; False when it ended or somebody was first."""
        return fire_support_review(row_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next one is due."""
        return next_support_review()
