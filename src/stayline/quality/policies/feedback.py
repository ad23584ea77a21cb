"""Who may do what in feedback and dispute: the two sides, and one more who was not in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.people.policies import REVIEWS

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline.quality.models import Feedback, Review


def may_give_feedback(actor: Actor, review: Review) -> bool:
    """Return whether `actor` may tell the person what a review showed: who finished it."""
    return (
        review.finished_at is not None
        and review.round_id is None
        and review.subject_id is not None
        and review.reviewer_id == actor.id != review.subject_id
    )


def is_a_side(actor: Actor, feedback: Feedback) -> bool:
    """Return whether `actor` gave this feedback or got it."""
    return actor.id in {feedback.person_id, feedback.given_by_id}


def may_decide(actor: Actor, feedback: Feedback, *, were_in_it: Collection[UUID]) -> bool:
    """Return whether `actor` may decide a dispute: a reviewer of the site, not in it at all.

    `were_in_it` are the people of the contact and those with a conflict of interest.
    """
    if actor.roles.isdisjoint(REVIEWS) or actor.site_id != feedback.review.site_id:
        return False
    return not is_a_side(actor, feedback) and actor.id not in were_in_it


def may_read_feedback(
    actor: Actor, feedback: Feedback, *, decider: UUID | None, were_in_it: Collection[UUID]
) -> bool:
    """Return whether `actor` may read this feedback: its two sides, and who decides a dispute.

    A dispute that nobody took yet is read by those who could; managers have no other way in.
    """
    if is_a_side(actor, feedback):
        return True
    if decider is not None:
        return actor.id == decider
    disputed = feedback.answer == "dispute"
    return disputed and may_decide(actor, feedback, were_in_it=were_in_it)
