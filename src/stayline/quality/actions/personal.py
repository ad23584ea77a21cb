"""What quality holds about people, and how it goes (`privacy.PersonalDataPort`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from stayline.ledger.actions import erase_in_transaction
from stayline.people.actions.system import system_stream
from stayline.quality.actions._queues import review_in_transaction
from stayline.quality.actions.complaints_kept import forget_complaint_in_transaction
from stayline.quality.actions.keeping import forget_words_in_transaction
from stayline.quality.models import Dispute, Feedback, Talk
from stayline.quality.personal_data import held_about
from stayline.quality.personal_data.callers import (
    caller_held,
    complaints_of_caller,
    improvements_of_caller,
    reviews_of_caller,
)
from stayline.quality.queries.improving import subject_of_improvement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline.privacy.ports import Caller

ASKED: Final = "the caller whom it speaks of is forgotten"
TOLD: Final = "the person it was told; emptied when the caller of its contact is forgotten"


@dataclass(frozen=True, slots=True)
class QualityPersonal:
    """Reviews, what was told of them, improvements, questions and complaints."""

    room: ClassVar[str] = "quality"
    sealed: ClassVar[Mapping[str, str]] = {
        "quality_complaint.body_sealed": "whoever it speaks of: a key of its own, destroyed",
        "quality_complaint.answer_sealed": "whoever it speaks of: a key of its own, destroyed",
        "quality_review.body": "the person and the caller: a key of its own, destroyed; items stay",
        "quality_feedback.words_sealed": TOLD,
        "quality_feedback.answer_sealed": TOLD,
        "quality_dispute.decision_sealed": TOLD,
        "quality_talk.note_sealed": TOLD,
        "quality_improvement.what_sealed": TOLD,
        "quality_improvement.set_aside_sealed": TOLD,
    }

    def about_caller(self, caller: Caller) -> dict[str, int]:
        """Return what still says something of a caller."""
        return caller_held(caller)

    def forget_caller_in_transaction(self, caller: Caller, *, actor: Actor, at: datetime) -> None:
        """Destroy or empty all of it; the caller of this holds the transaction."""
        told = Feedback.objects.filter(review__in=reviews_of_caller(caller))
        Dispute.objects.filter(feedback__in=told).update(decision_sealed=b"")
        Talk.objects.filter(feedback__in=told).update(note_sealed=b"")
        told.update(words_sealed=b"", answer_sealed=b"")
        _forget_improvements(caller, actor, at)
        for one in complaints_of_caller(caller):
            if one.body_sealed:
                forget_complaint_in_transaction(one, reason=ASKED, actor=actor, at=at)
        for pk in list(reviews_of_caller(caller).values_list("id", flat=True)):
            row, queue = review_in_transaction(pk, at=at)
            forget_words_in_transaction(row, queue, reason=ASKED, actor=actor, at=at)

    def about_person(self, person_id: UUID) -> dict[str, list[dict[str, Any]]]:
        """Return what quality holds about somebody who works here.

        What a reviewer wrote for the record stays out: it may quote a caller. What they were told
        of it is theirs.
        """
        held = held_about(person_id)
        plain = [
            {name: value for name, value in one.items() if name != "words"}
            for one in held["reviews"]
        ]
        return held | {"reviews": plain}


def _forget_improvements(caller: Caller, actor: Actor, at: datetime) -> None:
    rows = improvements_of_caller(caller)
    for one in rows.filter(person=None).exclude(what_sealed=b""):
        erase_in_transaction(
            system_stream(at), subject_of_improvement(one), reason=ASKED, actor=actor, at=at
        )
    rows.update(what_sealed=b"", set_aside_sealed=b"")
