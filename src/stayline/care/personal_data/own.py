"""What a person keeps for themselves, and what leaders owe them or owe: whose it is.

All of it goes to the person who asks for their own data, and to nobody else. Answers to the
pulse are nobody's: they cannot be found again, so they cannot be given either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.care.models import LeaderDuty
from stayline.care.queries.own import own_plan, own_reflections, own_reminders

if TYPE_CHECKING:
    from uuid import UUID

KEPT = ("duty", "owed_at", "until", "met_at", "waived_at", "waived_because", "missed_at")


def own_held_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return what a person keeps for themselves, opened, and the dates of duties of care."""
    thoughts = own_reflections(person_id)
    rows = LeaderDuty.objects.order_by("owed_at", "id")
    return {
        "own_plan": [{"words": one.words} for one in own_plan(person_id)],
        "reminders": [
            {"words": one.words, "when": one.when, "paused": one.paused}
            for one in own_reminders(person_id)
        ],
        "reflections": [
            {"written_at": one.written_at, "prompt": one.prompt, "words": one.words}
            for one in thoughts
        ],
        "duties_to_them": [dict(row) for row in rows.filter(person_id=person_id).values(*KEPT)],
        "duties_they_owe": [dict(row) for row in rows.filter(owner_id=person_id).values(*KEPT)],
    }
