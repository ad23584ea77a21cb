"""What of reviewing is whose: reviews of a person's contacts, with the words; and those they did.

The judgement belongs to the person whose contact it was. It is sealed under a key of its own
for each review, and no words or name of a caller belong in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.quality.models import Review
from stayline.quality.queries.reviewing import judged, reviews, words_of

if TYPE_CHECKING:
    from uuid import UUID

_DONE = ("claimed_at", "read_at", "finished_at")


def reviews_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return everything reviewing holds about a person, for their own subject request.

    Calibration rounds are left out of what is said of their contacts: they judge the reviewers.
    """
    of_them = reviews().filter(subject_id=person_id, round=None, finished_at__isnull=False)
    by_them = Review.objects.filter(reviewer_id=person_id).order_by("claimed_at", "id")
    return {
        "reviews": [_plain(row) for row in of_them.order_by("finished_at", "id")],
        "reviewed": [dict(row) for row in by_them.values(*_DONE)],
    }


def _plain(row: Review) -> dict[str, Any]:
    return {
        "why": row.why,
        "week": row.week,
        "read_at": row.read_at,
        "finished_at": row.finished_at,
        "result": row.result,
        "items": {name: verdict.value for name, verdict in judged(row).items()},
        "words": dict(words_of(row)),
    }
