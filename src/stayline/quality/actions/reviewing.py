"""Take a review, give it back, give it to somebody, ask for one, and read the record for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.contacts.models import Contact
from stayline.contacts.queries import contact as contact_of
from stayline.incidents.actions import lock_incident_in_transaction
from stayline.incidents.models import Incident
from stayline.people.queries import actor as actor_of
from stayline.people.queries import site as site_of
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline.privacy.actions import grant_in_transaction, withdraw_in_transaction
from stayline.quality.actions._queues import (
    LIVE,
    ToReview,
    add_in_transaction,
    log_in_transaction,
    queue_in_transaction,
    review_in_transaction,
)
from stayline.quality.errors import (
    NotForReviewers,
    ReviewerConflicted,
    ReviewFinishedAlready,
    ReviewNotFound,
    ReviewNotYours,
    ReviewTaken,
    ReviewWaits,
)
from stayline.quality.events import ReviewAsked, ReviewClaimed, ReviewRead, ReviewReleased
from stayline.quality.models import Review, Why
from stayline.quality.policies.reviewing import kept_out, leads_reviews, reviews_at, why_not
from stayline.quality.ports import listened
from stayline.quality.queries.reviewing import current_card, monday_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline.quality.models import ReviewQueue

ON_THE_LIST: Final = "reviews"
"""Why a reviewer is on an incident's list: for the time of the review (X-8)."""


@action
def claim_review(*, review_id: UUID, actor: Actor, at: datetime) -> Review:
    """Take a review from the queue; taking it twice changes nothing.

    The reviewer comes onto the incident's access list (X-8), and everybody there sees that.

    Raises:
        ReviewNotFound: none has this id, or it is not there for `actor`.
        NotForReviewers: `actor` does not review at this site.
        ReviewerConflicted: their own contact, one they had a part in, or a conflict of interest.
        ReviewTaken: somebody was first.
        ReviewFinishedAlready: it is finished.
    """
    return _give_in_transaction(review_id, actor, actor=actor, at=at)


@action
def assign_review(*, review_id: UUID, reviewer_id: UUID, actor: Actor, at: datetime) -> Review:
    """Give a review to somebody, also one that somebody else had begun.

    What another reviewer had begun goes: each judges for themselves.

    Raises:
        ReviewNotFound: none has this id, or it is not there for one of the two.
        NotForReviewers: `actor` gives no reviews at this site, or the other does none there.
        ReviewerConflicted: the other must not review this contact.
        ReviewFinishedAlready: it is finished.
    """
    row, _ = _locked_in_transaction(review_id, actor, at=at)
    if not leads_reviews(actor, row.site_id):
        raise NotForReviewers
    return _give_in_transaction(review_id, actor_of(reviewer_id), actor=actor, at=at)


@action
def release_review(*, review_id: UUID, actor: Actor, at: datetime) -> Review:
    """Give a review back to the queue, with nothing of what was begun; access to the record ends.

    Raises:
        ReviewNotFound: none has this id.
        ReviewNotYours: it is neither the actor's, nor theirs to give, or is in a round.
        ReviewFinishedAlready: it is finished.
    """
    row, queue = _locked_in_transaction(review_id, actor, at=at)
    own = row.reviewer_id == actor.id
    if row.reviewer_id is None or row.round_id or not (own or leads_reviews(actor, row.site_id)):
        raise ReviewNotYours
    _refuse_finished(row)
    _take_away_in_transaction(row, queue, row.reviewer_id, actor=actor, at=at)
    row.save()
    return row


