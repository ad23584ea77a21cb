"""Decisions of command: append-only, with reason and options rejected (INSCC011)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from stayline.command.errors import (
    DecisionAhead,
    DecisionCorrected,
    DecisionIncomplete,
    DecisionNotFound,
    NoCommandHere,
)
from stayline.command.events import DecisionRecorded
from stayline.command.models import Decision
from stayline.command.policies.posts import may_decide_here
from stayline.command.queries.joint import subject_of_words
from stayline.command.queries.posts import posts
from stayline.incidents.actions import lock_incident_in_transaction, log_in_transaction
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

WORDS_AT_MOST = 2000
"""So many characters of a decision, its reason and its rejected options are kept, each."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, why, and which other options were rejected and why."""

    words: str
    reason: str
    rejected: str = ""


@action
def record_decision(
    *,
    incident_id: UUID,
    decided: Decided,
    decided_at: datetime | None = None,
    corrects: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> Decision:
    """Write a decision down; nothing is changed afterwards, a correction is a new one (S3-23).

    Times of deciding and of writing are both kept. It carries the post its writer holds, the
    one that leads first. `corrects` names the decision that no longer stands.

    Raises:
        IncidentNotFound: no incident has this id.
        NoCommandHere: `actor` neither commands nor holds a post here.
        DecisionIncomplete: what was decided, or why, is missing.
        DecisionAhead: `decided_at` is still to come.
        DecisionNotFound: no decision of this incident has the id `corrects`.
        DecisionCorrected: it was corrected already.
    """
    incident = lock_incident_in_transaction(incident_id)
    if not may_decide_here(actor, incident):
        raise NoCommandHere
    _refuse_incomplete(decided)
    when = decided_at or at
    if when > at:
        raise DecisionAhead
    wrong = _corrected(incident, corrects)
    held = [one for one in posts(incident) if one.person_id == actor.id]
    held.sort(key=lambda one: (not one.leads, not one.commands))
    decision_id = uuid4()
    event = DecisionRecorded(
        decision=str(decision_id),
        words=decided.words.strip()[:WORDS_AT_MOST],
        reason=decided.reason.strip()[:WORDS_AT_MOST],
        rejected=decided.rejected.strip()[:WORDS_AT_MOST],
        post=held[0].post if held else "",
        title=held[0].title if held else "",
        decided_at=when.isoformat(timespec="seconds"),
        corrects=str(wrong.id) if wrong else "",
        subject=subject_of_words(incident),
    )
    receipt = log_in_transaction(incident, event, actor=actor, at=at, live="command")
    return Decision.objects.create(
        id=decision_id,
        incident=incident,
        sequence=receipt.sequence,
        by=actor.id,
        post=event.post,
        decided_at=when,
        recorded_at=at,
        corrects=wrong,
    )


def _refuse_incomplete(decided: Decided) -> None:
    missing = {}
    if not decided.words.strip():
        missing["decision"] = "What was decided, in a sentence."
    if not decided.reason.strip():
        missing["reason"] = "Why: what you knew when you decided."
    if missing:
        raise DecisionIncomplete(missing)


def _corrected(incident: Incident, corrects: UUID | None) -> Decision | None:
    if corrects is None:
        return None
    found = Decision.objects.filter(incident=incident, id=corrects).first()
    if found is None:
        raise DecisionNotFound(decision=str(corrects))
    if Decision.objects.filter(corrects=found).exists():
        raise DecisionCorrected
    return found
