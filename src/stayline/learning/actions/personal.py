"""What learning holds about people, and how it goes (`privacy.PersonalDataPort`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from stayline.learning.models import PracticeAttempt
from stayline.learning.personal_data import (
    courses_about,
    held_about,
    practice_about,
    support_about,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline.privacy.ports import Caller

MINE: Final = "the person who works here: under their key, and pruned when its time is over"


@dataclass(frozen=True, slots=True)
class LearningPersonal:
    """Training, courses, practice, support and lessons.

    A lesson knows of no incident: nobody can find it by one. While it is a draft it goes with its
    writer's key, or when its time is over; published, a second person has read that it names
    nobody.
    """

    room: ClassVar[str] = "learning"
    sealed: ClassVar[Mapping[str, str]] = {
        "learning_courseattempt.answers_sealed": MINE,
        "learning_coursefeedback.comment_sealed": "nobody: feedback on a course names nobody",
        "learning_lesson.draft_sealed": MINE,
        "learning_plantext.words_sealed": MINE,
        "learning_practiceattempt.result_sealed": "the person who practised; goes with the contact",
        "learning_supportsession.note_sealed": MINE,
        "learning_supportreview.words_sealed": MINE,
        "learning_colleagueguidance.words_sealed": MINE,
        "learning_wish.words_sealed": MINE,
    }

    def about_caller(self, caller: Caller) -> dict[str, int]:
        """Return how many results of practice on this contact there are."""
        rows = PracticeAttempt.objects.filter(contact_id=caller.contact_id)
        return {"practice": rows.exclude(result_sealed=b"").count()}

    def forget_caller_in_transaction(self, caller: Caller, *, actor: Actor, at: datetime) -> None:
        """Empty the result of practising on it; the caller of this holds the transaction."""
        del actor, at  # the erasure's own entry names both
        PracticeAttempt.objects.filter(contact_id=caller.contact_id).update(result_sealed=b"")

    def about_person(self, person_id: UUID) -> dict[str, list[dict[str, Any]]]:
        """Return what learning holds about somebody who works here."""
        return (
            held_about(person_id)
            | courses_about(person_id)
            | practice_about(person_id)
            | support_about(person_id)
        )
