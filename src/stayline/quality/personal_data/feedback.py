"""What of feedback, dispute and improvement is whose: the person's own, with its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.quality.models import Dispute, Feedback, Improvement, Talk
from stayline.quality.queries.told import words_for

if TYPE_CHECKING:
    from uuid import UUID

_DISPUTE = ("raised_at", "decided_at", "outcome", "result")
_TALK = ("begins_at", "minutes", "held_at", "called_off_at")


def feedback_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return everything feedback and improvement hold about a person, for their own request.

    The words are sealed under the person's own key and go when they are forgotten.
    """
    told = Feedback.objects.filter(person_id=person_id).select_related("person")
    disputes = Dispute.objects.filter(feedback__person_id=person_id)
    talks = Talk.objects.filter(feedback__person_id=person_id)
    about = Improvement.objects.filter(person_id=person_id).select_related("person")
    return {
        "feedback": [_feedback(row) for row in told.order_by("given_at", "id")],
        "disputes": [dict(row) for row in disputes.values(*_DISPUTE)],
        "talks": [dict(row) for row in talks.values(*_TALK)],
        "improvements": [_improvement(row) for row in about.order_by("opened_at", "id")],
    }


def _feedback(row: Feedback) -> dict[str, Any]:
    return {
        "given_at": row.given_at,
        "words": words_for(row.person, row.words_sealed),
        "answer": row.answer,
        "answer_words": words_for(row.person, row.answer_sealed),
    }


def _improvement(row: Improvement) -> dict[str, Any]:
    words = words_for(row.person, row.what_sealed) if row.person else ""
    return {"item": row.item, "what": words, "due": row.due, "closed_at": row.closed_at}
