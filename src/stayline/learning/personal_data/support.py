"""What of support is whose: wishes, plans, sessions, guidance and drafts of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.learning.models import (
    ColleagueGuidance,
    Lesson,
    PlanText,
    SupportPlan,
    SupportReview,
    SupportSession,
    Wish,
)
from stayline.learning.queries.lessons import draft_of
from stayline.quality.queries.told import words_for

if TYPE_CHECKING:
    from uuid import UUID

_PLAN = ("kind", "opened_at", "agreed_at", "stage", "ended_at")


def support_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return everything support holds about a person, for their own request.

    The words are sealed under the person's own key and go when they are forgotten.
    """
    mine = {"plan__person_id": person_id}
    plans = SupportPlan.objects.filter(person_id=person_id).order_by("opened_at")
    drafts = Lesson.objects.filter(written_by_id=person_id).select_related("written_by")
    return {
        "wishes": [
            {"at": one.at, "words": words_for(one.person, one.words_sealed)}
            for one in Wish.objects.filter(person_id=person_id).select_related("person")
        ],
        "plans": [dict(row) for row in plans.values(*_PLAN)],
        "plan_texts": [
            {"at": one.written_at, "words": words_for(one.plan.person, one.words_sealed)}
            for one in PlanText.objects.filter(**mine).select_related("plan__person")
        ],
        "sessions": [
            {"begins_at": one.begins_at, "note": words_for(one.plan.person, one.note_sealed)}
            for one in SupportSession.objects.filter(**mine).select_related("plan__person")
        ],
        "support_reviews": [
            {
                "at": one.at,
                "result": one.result,
                "words": words_for(one.plan.person, one.words_sealed),
            }
            for one in SupportReview.objects.filter(**mine).select_related("plan__person")
        ],
        "guidance": [
            {"at": one.at, "words": words_for(one.receiver, one.words_sealed)}
            for one in ColleagueGuidance.objects.filter(receiver_id=person_id).select_related(
                "receiver"
            )
        ],
        "lessons": [{"at": one.written_at, "title": draft_of(one)[0]} for one in drafts],
    }
