"""The answer to the question between a report and its case, where the centre asks one (S1-61)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stayline.ledger.queries import entries
from stayline.people.queries import names_by_pseudonym
from stayline.reports.events import CaseDecided

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.reports.models import Report


@dataclass(frozen=True, slots=True)
class DecisionView:
    """Whether a report gets a case: the question as it was asked, the answer, who and why."""

    question: str
    needed: bool
    reason: str
    who: str
    at: datetime


def decision_of(row: Report) -> DecisionView | None:
    """Return the last decision on a report's case; None: nobody decided, or it was erased."""
    found = [
        (one, one.event)
        for one in entries(row.incident.stream_id, kinds={CaseDecided.kind})
        if isinstance(one.event, CaseDecided) and one.event.report == str(row.id)
    ]
    if not found:
        return None
    entry, event = found[-1]
    return DecisionView(
        question=event.question,
        needed=event.answer == "yes",
        reason=event.reason,
        who=names_by_pseudonym([entry.actor]).get(entry.actor, ""),
        at=entry.at,
    )
