"""What is read of feedback, dispute and talks: by the two sides, and by who decides."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Q

from stayline.contacts.models import Contact
from stayline.escalation.models import HandOver
from stayline.people.queries import conflicting
from stayline.privacy.queries import excluded_people
from stayline.quality.errors.feedback import FeedbackNotFound, FeedbackRefused
from stayline.quality.models import Answer, Dispute, Feedback, Outcome, Result, Review, Talk
from stayline.quality.policies.feedback import (
    is_a_side,
    may_decide,
    may_give_feedback,
    may_read_feedback,
)
from stayline.quality.queries.reviewing import judged, reviews, words_of
from stayline.quality.queries.told import words_for
from stayline_core.scoring import ITEMS, MUST_NOT, Verdict

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stayline.platform.actors import Actor

ANSWERS: Final = tuple((one.value, one.label) for one in Answer)
OUTCOMES: Final = tuple((one.value, one.label) for one in Outcome)
RESULTS: Final = tuple((one.value, one.label) for one in Result)


@dataclass(frozen=True, slots=True)
class TalkView:
    """A feedback talk. `state` is proposed, accepted, held or called_off."""

    id: UUID
    begins_at: datetime
    minutes: int
    place: str
    state: str
    booked_by_id: UUID
    booked_by: str
    over: bool
    note: str


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A dispute. `outcome` and `reason` are empty until it is decided."""

    raised_at: datetime
    decide_by: datetime
    late: bool
    decider: str
    decider_id: UUID | None
    decided_at: datetime | None
    outcome: str
    outcome_words: str
    result_words: str
    reason: str


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """One line of a list of feedback. `waits_for` says who is to do something next."""

    id: UUID
    person: str
    by: str
    given_at: datetime
    what: str
    waits_for: str
    mine: bool


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """Everything about one feedback that one of its readers may see."""

    id: UUID
    review_id: UUID
    person_id: UUID
    person: str
    by: str
    given_at: datetime
    what: str
    result: str
    result_words: str
    words: str
    answer: str
    answer_label: str
    answer_words: str
    answered_at: datetime | None
    talks: tuple[TalkView, ...]
    ahead: TalkView | None
    dispute: DisputeView | None
    owns: bool
    side: bool
    decides: bool


def people_of_contact(review: Review) -> set[UUID]:
    """Return who was in a reviewed contact, is kept out of it, or in conflict with its subject.

    None of them judges it, or decides a dispute about it (X-6, X-8).
    """
    found: set[UUID | None] = {review.subject_id}
    if review.contact_id:
        agents = Contact.objects.filter(id=review.contact_id)
        found |= set(agents.values_list("agent_id", flat=True))
    if review.incident is not None:
        found.add(review.incident.owner_id)
        came = HandOver.objects.filter(ladder__incident_id=review.incident.id)
        found |= set(came.values_list("receiver_id", flat=True))
        found |= excluded_people(review.incident.id)
    if review.subject_id:
        found |= conflicting(review.subject_id)
    return {one for one in found if one is not None}


def feedback_row(feedback_id: UUID, *, actor: Actor) -> Feedback:
    """Return a feedback that `actor` may read.

    Raises:
        FeedbackNotFound: there is none, or it is nothing of theirs: the answer is the same.
    """
    row = _rows().filter(id=feedback_id).first()
    if row is None:
        raise FeedbackNotFound
    dispute = dispute_of(row)
    taken = dispute.decider_id if dispute else None
    in_it = people_of_contact(row.review)
    if not may_read_feedback(actor, row, decider=taken, were_in_it=in_it):
        raise FeedbackNotFound
    return row


def feedback_page(feedback_id: UUID, *, actor: Actor, at: datetime) -> FeedbackPage:
    """Return one feedback for one of its readers.

    Raises:
        FeedbackNotFound: there is none, or it is nothing of theirs.
    """
    row = feedback_row(feedback_id, actor=actor)
    dispute = dispute_of(row)
    talks = tuple(_talk(one, row, at) for one in row.talks.select_related("booked_by"))
    return FeedbackPage(
        id=row.id,
        review_id=row.review_id,
        person_id=row.person_id,
        person=row.person.name,
        by=row.given_by.name,
        given_at=row.given_at,
        what=what_of(row.review),
        result=row.review.result,
        result_words=row.review.get_result_display(),
        words=words_for(row.person, row.words_sealed),
        answer=row.answer,
        answer_label=row.get_answer_display() if row.answer else "",
        answer_words=words_for(row.person, row.answer_sealed),
        answered_at=row.answered_at,
        talks=talks,
        ahead=next((one for one in talks if one.state in {"proposed", "accepted"}), None),
        dispute=_dispute(row, dispute, at) if dispute else None,
        owns=row.person_id == actor.id,
        side=is_a_side(actor, row),
        decides=not is_a_side(actor, row),
    )


@dataclass(frozen=True, slots=True)
class Asks:
    """A finished review on which feedback is to be given; `words` are those of the reviewer."""

    review_id: UUID
    what: str
    person: str
    result_words: str
    words: str


@dataclass(frozen=True, slots=True)
class JudgedItem:
    """One item of a review: how it was judged, and how it is judged now if that changed."""

    item: str
    words: str
    verdict: str
    changed: str


def may_give(review_id: UUID, *, actor: Actor) -> Asks:
    """Return the review on which `actor` gives feedback, with the words they wrote in it.

    Raises:
        FeedbackRefused: it is not theirs to give, it is about nobody, or it was given.
    """
    row = reviews().filter(id=review_id).first()
    if row is None or row.subject is None or not may_give_feedback(actor, row):
        raise FeedbackRefused
    if feedback_on(review_id) is not None:
        raise FeedbackRefused
    return Asks(
        review_id=row.id,
        what=what_of(row),
        person=row.subject.name,
        result_words=row.get_result_display(),
        words="\n\n".join(words_of(row).values()),
    )


