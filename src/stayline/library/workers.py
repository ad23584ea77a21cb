"""What is due of documents, for the watcher (`deadlines.DuePort`).

A certificate ends, a review is due, legal review is owed, a credential ends: nothing here takes
guidance from a contact; it says so to whoever must act (S0-12, S0-43).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.library.actions import (
    fire_credential,
    fire_lapse,
    fire_legal_overdue,
    fire_review,
)
from stayline.library.queries import (
    due_credentials,
    due_lapses,
    due_legal,
    due_reviews,
    next_credential,
    next_lapse,
    next_legal,
    next_review,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID


class LapseDue:
    """Ends a certificate whose last day is over; what is in force stays in force (S0-12)."""

    name = "library.lapse"
    priority = 60

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the certificates that ended, the longest due first."""
        return due_lapses(at=at, limit=limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Let one lapse; False when it was renewed or somebody was first."""
        return fire_lapse(row_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next certificate ends."""
        return next_lapse()


class LegalDue:
    """Says that legal review of a safety correction is overdue."""

    name = "library.legal_review"
    priority = 60

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the corrections whose legal review is overdue, the longest due first."""
        return due_legal(at=at, limit=limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Say so of one; False when it was reviewed or somebody was first."""
        return fire_legal_overdue(row_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next legal review is owed."""
        return next_legal()


class ReviewDue:
    """Says that a version in force is due for review (S0-43)."""

    name = "library.review"
    priority = 61

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the versions whose review date has passed, the longest due first."""
        return due_reviews(at=at, limit=limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Say so of one; False when somebody was first."""
        return fire_review(row_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next version is due for review."""
        return next_review()


class CredentialDue:
    """Says that the credential of an expert ended (S0-12)."""

    name = "library.credential"
    priority = 61

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the experts whose credential ended, the longest ago first."""
        return due_credentials(at=at, limit=limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Say so of one; False when it was renewed or somebody was first."""
        return fire_credential(row_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next credential ends."""
        return next_credential()
