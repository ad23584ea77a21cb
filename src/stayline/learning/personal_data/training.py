"""What of learning is whose: each person's own training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.learning.models import Training

if TYPE_CHECKING:
    from uuid import UUID

KEPT = (
    "protocol_id",
    "version_id",
    "trained_on",
    "valid_until",
    "how",
    "source",
    "recorded_at",
    "taken_back_at",
    "taken_back_because",
)


def held_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return everything learning holds about a person, for their own subject request."""
    rows = Training.objects.filter(person_id=person_id).order_by("trained_on", "id")
    return {"training": [dict(row) for row in rows.values(*KEPT)]}