def judged_items(review_id: UUID) -> list[JudgedItem]:
    """Return the items that apply in a finished review, in the order of the card."""
    row = reviews().get(id=review_id)
    found, changed = judged(row), changed_items(review_id)
    return [
        JudgedItem(
            item=item,
            words=ITEMS.get(item) or MUST_NOT.get(item) or item.replace("_", " ").capitalize(),
            verdict=verdict.words,
            changed=Verdict(changed[item]).words if item in changed else "",
        )
        for item, verdict in found.items()
        if verdict is not Verdict.NOT_APPLICABLE and item not in MUST_NOT
    ]


def feedback_of(actor: Actor) -> list[FeedbackRow]:
    """Return what a person was told and what they told others, the latest first."""
    mine = Q(person_id=actor.id) | Q(given_by_id=actor.id)
    return [_row(one, actor) for one in _rows().filter(mine).order_by("-given_at", "id")[:100]]


def disputes_for(actor: Actor) -> list[FeedbackRow]:
    """Return the disputes of the site that wait for a reviewer like `actor`, the oldest first."""
    if actor.site_id is None:
        return []
    rows = _rows().filter(
        dispute__decided_at=None, dispute__isnull=False, review__site_id=actor.site_id
    )
    return [
        _row(one, actor)
        for one in rows.order_by("given_at", "id")
        if _waits_for_decision(one, actor)
    ]


def what_of(review: Review) -> str:
    """Return which contact a review is about: its incident's number, else its day."""
    if review.incident is not None:
        return review.incident.number
    begun = review.contact.opened_at if review.contact else review.added_at
    return f"the contact of {begun:%-d %B}"


def dispute_of(row: Feedback) -> Dispute | None:
    """Return the dispute of a feedback, or None."""
    return Dispute.objects.filter(feedback_id=row.id).select_related("decider").first()


def feedback_on(review_id: UUID) -> UUID | None:
    """Return the feedback that was given on a review, for who may read the review."""
    return Feedback.objects.filter(review_id=review_id).values_list("id", flat=True).first()


def changed_items(review_id: UUID) -> dict[str, str]:
    """Return the items that a decided dispute judged otherwise, with their new verdicts."""
    found = Dispute.objects.filter(
        feedback__review_id=review_id, outcome=Outcome.CHANGED
    ).select_related("feedback__person")
    row = found.first()
    return _decision(row)[1] if row else {}


def due_disputes(*, at: datetime, limit: int) -> list[UUID]:
    """Return the disputes that nobody decided in time and nobody was told of."""
    rows = Dispute.objects.filter(due_at__lte=at).order_by("due_at")
    return list(rows.values_list("id", flat=True)[:limit])


def next_dispute_due() -> datetime | None:
    """Return when the next dispute is late, or None."""
    rows = Dispute.objects.filter(due_at__isnull=False).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def _rows() -> QuerySet[Feedback]:
    return Feedback.objects.select_related(
        "person", "given_by", "review__incident", "review__contact"
    )


def _row(row: Feedback, actor: Actor) -> FeedbackRow:
    return FeedbackRow(
        id=row.id,
        person=row.person.name,
        by=row.given_by.name,
        given_at=row.given_at,
        what=what_of(row.review),
        waits_for=_waits_for(row),
        mine=row.person_id == actor.id,
    )


def _waits_for(row: Feedback) -> str:
    if not row.answer:
        return "an answer"
    dispute = dispute_of(row)
    if dispute is not None and dispute.decided_at is None:
        return "another reviewer"
    return "the talk" if row.talks.filter(held_at=None, called_off_at=None).exists() else ""


def _waits_for_decision(row: Feedback, actor: Actor) -> bool:
    dispute = dispute_of(row)
    if dispute is not None and dispute.decider_id is not None:
        return dispute.decider_id == actor.id
    return may_decide(actor, row, were_in_it=people_of_contact(row.review))


def _talk(talk: Talk, row: Feedback, at: datetime) -> TalkView:
    state = "accepted" if talk.accepted_at else "proposed"
    if talk.held_at:
        state = "held"
    elif talk.called_off_at:
        state = "called_off"
    return TalkView(
        id=talk.id,
        begins_at=talk.begins_at,
        minutes=talk.minutes,
        place=talk.place,
        state=state,
        booked_by_id=talk.booked_by_id,
        booked_by=talk.booked_by.name,
        over=talk.begins_at <= at,
        note=words_for(row.person, talk.note_sealed),
    )


def _dispute(row: Feedback, dispute: Dispute, at: datetime) -> DisputeView:
    dispute.feedback = row
    return DisputeView(
        raised_at=dispute.raised_at,
        decide_by=dispute.decide_by,
        late=dispute.decided_at is None and dispute.decide_by <= at,
        decider=dispute.decider.name if dispute.decider else "",
        decider_id=dispute.decider_id,
        decided_at=dispute.decided_at,
        outcome=dispute.outcome,
        outcome_words=dispute.get_outcome_display() if dispute.outcome else "",
        result_words=str(dict(RESULTS).get(dispute.result, "")),
        reason=_decision(dispute)[0],
    )


def _decision(dispute: Dispute) -> tuple[str, dict[str, str]]:
    """Return the reason of a decision and the items it judged otherwise."""
    told = words_for(dispute.feedback.person, dispute.decision_sealed)
    if not told.startswith("{"):
        return told, {}
    said = json.loads(told)
    return str(said["reason"]), dict(said["items"])
