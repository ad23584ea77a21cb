"""Who may do what in reviewing: the queue, the cards, the judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.escalation.models import HandOver
from stayline.ledger.queries import entries
from stayline.people.models import Role
from stayline.people.policies import REVIEWS, SUPERVISES
from stayline.people.queries.points import conflicting
from stayline.privacy.policies import is_excluded, may_see_incident

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor
    from stayline.quality.models import CalibrationRound, Review

ONLY_LOOKED = ("privacy.", "escalation.rung.declined", "escalation.rung.rang")
"""How entries begin whose actor read, was rung or could not come: they had no part in it."""


def reviews_at(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` reviews contacts of this site (S2-41)."""
    return not actor.roles.isdisjoint(REVIEWS) and actor.site_id == site_id


def leads_reviews(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` gives reviews to others, and opens calibration rounds."""
    return not actor.roles.isdisjoint(SUPERVISES) and actor.site_id == site_id


def may_set_sample(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` decides how much is drawn: the manager of the site."""
    return actor.is_a(Role.MANAGER.value) and actor.site_id == site_id


def why_not(actor: Actor, about: Review | CalibrationRound, subject_id: UUID | None) -> str:
    """Return why `actor` must not review this contact, as a sentence; empty when they may.

    Nobody reviews their own contact, one they had a part in, or that of somebody with whom
    they have a conflict of interest (X-6). Whoever is implicated gets no reason: for them it
    is not there.
    """
    if subject_id is not None:
        if subject_id == actor.id:
            return "It is your own contact."
        if subject_id in conflicting(actor.id):
            return "A conflict of interest is noted between you and the person."
    if about.incident is not None and had_a_part(actor, about.incident):
        return "You had a part in the contact."
    return ""


def kept_out(actor: Actor, incident_id: UUID | None) -> bool:
    """Return whether a contact is not there for `actor`: implicated, or the discloser (S1-39)."""
    return incident_id is not None and is_excluded(actor.id, incident_id)


def had_a_part(actor: Actor, incident: Incident) -> bool:
    """Return whether `actor` was in the contact: took it, owned it, received it or acted in it."""
    agent_id = incident.contact.agent_id if incident.contact is not None else None
    if actor.id in {agent_id, incident.owner_id, incident.opened_by, incident.closed_by}:
        return True
    if HandOver.objects.filter(ladder__incident=incident, receiver_id=actor.id).exists():
        return True
    return any(
        entry.actor == actor.pseudonym and not entry.kind.startswith(ONLY_LOOKED)
        for entry in entries(incident.stream_id)
    )


def may_read_review(actor: Actor, review: Review) -> bool:
    """Return whether `actor` reads the judgement and the record beside it (X-8).

    Its reviewer does. Of a finished one also whoever leads reviews and handles the incident; a
    round's are closed to all others until it ends. Everybody else sees a redacted line.
    """
    if kept_out(actor, review.incident_id):
        return False
    if review.reviewer_id == actor.id:
        return True
    if review.finished_at is None or review.subject_id == actor.id:
        return False
    if review.round is not None and review.round.closed_at is None:
        return False
    listed = review.incident_id is None or may_see_incident(actor, review.incident_id)
    in_round = review.round is not None and _took_part(actor, review.round)
    return (leads_reviews(actor, review.site_id) or in_round) and listed


def _took_part(actor: Actor, its_round: CalibrationRound) -> bool:
    return its_round.reviews.filter(reviewer_id=actor.id).exists()
