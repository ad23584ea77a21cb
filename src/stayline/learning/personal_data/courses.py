"""What courses hold about a person. Feedback on a course names nobody, so it is nobody's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.learning.models import CourseAsked, CourseAttempt, CourseNotice, TrainerCredential

if TYPE_CHECKING:
    from uuid import UUID


def courses_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return what courses hold about a person, for their own subject request.

    What was chosen in each attempt is sealed under their key in the log: an erasure takes it.
    """
    taken = CourseAttempt.objects.filter(person_id=person_id).order_by("at", "id")
    asked = CourseAsked.objects.filter(person_id=person_id).order_by("at", "id")
    told = CourseNotice.objects.filter(person_id=person_id).order_by("at", "id")
    teaches = TrainerCredential.objects.filter(person_id=person_id).order_by("at", "id")
    named = ("credential", "teaches", "issuer", "number", "expires_on", "taken_back_at")
    found = {
        "courses_taken": taken.values("course_id", "version_id", "passed", "at", "valid_until"),
        "courses_asked": asked.values("course_id", "because", "due", "at"),
        "courses_told": told.values("course_id", "says", "due", "at"),
        "trainer_credentials": teaches.values(*named),
    }
    return {name: [dict(row) for row in rows] for name, rows in found.items()}
