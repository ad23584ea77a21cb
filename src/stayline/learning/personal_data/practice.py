"""What practice holds about a person: what they tried and what was asked; how it went is sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.learning.models import PracticeAsked, PracticeAttempt
from stayline.learning.queries.practice import result_of

if TYPE_CHECKING:
    from uuid import UUID


def practice_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return what practice holds about a person, for their own subject request.

    What was said and judged is sealed under their key in the log: an erasure takes it.
    """
    tried = PracticeAttempt.objects.filter(person_id=person_id).order_by("started_at", "id")
    asked = PracticeAsked.objects.filter(person_id=person_id).order_by("at", "id")
    return {
        "practice": [
            {
                "scenario_id": one.scenario_id,
                "started_at": one.started_at,
                "ended_at": one.ended_at,
                "how": one.how,
                "shared_at": one.shared_at,
                "result": result_of(one),
            }
            for one in tried.select_related("person")
        ],
        "practice_asked": [dict(row) for row in asked.values("scenario_id", "at", "until")],
    }
