"""Feedback is given, answered, talked about and disputed; the first judgement stays."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from stayline.contacts.models import Contact
from stayline.incidents.actions import hear_lines
from stayline.incidents.models import Incident
from stayline.ledger.queries import entries, stream_about
from stayline.people.actions import add_contact_point, note_conflict
from stayline.people.models import Person, RoleGrant
from stayline.platform.actors import Actor
from stayline.privacy.models import IncidentAccess
from stayline.quality.actions import (
    accept_talk,
    answer_feedback,
    book_talk,
    call_off_talk,
    decide_dispute,
    give_feedback,
    record_talk,
    take_dispute,
)
from stayline.quality.errors import (
    AlreadyAnswered,
    DisputeNotFound,
    DisputeNotYours,
    FeedbackInvalid,
    FeedbackNotFound,
    FeedbackRefused,
    TalkNotFound,
    TalkNotYours,
    TalkTooSoon,
)
from stayline.quality.models import Dispute, Feedback, Review
from stayline.quality.queries.feedback import disputes_for, feedback_of, feedback_on, feedback_page
from stayline.quality.queries.improving import verdicts_of
from stayline.quality.queries.reviewing import judged
from stayline.quality.workers.improving import DisputeLate
from tests.cast import NOW, Cast, later, line
from tests.reviewed import reviewed

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
THREAT = "If you shut us off on Monday, I don't want to be alive any more."
WORDS = "Warm from the first word. Next time, let silence be."


def told(who: Actor) -> list[str]:
    stream = stream_about("person", who.id)
    assert stream is not None
    kinds = (one.event.describe() for one in entries(stream.id) if one.kind.startswith("quality."))
    return list(kinds)


def of_ann(cast: Cast, *, by: Actor) -> Review:
    contact = cast.contact(agent=cast.ann)
    return reviewed(contact, {"stayed": "met", "exact_words": "not_met"}, by=by, at=later(60))


@pytest.mark.covers("S2-43")
def test_feedback_is_given_once_answered_and_talked_about(cast: Cast, playbook: None) -> None:
    review = of_ann(cast, by=cast.bo)
    for who in (cast.bea, cast.ann, cast.mo):
        with pytest.raises(FeedbackRefused):
            give_feedback(review_id=review.id, words=WORDS, actor=who, at=later(70))
    with pytest.raises(FeedbackInvalid):
        give_feedback(review_id=review.id, words=" ", actor=cast.bo, at=later(70))
    with pytest.raises(FeedbackInvalid):
        give_feedback(review_id=review.id, words="x" * 2001, actor=cast.bo, at=later(70))
    which = give_feedback(review_id=review.id, words=WORDS, actor=cast.bo, at=later(71))
    with pytest.raises(FeedbackRefused):
        give_feedback(review_id=review.id, words=WORDS, actor=cast.bo, at=later(72))
    assert feedback_on(review.id) == which
    assert WORDS.encode() not in bytes(Feedback.objects.get().words_sealed)
    for who in (cast.mo, cast.bea, cast.cy, cast.al):  # a manager has no way in either
        with pytest.raises(FeedbackNotFound):
            feedback_page(which, actor=who, at=later(80))
    with pytest.raises(FeedbackNotFound):
        feedback_page(uuid4(), actor=cast.ann, at=later(80))
    assert feedback_page(which, actor=cast.ann, at=later(80)).words == WORDS
    assert [one.waits_for for one in feedback_of(cast.ann)] == ["an answer"]

    with pytest.raises(FeedbackNotFound):
        answer_feedback(feedback_id=which, answer="agree", actor=cast.bo, at=later(90))
    with pytest.raises(FeedbackNotFound):
        answer_feedback(feedback_id=uuid4(), answer="agree", actor=cast.ann, at=later(90))
    with pytest.raises(FeedbackInvalid):
        answer_feedback(feedback_id=which, answer="whatever", actor=cast.ann, at=later(90))
    with pytest.raises(FeedbackInvalid):
        answer_feedback(feedback_id=which, answer="comment", actor=cast.ann, at=later(90))
    answer_feedback(feedback_id=which, answer="agree", actor=cast.ann, at=later(91))
    with pytest.raises(AlreadyAnswered):
        answer_feedback(feedback_id=which, answer="agree", actor=cast.ann, at=later(92))
    assert told(cast.ann) == [
        "Feedback on a reviewed contact was given.",
        "The feedback was answered: I agree.",
    ]


@pytest.mark.covers("S2-43")
def test_a_talk_is_booked_by_one_accepted_by_the_other_and_recorded(
    cast: Cast, playbook: None
) -> None:
    review = of_ann(cast, by=cast.bo)
    which = give_feedback(review_id=review.id, words=WORDS, actor=cast.bo, at=later(61))
    with pytest.raises(FeedbackInvalid):
        book_talk(feedback_id=which, begins_at=NOW + DAY, minutes=2, actor=cast.bo, at=NOW)
    with pytest.raises(FeedbackNotFound):
        book_talk(feedback_id=which, begins_at=NOW + DAY, minutes=20, actor=cast.mo, at=NOW)
    first = book_talk(feedback_id=which, begins_at=NOW + DAY, minutes=20, actor=cast.bo, at=NOW)
    with pytest.raises(TalkNotYours):
        accept_talk(talk_id=first, actor=cast.bo, at=NOW)
    second = book_talk(
        feedback_id=which, begins_at=NOW + 2 * DAY, minutes=30, place="Room 2", actor=cast.ann,
        at=NOW,
    )  # fmt: skip
    with pytest.raises(TalkNotFound):
        accept_talk(talk_id=first, actor=cast.ann, at=NOW)  # another time took its place
    with pytest.raises(TalkNotFound):
        accept_talk(talk_id=second, actor=cast.mo, at=NOW)
    accept_talk(talk_id=second, actor=cast.bo, at=NOW)
    accept_talk(talk_id=second, actor=cast.bo, at=NOW)
    answer_feedback(feedback_id=which, answer="agree", actor=cast.ann, at=later(91))
    assert [one.waits_for for one in feedback_of(cast.ann)] == ["the talk"]
    with pytest.raises(TalkTooSoon):
        record_talk(talk_id=second, actor=cast.bo, at=NOW + DAY)
    record_talk(talk_id=second, note="We try silence.", actor=cast.ann, at=NOW + 3 * DAY)
    page = feedback_page(which, actor=cast.bo, at=NOW + 3 * DAY)
    assert [one.state for one in page.talks] == ["called_off", "held"]
    assert (page.talks[1].note, page.ahead) == ("We try silence.", None)
    third = book_talk(feedback_id=which, begins_at=NOW + DAY, minutes=20, actor=cast.bo, at=NOW)
    call_off_talk(talk_id=third, actor=cast.ann, at=NOW)
    with pytest.raises(TalkNotFound):
        call_off_talk(talk_id=uuid4(), actor=cast.ann, at=NOW)
    assert not any(WORDS in one or "silence" in one for one in told(cast.ann))


@pytest.fixture
def incident(cast: Cast, playbook: None) -> Incident:
    contact: Contact = cast.contact(agent=cast.ann)
    hear_lines(contact_id=contact.id, lines=[line(1, THREAT)], actor=cast.ann, at=later(1))
    return Incident.objects.get(contact=contact)


def disputed(cast: Cast, incident: Incident) -> tuple[Review, UUID]:
    """A review of Ann's call by Bo, to which Ann says that it was otherwise."""
    assert incident.contact is not None
    review = reviewed(
        incident.contact, {"stayed": "not_met"}, by=cast.bo, at=later(60), incident=incident
    )
    which = give_feedback(review_id=review.id, words=WORDS, actor=cast.bo, at=later(61))
    with pytest.raises(DisputeNotFound):
        take_dispute(feedback_id=which, actor=cast.bea, at=later(62))
    answer_feedback(
        feedback_id=which, answer="dispute", words="I had spoken.", actor=cast.ann, at=later(63)
    )
    return review, which


