"""What of need-to-know is whose: on which incidents' lists somebody was, and who read when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.privacy.models import IncidentAccess, SealedRead

if TYPE_CHECKING:
    from uuid import UUID


def access_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return when a person was let into incidents, and what they read when; no incident named.

    From what somebody was kept out is not in it: it would tell who reported them.
    """
    lists = IncidentAccess.objects.filter(person_id=person_id).order_by("granted_at", "id")
    reads = SealedRead.objects.filter(person_id=person_id).order_by("first_at", "id")
    return {
        "incident_lists": [
            dict(row) for row in lists.values("because", "granted_at", "revoked_at")
        ],
        "reading": [dict(row) for row in reads.values("screen", "first_at")],
    }
