"""What of care is whose: dates alone, and they are the person's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.care.models import OffQueue, PrivateCheck

if TYPE_CHECKING:
    from uuid import UUID


def held_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return everything care holds about a person, for their own subject request."""
    off = OffQueue.objects.filter(person_id=person_id).order_by("since")
    checks = PrivateCheck.objects.filter(person_id=person_id).order_by("offered_at")
    return {
        "off_queue": list(off.values("incident_id", "since", "minimum_until", "back_at")),
        "private_checks": list(
            checks.values(
                "incident_id", "offered_at", "due_at", "done_at", "declined_at", "missed_at"
            )
        ),
    }