def test_a_dispute_goes_to_a_reviewer_who_was_not_in_it(cast: Cast, incident: Incident) -> None:
    for one in (cast.al, cast.lou):
        RoleGrant.objects.create(person_id=one.id, role="reviewer", granted_at=NOW)
    al, lou = (Person.objects.get(id=one.id).actor() for one in (cast.al, cast.lou))
    note_conflict(person_id=cast.ann.id, other_id=al.id, actor=cast.mo, at=NOW)
    _, which = disputed(cast, incident)
    for who in (cast.bo, cast.ann, al, cast.cy):  # a side, a conflict, another site
        with pytest.raises(DisputeNotYours):
            take_dispute(feedback_id=which, actor=who, at=later(64))
    assert disputes_for(al) == []
    (waits,) = disputes_for(lou)
    assert (waits.id, waits.waits_for) == (which, "another reviewer")
    take_dispute(feedback_id=which, actor=lou, at=later(65))
    take_dispute(feedback_id=which, actor=lou, at=later(65))
    assert IncidentAccess.objects.filter(person_id=lou.id, incident_id=incident.id).exists()
    with pytest.raises(DisputeNotYours):
        take_dispute(feedback_id=which, actor=cast.bea, at=later(66))
    with pytest.raises(FeedbackNotFound):
        feedback_page(which, actor=cast.bea, at=later(66))  # taken: nobody else's any more
    assert [one.id for one in disputes_for(lou)] == [which]


