"""What of queries and complaints is whose: what somebody raised is theirs.

What others raised about a person is not in their own file: it would name whoever spoke. A person
decides on such a request, by name (`domain.md` section 18: review before release).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.quality.models import Complaint, CountAlarm

if TYPE_CHECKING:
    from uuid import UUID


def complaints_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return what a person raised and answered, and the rises they looked at; no words."""
    rows = Complaint.objects.order_by("raised_at", "number")
    names = ("number", "kind", "raised_at", "answered_at")
    seen = CountAlarm.objects.filter(seen_by_id=person_id).order_by("seen_at")
    return {
        "complaints_raised": list(rows.filter(raiser_id=person_id).values(*names)),
        "complaints_answered": list(rows.filter(answered_by_id=person_id).values(*names)),
        "rises_looked_at": list(seen.values("week", "seen_at", "found")),
    }
