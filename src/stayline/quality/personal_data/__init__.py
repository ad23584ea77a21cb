"""What of quality is whose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.quality.personal_data.complaints import complaints_about
from stayline.quality.personal_data.feedback import feedback_about
from stayline.quality.personal_data.reviewing import reviews_about

if TYPE_CHECKING:
    from uuid import UUID

__all__ = ["held_about"]


def held_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return everything quality holds about a person, for their own subject request."""
    return reviews_about(person_id) | feedback_about(person_id) | complaints_about(person_id)