def test_a_dispute_is_decided_with_a_reason_and_the_original_is_kept(
    cast: Cast, incident: Incident
) -> None:
    review, which = disputed(cast, incident)
    take_dispute(feedback_id=which, actor=cast.bea, at=later(65))

    def decide(who: Actor = cast.bea, **more: object) -> None:
        said = {"outcome": "changed", "reason": "They had spoken.", "result": "good"} | more
        decide_dispute(feedback_id=which, actor=who, at=later(70), **said)

    with pytest.raises(DisputeNotYours):
        decide(cast.lou)
    with pytest.raises(FeedbackInvalid) as wrong:
        decide(outcome="changed", reason=" ", result="", items={"stayed": "perfect"})
    assert set(wrong.value.faults) == {"reason", "result", "items"}
    with pytest.raises(FeedbackInvalid):
        decide(outcome="no")
    decide(items={"stayed": "met"})
    with pytest.raises(DisputeNotFound):
        decide()
    page = feedback_page(which, actor=cast.ann, at=later(71))
    assert page.dispute is not None
    assert (page.dispute.outcome, page.dispute.result_words) == ("changed", "Good")
    assert page.dispute.reason == "They had spoken."
    # The original is kept; what is read afterwards says the decided word.
    assert (judged(review)["stayed"], review.result) == ("not_met", "mixed")
    assert verdicts_of(review)["stayed"] == "met"
    assert told(cast.ann)[-1] == "The dispute was decided: The review is changed."


def test_a_dispute_that_waits_too_long_is_told_once_and_can_still_stand(cast: Cast) -> None:
    review = of_ann(cast, by=cast.bo)
    which = give_feedback(review_id=review.id, words=WORDS, actor=cast.bo, at=later(61))
    answer_feedback(
        feedback_id=which, answer="dispute", words="Not so.", actor=cast.ann, at=later(62)
    )
    (dispute,), due = Dispute.objects.all(), DisputeLate()
    add_contact_point(  # no way to send mail is set up: the screens tell it alone
        person_id=cast.bea.id, channel="email", address="b@example.org", actor=cast.mo, at=NOW
    )
    over = later(62) + 7 * DAY
    assert due.next_due() == over
    assert list(due.due(over - DAY, 5)) == []
    assert list(due.due(over, 5)) == [dispute.id]
    assert due.fire(dispute.id, over)
    assert not due.fire(dispute.id, over)
    assert due.next_due() is None
    assert told(cast.ann)[-1] == "The dispute was not decided in time."
    take_dispute(feedback_id=which, actor=cast.bea, at=over)
    page = feedback_page(which, actor=cast.bea, at=over)
    assert page.decides
    assert page.dispute is not None
    assert page.dispute.late
    decide_dispute(
        feedback_id=which, outcome="stands", reason="So it was.", actor=cast.bea, at=over
    )
    assert verdicts_of(review)["exact_words"] == "not_met"
