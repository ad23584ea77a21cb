"""What of resources is whose: the entries of the list that stand for one of our own people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.command.models import Resource

if TYPE_CHECKING:
    from uuid import UUID

KEPT = (
    "name",
    "call_sign",
    "capabilities",
    "area",
    "hours",
    "state",
    "state_because",
    "state_until",
    "added_at",
    "removed_at",
)


def held_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return what the list of resources holds about a person, for their own subject request."""
    rows = Resource.objects.filter(person_id=person_id).order_by("added_at", "id")
    return {"resources": [dict(row) for row in rows.values(*KEPT)]}
