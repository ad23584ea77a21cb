"""Where procedures are departed from, and what their owners were asked because of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.library.queries import standing_digests, version_by_digest
from stayline.quality.models import Proposal
from stayline.quality.queries.adherence import DepartureCount, departures

if TYPE_CHECKING:
    from datetime import datetime

BACK: Final = timedelta(weeks=12)
"""How far back departures are counted."""

LEAST: Final = 5
"""In fewer contacts than this a departure says nothing of the procedure."""

SHARE: Final = 10
"""And in fewer than one contact of so many."""

WHAT: Final = {
    "skipped": "left out",
    "not_asked": "its question not asked",
    "late": "came late",
    "went_back": "gone back to",
    "refused": "refused",
    "left_for": "left for another procedure",
    "not_reached": "not reached",
    "ladder_late": "help was slow to come",
    "overdue": "done too late",
}
"""How a step was departed from, in words."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure that may have been departed from."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a procedure was departed from; `asks` says that its owner is asked."""

    step: str
    words: str
    what: str
    because: str
    contacts: int
    of: int
    asks: bool


def procedures() -> list[Procedure]:
    """Return every procedure that stands, by its title."""
    rows = [version_by_digest(one) for one in standing_digests("protocol")]
    return sorted(
        (Procedure(one.document_id, one.title) for one in rows), key=lambda one: one.title
    )


def ways_of(protocol_id: str, *, exercise: bool, at: datetime) -> list[Way]:
    """Return how a procedure was departed from lately, the most frequent first.

    A departure is no fault: it is what the owner of the document looks at.
    """
    found = departures(protocol_id, since=at - BACK, exercise=exercise)
    return [_way(one, found.incidents) for one in found.counts]


def worth_asking(contacts: int, of: int) -> bool:
    """Return whether so many contacts of so many say something of the procedure itself."""
    return contacts >= LEAST and contacts * SHARE >= of


def proposals(*, exercise: bool) -> list[Proposal]:
    """Return what owners were asked, the undecided first, the newest first."""
    rows = Proposal.objects.filter(exercise=exercise).select_related("decided_by")
    return sorted(rows.order_by("-raised_at")[:100], key=lambda one: one.state != "open")


def in_words(what: str) -> str:
    """Return how a step was departed from, in words."""
    return WHAT.get(what, what.replace("_", " "))


def _way(one: DepartureCount, of: int) -> Way:
    contacts = len(one.incidents)
    return Way(
        step=one.step,
        words=in_words(one.what),
        what=one.what,
        because=one.because,
        contacts=contacts,
        of=of,
        asks=worth_asking(contacts, of),
    )
