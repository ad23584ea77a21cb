"""Calibration: put one contact before several reviewers, and end the round."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.incidents.actions import lock_incident_in_transaction
from stayline.people.queries import actor as actor_of
from stayline.people.queries import site as site_of
from stayline.platform.transactions import action
from stayline.quality.actions._queues import (
    ToReview,
    add_in_transaction,
    log_in_transaction,
    queue_in_transaction,
)
from stayline.quality.actions.reviewing import give_in_transaction
from stayline.quality.actions.rounds import close_in_transaction
from stayline.quality.errors import NotForReviewers, RoundClosed, RoundInvalid
from stayline.quality.events import RoundOpened
from stayline.quality.models import CalibrationRound, Why
from stayline.quality.policies.reviewing import kept_out, leads_reviews, reviews_at, why_not
from stayline.quality.queries.calibration import calibration_round
from stayline.quality.queries.reviewing import current_card, monday_of, review

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline.quality.models import Review

DUE: Final = timedelta(days=14)
"""How long reviewers have for a round; nobody waits for them."""

LEAST: Final = 2


@action
def open_round(
    *, review_id: UUID, reviewer_ids: Collection[UUID], actor: Actor, at: datetime
) -> UUID:
    """Put the contact of a review before several reviewers, each blind to the others.

    Whoever finished that review, or has it, does not take part: their judgement was made in
    another way. The review itself stays as it is; a round judges nobody.

    Raises:
        ReviewNotFound: no review has this id.
        NotForReviewers: `actor` leads no reviews at the site.
        RoundInvalid: fewer than two reviewers, or one who must not review this contact.
    """
    about = review(review_id)
    if not leads_reviews(actor, about.site_id):
        raise NotForReviewers
    if about.incident_id is not None:
        lock_incident_in_transaction(about.incident_id)
    queue = queue_in_transaction(about.site_id, at=at)
    people = [actor_of(one) for one in sorted(set(reviewer_ids))]
    _refuse_unfit(about, people)
    card = current_card(about.card_id).form
    made = CalibrationRound.objects.create(
        site_id=about.site_id,
        contact=about.contact,
        incident=about.incident,
        exercise=about.exercise,
        card_id=card.id,
        card_digest=card.digest,
        opened_by_id=actor.id,
        opened_at=at,
        due_at=at + DUE,
    )
    week = monday_of(at, site_of(about.site_id).zone)
    what = ToReview(Why.ASKED.value, about.contact, about.incident, week=week)
    for who in people:
        row = add_in_transaction(queue, what, asked_by=actor.id, its_round=made, at=at)
        give_in_transaction(row, queue, who, actor=actor, at=at)
    event = RoundOpened(round=str(made.id), reviewers=len(people))
    log_in_transaction(queue, event, actor=actor, at=at)
    return made.id


@action
def close_round(*, round_id: UUID, actor: Actor, at: datetime) -> None:
    """End a round as it stands; from then on its reviewers see each other's judgement.

    Raises:
        RoundNotFound: no round has this id.
        NotForReviewers: `actor` leads no reviews at the site.
        RoundClosed: it is closed.
    """
    site_id = calibration_round(round_id).site_id
    if not leads_reviews(actor, site_id):
        raise NotForReviewers
    queue = queue_in_transaction(site_id, at=at)
    found = calibration_round(round_id)
    if found.closed_at is not None:
        raise RoundClosed
    close_in_transaction(found, queue, actor=actor, at=at)


def _refuse_unfit(about: Review, people: Collection[Actor]) -> None:
    """Refuse a round that could not be fair; nobody learns here who is implicated."""
    faults = {}
    if len(people) < LEAST:
        faults["reviewers"] = "Choose at least two reviewers."
    for who in people:
        fits = reviews_at(who, about.site_id) and not kept_out(who, about.incident_id)
        if not fits or who.id == about.reviewer_id or why_not(who, about, about.subject_id):
            faults[str(who.id)] = f"{who.name} does not review this contact: choose somebody else."
    if faults:
        raise RoundInvalid(faults)
