"""What of ladders is whose: the reason in words may speak of the caller; who was rung is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.escalation.models import Ladder, Page

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.privacy.ports import Caller


def caller_held(caller: Caller) -> dict[str, int]:
    """Return how many ladders still hold a reason in words."""
    rows = Ladder.objects.filter(incident_id__in=caller.incident_ids).exclude(reason="")
    return {"reasons": rows.count()}


def pages_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return when somebody was rung, by what, and what they answered."""
    rows = Page.objects.filter(person_id=person_id).order_by("paged_at", "id")
    return {
        "pages": [dict(row) for row in rows.values("channel", "paged_at", "answered_at", "answer")]
    }
