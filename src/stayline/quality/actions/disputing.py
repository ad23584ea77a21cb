"""A dispute is taken by another reviewer who was not in it, and decided with a reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from stayline.incidents.actions import lock_incident_in_transaction
from stayline.people.queries import person, system_actor
from stayline.platform.transactions import action
from stayline.privacy.actions import grant_in_transaction
from stayline.quality.actions._sealing import (
    log_for_in_transaction,
    mail_in_transaction,
    seal_for_in_transaction,
    tell_in_transaction,
)
from stayline.quality.actions.feedback import WORDS, feedback_locked
from stayline.quality.errors.feedback import DisputeNotFound, DisputeNotYours, FeedbackInvalid
from stayline.quality.events.feedback import DisputeDecided, DisputeLate, DisputeTaken
from stayline.quality.models import Dispute, Outcome, Result
from stayline.quality.policies.feedback import may_decide
from stayline.quality.queries.feedback import people_of_contact
from stayline.quality.queries.improving import leaders_of
from stayline.quality.queries.told import subject_of
from stayline_core.scoring import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline.quality.models import Feedback

REVIEWER: Final = "reviewer"
"""Why somebody is on an incident's access list: they look at it anew (X-8)."""


@action
def take_dispute(*, feedback_id: UUID, actor: Actor, at: datetime) -> None:
    """Take a dispute, to decide it; with it comes a place on the access list (X-8).

    Raises:
        DisputeNotFound: nothing is disputed here, or it was decided.
        DisputeNotYours: `actor` was in it or is no reviewer of the site, or somebody was first.
    """
    row, dispute = _undecided(feedback_id)
    if not may_decide(actor, row, were_in_it=people_of_contact(row.review)):
        raise DisputeNotYours
    if dispute.decider_id == actor.id:
        return
    if dispute.decider_id is not None:
        raise DisputeNotYours
    dispute.decider_id, dispute.taken_at = actor.id, at
    dispute.save(update_fields=["decider", "taken_at"])
    if row.review.incident_id is not None:
        incident = lock_incident_in_transaction(row.review.incident_id)
        grant_in_transaction(
            incident.id,
            person(actor.id).actor(),
            because=REVIEWER,
            stream_id=incident.stream_id,
            actor=actor,
            at=at,
        )
    event = DisputeTaken(feedback=str(row.id), subject=subject_of(row.person))
    log_for_in_transaction(row.person, event, actor=actor, at=at)
    tell_in_transaction([row.person_id, row.given_by_id])


@action
def decide_dispute(
    *,
    feedback_id: UUID,
    outcome: str,
    reason: str,
    result: str = "",
    items: Mapping[str, str] | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Decide a dispute: the review stands, or is changed, with the reason.

    The first judgement is kept as it was. Changed, `result` is what the review comes to now, and
    `items` are those judged otherwise, with their new verdicts.

    Raises:
        DisputeNotFound: nothing is disputed here, or it was decided.
        DisputeNotYours: `actor` did not take it.
        FeedbackInvalid: no reason, no such outcome, or a change without what it changes.
    """
    row, dispute = _undecided(feedback_id)
    if dispute.decider_id != actor.id:
        raise DisputeNotYours
    changed = dict(items or {}) if outcome == Outcome.CHANGED else {}
    said = reason.strip()[:WORDS]
    faults = _faults(outcome, said, result, changed)
    if faults:
        raise FeedbackInvalid(faults)
    dispute.outcome, dispute.decided_at, dispute.due_at = outcome, at, None
    dispute.result = result if outcome == Outcome.CHANGED else ""
    told = json.dumps({"reason": said, "items": changed}, sort_keys=True)
    dispute.decision_sealed = seal_for_in_transaction(row.person, told, at=at)
    dispute.save(update_fields=["outcome", "decided_at", "due_at", "result", "decision_sealed"])
    event = DisputeDecided(
        feedback=str(row.id),
        outcome=str(Outcome(outcome).label),
        result=dispute.result,
        subject=subject_of(row.person),
    )
    log_for_in_transaction(row.person, event, actor=actor, at=at)
    tell_in_transaction([row.person_id, row.given_by_id])


@action
def fire_dispute_late(*, row_id: UUID, at: datetime) -> bool:
    """Tell those who could decide a dispute that it is late; False when it was decided."""
    late = Dispute.objects.filter(id=row_id, due_at__lte=at)
    if not late.update(due_at=None, told_at=at):
        return False
    about = Dispute.objects.values_list("feedback_id", flat=True).get(id=row_id)
    row = feedback_locked(about)
    event = DisputeLate(feedback=str(row.id), subject=subject_of(row.person))
    log_for_in_transaction(row.person, event, actor=system_actor("watcher"), at=at)
    in_it = people_of_contact(row.review)
    others = [one for one in leaders_of(row.review.site_id) if one not in in_it]
    tell_in_transaction([row.person_id, *others])
    mail_in_transaction(others, site=row.review.site, row_id=row_id, exercise=row.exercise, at=at)
    return True


def _undecided(feedback_id: UUID) -> tuple[Feedback, Dispute]:
    row = feedback_locked(feedback_id)
    rows = Dispute.objects.select_for_update(of=("self",))
    dispute = rows.filter(feedback=row, decided_at=None).first()
    if dispute is None:
        raise DisputeNotFound
    return row, dispute


def _faults(outcome: str, reason: str, result: str, items: Mapping[str, str]) -> dict[str, str]:
    faults = {}
    if outcome not in Outcome.values:
        faults["outcome"] = "Choose how it is decided."
    if not reason:
        faults["reason"] = "Say why, in words that both sides can follow."
    if outcome == Outcome.CHANGED and result not in Result.values:
        faults["result"] = "Say what the review comes to now."
    if any(verdict not in list(Verdict) for verdict in items.values()):
        faults["items"] = "Choose a verdict for each item that changes."
    return faults
