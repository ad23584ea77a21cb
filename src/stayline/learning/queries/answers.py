"""What somebody answered to a course's questions: theirs alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from stayline.learning.errors import CourseNotFound
from stayline.learning.models import CourseAttempt
from stayline.learning.queries.courses import course, subject_of
from stayline.ledger.errors import ContentErased
from stayline.ledger.queries import stream_about, unseal
from stayline_core.courses import Course, Marked, mark


@dataclass(frozen=True, slots=True)
class Attempt:
    """Questions that somebody answered, as they read it: what they chose, what is right, why."""

    id: UUID
    course: Course
    digest: str
    at: datetime
    passed: bool
    valid_until: date | None
    told_us: bool
    marked: Marked


def attempt(attempt_id: UUID) -> Attempt:
    """Return what somebody answered, for them alone: whoever asks checks whose it is first.

    Raises:
        CourseNotFound: there is no such attempt.
        ContentErased: the person was forgotten since.
    """
    row = attempt_row(attempt_id)
    return _attempt(row)


def attempt_row(attempt_id: UUID) -> CourseAttempt:
    """Return the row of an attempt.

    Raises:
        CourseNotFound: there is none.
    """
    row = CourseAttempt.objects.filter(id=attempt_id).select_related("person").first()
    if row is None:
        raise CourseNotFound(attempt=str(attempt_id))
    return row


def attempts_on(person_id: UUID, course_id: str) -> list[CourseAttempt]:
    """Return when somebody answered a course's questions, and whether they passed."""
    return list(CourseAttempt.objects.filter(person_id=person_id, course_id=course_id))


def answers_of(row: CourseAttempt) -> dict[str, str]:
    """Return what was chosen in an attempt, by question.

    Raises:
        ContentErased: the person was forgotten since.
    """
    stream = stream_about("person", row.person_id)
    if stream is None:
        raise CourseNotFound(attempt=str(row.id))
    if not row.answers_sealed:  # their time was over
        raise ContentErased(stream=str(stream.id))
    plain = unseal(stream.id, subject_of(row.person), bytes(row.answers_sealed))
    return cast("dict[str, str]", json.loads(plain))


def _attempt(row: CourseAttempt) -> Attempt:
    held = course(row.course_id, row.version_id)
    return Attempt(
        id=row.id,
        course=held.course,
        digest=row.version_id,
        at=row.at,
        passed=row.passed,
        valid_until=row.valid_until,
        told_us=row.told_us,
        marked=mark(held.course, answers_of(row)),
    )
