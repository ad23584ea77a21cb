"""What of care is whose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.care.personal_data.first import held_about as care_held_about
from stayline.care.personal_data.own import own_held_about
from stayline.care.personal_data.timeline import timeline_held_about

if TYPE_CHECKING:
    from uuid import UUID

__all__ = ["held_about"]


def held_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return everything care holds about a person, for their own subject request."""
    return {
        **care_held_about(person_id),
        **timeline_held_about(person_id),
        **own_held_about(person_id),
    }
