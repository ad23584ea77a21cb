"""What of quality speaks of a caller: reviews of their contact, what came of them, complaints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from stayline.quality.models import Complaint, Dispute, Feedback, Improvement, Review, Talk

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stayline.privacy.ports import Caller


def reviews_of_caller(caller: Caller) -> QuerySet[Review]:
    """Return the reviews of a caller's contact and incidents, those of calibration too."""
    alone = Q(contact_id=caller.contact_id, incident=None)
    return Review.objects.filter(Q(incident_id__in=caller.incident_ids) | alone).order_by("id")


def complaints_of_caller(caller: Caller) -> QuerySet[Complaint]:
    """Return the questions and complaints about how a caller's incidents were handled."""
    ids = caller.incident_ids
    return Complaint.objects.filter(
        Q(incident_id__in=ids) | Q(report__incident_id__in=ids)
    ).order_by("id")


def improvements_of_caller(caller: Caller) -> QuerySet[Improvement]:
    """Return what was opened because of those reviews and complaints."""
    of = [f"review:{one}" for one in reviews_of_caller(caller).values_list("id", flat=True)]
    for pk, number in complaints_of_caller(caller).values_list("id", "number"):
        of += [f"complaint:{pk}", f"complaint:{number}"]
    return Improvement.objects.filter(source__in=of).order_by("id")


def caller_held(caller: Caller) -> dict[str, int]:
    """Return how much still says something in words."""
    of_them = reviews_of_caller(caller)
    told = Feedback.objects.filter(review__in=of_them)
    return {
        "complaints": complaints_of_caller(caller).exclude(body_sealed=b"").count(),
        "feedback": told.exclude(words_sealed=b"", answer_sealed=b"").count(),
        "disputes": Dispute.objects.filter(feedback__in=told).exclude(decision_sealed=b"").count(),
        "talks": Talk.objects.filter(feedback__in=told).exclude(note_sealed=b"").count(),
        "improvements": improvements_of_caller(caller)
        .exclude(what_sealed=b"", set_aside_sealed=b"")
        .count(),
    }