@action
def ask_review(
    *,
    contact_id: UUID | None = None,
    incident_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Ask for a review of one contact beyond the queue, and return its id.

    One that is asked for and waits already is not asked for twice.

    Raises:
        NotForReviewers: `actor` leads no reviews at the contact's site.
        ReviewNotFound: neither is named, or the contact is not there for `actor`.
        ReviewWaits: the contact is not over yet.
    """
    contact, incident = _about(contact_id, incident_id)
    about = contact or incident
    if about is None or kept_out(actor, incident.id if incident else None):
        raise ReviewNotFound
    if not leads_reviews(actor, about.site_id):
        raise NotForReviewers
    if contact is not None and contact.released_at is None:
        raise ReviewWaits
    queue = queue_in_transaction(about.site_id, at=at)
    waiting = Review.objects.filter(
        why=Why.ASKED, round=None, contact=contact, incident=incident, finished_at=None
    )
    if found := waiting.first():
        return found.id
    week = monday_of(at, site_of(about.site_id).zone)
    what = ToReview(Why.ASKED.value, contact, incident, week=week)
    row = add_in_transaction(queue, what, asked_by=actor.id, at=at)
    log_in_transaction(queue, ReviewAsked(review=str(row.id)), actor=actor, at=at)
    return row.id


@action
def note_review_read(*, review_id: UUID, actor: Actor, at: datetime) -> bool:
    """Note that the reviewer reads the record for the first time, and let care know of it.

    Whoever reads or listens to a crisis contact afterwards is exposed to it too (S4-6). False:
    it was noted before, or there is nothing of a crisis in it.

    Raises:
        ReviewNotFound: none has this id.
        ReviewNotYours: `actor` is not its reviewer.
    """
    row, queue = _locked_in_transaction(review_id, actor, at=at)
    if row.reviewer_id != actor.id:
        raise ReviewNotYours
    if row.read_at is not None:
        return False
    row.read_at = at
    row.save(update_fields=["read_at"])
    log_in_transaction(queue, ReviewRead(review=str(row.id)), actor=actor, at=at)
    if row.incident_id is None:
        return False
    listened().listened_in_transaction(
        actor.id, row.incident_id, how="reviewed", actor=actor, at=at
    )
    return True


def give_in_transaction(
    row: Review, queue: ReviewQueue, reviewer: Actor, *, actor: Actor, at: datetime
) -> None:
    """Make `reviewer` the one who does a review; the caller holds the transaction and heads.

    Raises:
        ReviewerConflicted: they must not review this contact.
    """
    if because := why_not(reviewer, row, row.subject_id):
        raise ReviewerConflicted(because)
    row.reviewer_id, row.claimed_at = reviewer.id, at
    row.card_digest = row.card_digest or current_card(row.card_id).form.digest
    row.save()
    if row.incident is not None:
        grant_in_transaction(
            row.incident.id,
            reviewer,
            because=ON_THE_LIST,
            stream_id=row.incident.stream_id,
            actor=actor,
            at=at,
        )
    event = ReviewClaimed(review=str(row.id), reviewer=reviewer.pseudonym)
    log_in_transaction(queue, event, actor=actor, at=at)
    publish_on_commit(f"person:{reviewer.id}", LIVE)


def _give_in_transaction(review_id: UUID, reviewer: Actor, *, actor: Actor, at: datetime) -> Review:
    row, queue = _locked_in_transaction(review_id, reviewer, at=at)
    if not reviews_at(reviewer, row.site_id):
        raise NotForReviewers
    _refuse_finished(row)
    if row.reviewer_id == reviewer.id:
        return row
    if row.reviewer_id is not None:
        if actor.id == reviewer.id or row.round_id:
            raise ReviewTaken
        _take_away_in_transaction(row, queue, row.reviewer_id, actor=actor, at=at)
    give_in_transaction(row, queue, reviewer, actor=actor, at=at)
    return row


def _locked_in_transaction(
    review_id: UUID, actor: Actor, *, at: datetime
) -> tuple[Review, ReviewQueue]:
    """Return a review under its locks, the incident's first; not there for the implicated."""
    ids = Review.objects.filter(id=review_id).values_list("incident_id", flat=True)
    incident_id = ids.first()
    if kept_out(actor, incident_id):
        raise ReviewNotFound(review=str(review_id))
    if incident_id is not None:
        lock_incident_in_transaction(incident_id)
    return review_in_transaction(review_id, at=at)


def _refuse_finished(row: Review) -> None:
    if row.finished_at is not None:
        raise ReviewFinishedAlready


def _take_away_in_transaction(
    row: Review, queue: ReviewQueue, has_it: UUID, *, actor: Actor, at: datetime
) -> None:
    """Take a begun review from whoever has it: their draft goes, and their place on the list."""
    before = actor_of(has_it)
    row.reviewer, row.claimed_at, row.read_at, row.body = None, None, None, b""
    row.body_version = 0
    others = Review.objects.filter(incident=row.incident, reviewer_id=before.id)
    if row.incident is not None and not others.exclude(id=row.id).exists():
        withdraw_in_transaction(
            row.incident.id,
            before,
            because=ON_THE_LIST,
            stream_id=row.incident.stream_id,
            actor=actor,
            at=at,
        )
    event = ReviewReleased(review=str(row.id), reviewer=before.pseudonym)
    log_in_transaction(queue, event, actor=actor, at=at)
    publish_on_commit(f"person:{before.id}", LIVE)


def _about(
    contact_id: UUID | None, incident_id: UUID | None
) -> tuple[Contact | None, Incident | None]:
    """Return a contact with its incident, whichever of the two is named."""
    if contact_id is not None:
        found = Incident.objects.filter(contact_id=contact_id).first()
        return contact_of(contact_id), found
    if incident_id is None:
        return None, None
    row = Incident.objects.filter(id=incident_id).select_related("contact").first()
    return (row.contact if row else None), row
