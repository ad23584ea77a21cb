"""What of care is whose: dates alone, and they are the person's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.care.models import OffQueue, PrivateCheck

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import Model


def held_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return everything care holds about a person, for their own subject request."""
    off = OffQueue.objects.filter(person_id=person_id).order_by("since", "id")
    checks = PrivateCheck.objects.filter(person_id=person_id).order_by("offered_at", "due_at", "id")
    return {
        "off_queue": [
            _plain(row, "incident_id", "since", "minimum_until", "back_at") for row in off
        ],
        "private_checks": [
            _plain(
                row, "incident_id", "offered_at", "due_at", "done_at", "declined_at", "missed_at"
            )
            for row in checks
        ],
    }


def _plain(row: Model, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
