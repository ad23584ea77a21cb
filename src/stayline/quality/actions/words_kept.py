"""How long feedback, talks and improvements are kept in words (`privacy.KeptPort`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q

from stayline.privacy.actions import Words, WordsKept
from stayline.quality.models import Dispute, Feedback, Improvement, Talk
from stayline_core.retention import Kind

if TYPE_CHECKING:
    from django.db.models import QuerySet

FEEDBACK: Final = Kind(
    id="feedback",
    title="Feedback, its answers, talks and disputes",
    since="since it was given, held or decided",
    goes="What was told and answered, notes of talks, the reasons of decisions.",
    stays="That feedback was given, when, by whom, how it was answered, and the result.",
    least=30,
)
IMPROVEMENTS: Final = Kind(
    id="improvement",
    title="What was to get better",
    since="since it was closed or set aside",
    goes="What was to be done, in words.",
    stays="The item of the score card, whose it was, its days, and what showed that it is better.",
    least=30,
)


def _feedback() -> QuerySet[Feedback]:
    """Return what still says something, and about which nothing is open."""
    rows = Feedback.objects.exclude(words_sealed=b"", answer_sealed=b"")
    return rows.exclude(dispute__decided_at=None, dispute__isnull=False).exclude(
        pk__in=Talk.objects.filter(held_at=None, called_off_at=None).values("feedback")
    )


def _disputes() -> QuerySet[Dispute]:
    return Dispute.objects.exclude(decision_sealed=b"")


def _talks() -> QuerySet[Talk]:
    return Talk.objects.exclude(note_sealed=b"")


def _closed() -> QuerySet[Improvement]:
    return _improvements().filter(closed_at__isnull=False)


def _set_aside() -> QuerySet[Improvement]:
    return _improvements().filter(closed_at=None)


def _improvements() -> QuerySet[Improvement]:
    return Improvement.objects.filter(~Q(what_sealed=b"") | ~Q(set_aside_sealed=b""))


FEEDBACK_KEPT: Final = WordsKept(
    FEEDBACK,
    (
        Words(
            _feedback,
            "given_at",
            {"words_sealed": b"", "answer_sealed": b""},
            "review__incident",
        ),
        Words(_disputes, "decided_at", {"decision_sealed": b""}, "feedback__review__incident"),
        Words(_talks, "held_at", {"note_sealed": b""}, "feedback__review__incident"),
    ),
)
IMPROVEMENTS_KEPT: Final = WordsKept(
    IMPROVEMENTS,
    (
        Words(_closed, "closed_at", {"what_sealed": b"", "set_aside_sealed": b""}),
        Words(_set_aside, "set_aside_at", {"what_sealed": b"", "set_aside_sealed": b""}),
    ),
)
