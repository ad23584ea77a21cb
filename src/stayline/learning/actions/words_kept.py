"""How long what learning holds in words is kept (`privacy.KeptPort`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from stayline.learning.models import (
    ColleagueGuidance,
    CourseAttempt,
    CourseFeedback,
    Lesson,
    PlanText,
    PracticeAttempt,
    SupportReview,
    SupportSession,
    Wish,
)
from stayline.privacy.actions import Words, WordsKept
from stayline_core.retention import Kind

if TYPE_CHECKING:
    from django.db.models import QuerySet

SUPPORT: Final = Kind(
    id="support",
    title="Plans and sessions of coaching and buddying",
    since="since the plan ended, or the guidance was given",
    goes="What a plan says, notes of sessions and reviews, wishes, guidance of a colleague.",
    stays="That there was a plan, between whom and when, its sessions, and whether it helped.",
    least=30,
)
ATTEMPTS: Final = Kind(
    id="course_attempt",
    title="Answers given in courses",
    since="since they were given",
    goes="What was chosen, and what was said about a course.",
    stays="Passed or not yet, when, and until when it counts.",
    least=30,
)
PRACTICE: Final = Kind(
    id="practice",
    title="Results of practice",
    since="since the practice ended",
    goes="What was judged of it.",
    stays="Who practised what, and when.",
)
LESSONS: Final = Kind(
    id="lesson",
    title="Drafts of lessons, and lessons that were withdrawn",
    since="since they were written or withdrawn",
    goes="A draft as a whole, which may still hold a name; the words of a withdrawn lesson.",
    stays="That there was a lesson. Published ones stay: they name nobody.",
    least=30,
)


def _texts() -> QuerySet[Any]:
    return PlanText.objects.filter(plan__ended_at__isnull=False).exclude(words_sealed=b"")


def _sessions() -> QuerySet[Any]:
    return SupportSession.objects.filter(plan__ended_at__isnull=False).exclude(note_sealed=b"")


def _reviews() -> QuerySet[Any]:
    return SupportReview.objects.filter(plan__ended_at__isnull=False).exclude(words_sealed=b"")


def _guidance() -> QuerySet[Any]:
    return ColleagueGuidance.objects.exclude(words_sealed=b"")


def _wishes() -> QuerySet[Any]:
    return Wish.objects.filter(ended_at__isnull=False)


def _attempts() -> QuerySet[Any]:
    return CourseAttempt.objects.exclude(answers_sealed=b"")


def _comments() -> QuerySet[Any]:
    return CourseFeedback.objects.exclude(comment_sealed=b"")


def _practised() -> QuerySet[Any]:
    return PracticeAttempt.objects.exclude(result_sealed=b"")


def _drafts() -> QuerySet[Any]:
    return Lesson.objects.filter(published_at=None)


def _withdrawn() -> QuerySet[Any]:
    return Lesson.objects.exclude(title="", words="", draft_sealed=b"")


SUPPORT_KEPT: Final = WordsKept(
    SUPPORT,
    (
        Words(_texts, "plan__ended_at", {"words_sealed": b""}),
        Words(_sessions, "plan__ended_at", {"note_sealed": b""}),
        Words(_reviews, "plan__ended_at", {"words_sealed": b""}),
        Words(_guidance, "at", {"words_sealed": b""}),
        Words(_wishes, "ended_at"),
    ),
)
ATTEMPTS_KEPT: Final = WordsKept(
    ATTEMPTS,
    (
        Words(_attempts, "at", {"answers_sealed": b""}),
        Words(_comments, "week", {"comment_sealed": b""}),
    ),
)
PRACTICE_KEPT: Final = WordsKept(PRACTICE, (Words(_practised, "ended_at", {"result_sealed": b""}),))
LESSONS_KEPT: Final = WordsKept(
    LESSONS,
    (
        Words(_drafts, "written_at"),
        Words(_withdrawn, "withdrawn_at", {"title": "", "words": "", "draft_sealed": b""}),
    ),
)
