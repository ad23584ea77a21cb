"""What is due of documents: certificates that end, reviews, credentials, legal review owed.

A deadline is named by a UUID. A version is named by 64 hexadecimal digits, of which the first 32
are one: 128 bits of SHA-256 are as good a name, and no second column must be kept in step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from stayline.library.models import Certificate, DocumentVersion, Expert

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

HALF = 32


def due_lapses(*, at: datetime, limit: int) -> list[UUID]:
    """Return the certificates whose last day is over, the longest due first."""
    rows = Certificate.objects.filter(lapse_due_at__lte=at).order_by("lapse_due_at")
    return _ids(rows.values_list("version_id", flat=True)[:limit])


def next_lapse() -> datetime | None:
    """Return when the next certificate ends."""
    rows = Certificate.objects.filter(lapse_due_at__isnull=False).order_by("lapse_due_at")
    return rows.values_list("lapse_due_at", flat=True).first()


def due_legal(*, at: datetime, limit: int) -> list[UUID]:
    """Return the safety corrections whose legal review is overdue, the longest due first."""
    rows = Certificate.objects.filter(legal_due_at__lte=at).order_by("legal_due_at")
    return _ids(rows.values_list("version_id", flat=True)[:limit])


def next_legal() -> datetime | None:
    """Return when the next legal review of a safety correction is owed."""
    rows = Certificate.objects.filter(legal_due_at__isnull=False).order_by("legal_due_at")
    return rows.values_list("legal_due_at", flat=True).first()


def due_reviews(*, at: datetime, limit: int) -> list[UUID]:
    """Return the versions whose review date has passed, the longest due first."""
    rows = DocumentVersion.objects.filter(review_due_at__lte=at).order_by("review_due_at")
    return _ids(rows.values_list("digest", flat=True)[:limit])


def next_review() -> datetime | None:
    """Return when the next version is due for review."""
    rows = DocumentVersion.objects.filter(review_due_at__isnull=False).order_by("review_due_at")
    return rows.values_list("review_due_at", flat=True).first()


def due_credentials(*, at: datetime, limit: int) -> list[UUID]:
    """Return the experts whose credential has ended, the longest ago first."""
    rows = Expert.objects.filter(lapse_due_at__lte=at).order_by("lapse_due_at")
    return list(rows.values_list("id", flat=True)[:limit])


def next_credential() -> datetime | None:
    """Return when the next credential ends."""
    rows = Expert.objects.filter(lapse_due_at__isnull=False).order_by("lapse_due_at")
    return rows.values_list("lapse_due_at", flat=True).first()


def _ids(digests: Iterable[str]) -> list[UUID]:
    return [UUID(hex=one[:HALF]) for one in digests]
