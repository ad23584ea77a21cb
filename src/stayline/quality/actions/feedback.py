"""Feedback of a finished review is given, answered, and talked about (S2-43)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.platform.transactions import action
from stayline.quality.actions._sealing import (
    log_for_in_transaction,
    seal_for_in_transaction,
    tell_in_transaction,
)
from stayline.quality.errors.feedback import (
    AlreadyAnswered,
    FeedbackInvalid,
    FeedbackNotFound,
    FeedbackRefused,
    TalkNotFound,
    TalkNotYours,
    TalkTooSoon,
)
from stayline.quality.events.feedback import (
    FeedbackAnswered,
    FeedbackGiven,
    TalkAccepted,
    TalkBooked,
    TalkCalledOff,
    TalkHeld,
)
from stayline.quality.models import Answer, Dispute, Feedback, Review, Talk
from stayline.quality.policies.feedback import is_a_side, may_give_feedback
from stayline.quality.queries.told import subject_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor

WORDS: Final = 2000
PLACE: Final = 120
DECIDED_WITHIN: Final = timedelta(days=7)
"""A dispute is decided within this time, or those who could decide it are told."""

SHORTEST_TALK, LONGEST_TALK = 5, 180
"""Minutes of a talk."""


@action
def give_feedback(*, review_id: UUID, words: str, actor: Actor, at: datetime) -> UUID:
    """Tell the person whose contact was reviewed what it showed; return the feedback's id.

    Only who finished the review gives it, once. The person answers it, or not.

    Raises:
        FeedbackRefused: `actor` did not finish this review, it is about nobody or about
            themselves, or feedback was given already.
        FeedbackInvalid: nothing is said, or too much.
    """
    rows = Review.objects.select_for_update(of=("self",)).select_related("subject__site")
    review = rows.filter(id=review_id).first()
    if review is None or review.subject is None or not may_give_feedback(actor, review):
        raise FeedbackRefused
    if Feedback.objects.filter(review=review).exists():
        raise FeedbackRefused
    person, told = review.subject, _said(words, "words")
    row = Feedback.objects.create(
        review=review,
        person=person,
        given_by_id=actor.id,
        given_at=at,
        exercise=review.exercise,
        words_sealed=seal_for_in_transaction(person, told, at=at),
    )
    event = FeedbackGiven(feedback=str(row.id), review=str(review.id), subject=subject_of(person))
    log_for_in_transaction(person, event, actor=actor, at=at)
    tell_in_transaction([person.id])
    return row.id


@action
def answer_feedback(
    *, feedback_id: UUID, answer: str, words: str = "", actor: Actor, at: datetime
) -> None:
    """Answer one's own feedback: agree, add something, or see it differently.

    Seen differently, it goes to another reviewer who was not in it, to be decided in 7 days.

    Raises:
        FeedbackNotFound: there is none, or it is somebody else's.
        AlreadyAnswered: the answer stands.
        FeedbackInvalid: no answer is chosen, or one that needs words has none.
    """
    row = feedback_locked(feedback_id)
    if row.person_id != actor.id:
        raise FeedbackNotFound
    if row.answer:
        raise AlreadyAnswered
    if answer not in Answer.values:
        raise FeedbackInvalid({"answer": "Choose one of the three."})
    said = words.strip()[:WORDS] if answer == Answer.AGREE else _said(words, "answer_words")
    row.answer, row.answered_at = answer, at
    row.answer_sealed = seal_for_in_transaction(row.person, said, at=at)
    row.save(update_fields=["answer", "answered_at", "answer_sealed"])
    if answer == Answer.DISPUTE:
        by = at + DECIDED_WITHIN
        Dispute.objects.create(feedback=row, raised_at=at, decide_by=by, due_at=by)
    event = FeedbackAnswered(
        feedback=str(row.id), answer=str(Answer(answer).label), subject=subject_of(row.person)
    )
    log_for_in_transaction(row.person, event, actor=actor, at=at)
    tell_in_transaction([row.given_by_id])


@action
def book_talk(
    *,
    feedback_id: UUID,
    begins_at: datetime,
    minutes: int,
    place: str = "",
    actor: Actor,
    at: datetime,
) -> UUID:
    """Propose a time for the feedback talk; the other side accepts it (S2-43). Return its id.

    A talk that was ahead is called off: one stands at a time. It may lie in the past, when the
    talk was held already and is recorded afterwards.

    Raises:
        FeedbackNotFound: there is none, or `actor` is none of its two sides.
        FeedbackInvalid: it lasts too short or too long.
    """
    row = feedback_locked(feedback_id)
    if not is_a_side(actor, row):
        raise FeedbackNotFound
    if not SHORTEST_TALK <= minutes <= LONGEST_TALK:
        raise FeedbackInvalid({"minutes": f"Between {SHORTEST_TALK} and {LONGEST_TALK} minutes."})
    for one in Talk.objects.filter(feedback=row, held_at=None, called_off_at=None):
        _call_off_in_transaction(one, row, actor=actor, at=at)
    talk = Talk.objects.create(
        feedback=row,
        begins_at=begins_at,
        minutes=minutes,
        place=place.strip()[:PLACE],
        booked_by_id=actor.id,
        booked_at=at,
    )
    event = TalkBooked(
        feedback=str(row.id),
        talk=str(talk.id),
        begins_at=begins_at.isoformat(timespec="minutes"),
        minutes=minutes,
        subject=subject_of(row.person),
    )
    _log(row, event, actor=actor, at=at)
    return talk.id


@action
def accept_talk(*, talk_id: UUID, actor: Actor, at: datetime) -> None:
    """Accept the time that the other side proposed; accepted again, nothing changes.

    Raises:
        TalkNotFound: no talk that is ahead has this id, or it is none of theirs.
        TalkNotYours: `actor` proposed it themselves.
    """
    talk, row = _talk_ahead(talk_id, actor)
    if talk.booked_by_id == actor.id:
        raise TalkNotYours
    if talk.accepted_at is None:
        talk.accepted_at = at
        talk.save(update_fields=["accepted_at"])
        event = TalkAccepted(talk=str(talk.id), subject=subject_of(row.person))
        _log(row, event, actor=actor, at=at)


@action
def call_off_talk(*, talk_id: UUID, actor: Actor, at: datetime) -> None:
    """Call a talk off; either side may, and says why to the other, not here.

    Raises:
        TalkNotFound: no talk that is ahead has this id, or it is none of theirs.
    """
    talk, row = _talk_ahead(talk_id, actor)
    _call_off_in_transaction(talk, row, actor=actor, at=at)


@action
def record_talk(*, talk_id: UUID, note: str = "", actor: Actor, at: datetime) -> None:
    """Record that a talk was held, with what was agreed if they want to keep it (S2-43).

    Either side may; the note is read by the two alone.

    Raises:
        TalkNotFound: no talk that is ahead has this id, or it is none of theirs.
        TalkTooSoon: it has not begun.
    """
    talk, row = _talk_ahead(talk_id, actor)
    if talk.begins_at > at:
        raise TalkTooSoon
    talk.held_at, talk.held_by = at, actor.id
    talk.note_sealed = seal_for_in_transaction(row.person, note.strip()[:WORDS], at=at)
    talk.save(update_fields=["held_at", "held_by", "note_sealed"])
    _log(row, TalkHeld(talk=str(talk.id), subject=subject_of(row.person)), actor=actor, at=at)


def feedback_locked(feedback_id: UUID) -> Feedback:
    """Return a feedback with its row locked; the caller holds the transaction.

    Raises:
        FeedbackNotFound: none has this id.
    """
    rows = Feedback.objects.select_for_update(of=("self",)).select_related(
        "person__site", "review__incident", "review__contact", "review__site"
    )
    found = rows.filter(id=feedback_id).first()
    if found is None:
        raise FeedbackNotFound
    return found


def _talk_ahead(talk_id: UUID, actor: Actor) -> tuple[Talk, Feedback]:
    about = Talk.objects.filter(id=talk_id).values_list("feedback_id", flat=True).first()
    row = feedback_locked(about) if about else None
    ahead = Talk.objects.filter(id=talk_id, held_at=None, called_off_at=None).first()
    if row is None or ahead is None or not is_a_side(actor, row):
        raise TalkNotFound
    return ahead, row


def _call_off_in_transaction(talk: Talk, row: Feedback, *, actor: Actor, at: datetime) -> None:
    talk.called_off_at, talk.called_off_by = at, actor.id
    talk.save(update_fields=["called_off_at", "called_off_by"])
    _log(row, TalkCalledOff(talk=str(talk.id), subject=subject_of(row.person)), actor=actor, at=at)


def _log(
    row: Feedback,
    event: TalkBooked | TalkAccepted | TalkCalledOff | TalkHeld,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    log_for_in_transaction(row.person, event, actor=actor, at=at)
    tell_in_transaction([row.person_id, row.given_by_id])


def _said(words: str, field: str) -> str:
    said = words.strip()
    if not said:
        raise FeedbackInvalid({field: "Say it in a few words."})
    if len(said) > WORDS:
        raise FeedbackInvalid({field: f"At most {WORDS} characters."})
    return said
