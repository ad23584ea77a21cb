"""The weekly queue: what comes in, who may judge it, what is kept, what is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from stayline.escalation.models import HandOver
from stayline.incidents.actions import lock_incident_in_transaction
from stayline.incidents.models import Incident
from stayline.people.models import Conflict
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from stayline.platform.transactions import action
from stayline.privacy.actions import (
    exclude_in_transaction,
    grant_in_transaction,
    grant_rung_in_transaction,
)
from stayline.privacy.policies import may_see_briefing, may_see_incident
from stayline.privacy.ports import Old
from stayline.quality.actions import (
    ask_review,
    assign_review,
    claim_review,
    finish_review,
    note_review_read,
    release_review,
    save_review,
)
from stayline.quality.actions.keeping import ReviewsKept, forget_words
from stayline.quality.errors import (
    NotForReviewers,
    ReviewerConflicted,
    ReviewFinishedAlready,
    ReviewInvalid,
    ReviewNotFound,
    ReviewNotYours,
    ReviewStale,
    ReviewTaken,
    ReviewWaits,
)
from stayline.quality.models import Review
from stayline.quality.personal_data import held_about
from stayline.quality.policies.reviewing import may_read_review
from stayline.quality.ports import NobodyHears, listened
from stayline.quality.queries.reviewing import (
    body_of,
    finished_reviews,
    judged,
    review,
    words_of,
)
from stayline_core.scoring import MUST_NOT, Verdict
from tests.cast import NOW, Cast, later
from tests.rooms.quality.reviewers import crisis, escalated, fill, good, kinds, over, reviewer

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


class Noted(NobodyHears):
    """Who listened to what, as care would be told."""

    def __init__(self) -> None:
        self.told: list[tuple[UUID, UUID, str]] = []

    def listened_in_transaction(
        self, person_id: UUID, incident_id: UUID, *, how: str, actor: Actor, at: datetime
    ) -> None:
        super().listened_in_transaction(person_id, incident_id, how=how, actor=actor, at=at)
        self.told.append((person_id, incident_id, how))


@pytest.fixture
def noted() -> Iterator[Noted]:
    before, made = listened(), Noted()
    listened.plug(made)
    yield made
    listened.plug(before)


@pytest.mark.covers("X-8", "S2-42")
def test_a_review_from_taking_it_to_its_result(cast: Cast, playbook: None, noted: Noted) -> None:
    ida, rae = reviewer(cast, "Ida"), reviewer(cast, "Rae")
    incident = crisis(cast)
    row = escalated(cast, incident)
    assert not may_see_incident(ida, incident.id)
    for outsider in (cast.al, cast.cy):
        with pytest.raises(NotForReviewers):
            claim_review(review_id=row.id, actor=outsider, at=later(800))
    claim_review(review_id=row.id, actor=ida, at=later(800))
    assert may_see_incident(ida, incident.id)
    assert claim_review(review_id=row.id, actor=ida, at=later(801)).claimed_at == later(800)
    with pytest.raises(ReviewTaken):
        claim_review(review_id=row.id, actor=rae, at=later(802))
    with pytest.raises(ReviewNotYours):
        note_review_read(review_id=row.id, actor=rae, at=later(803))
    assert note_review_read(review_id=row.id, actor=ida, at=later(804))
    assert not note_review_read(review_id=row.id, actor=ida, at=later(805))
    assert noted.told == [(ida.id, incident.id, "reviewed")]

    def finish(**other: str) -> str:
        return finish_review(
            review_id=row.id,
            answers=good(row.id, **other),
            expected=0,
            actor=ida,
            at=later(900),
        )

    with pytest.raises(ReviewInvalid) as short:
        finish(recognised="")
    assert list(short.value.faults) == ["recognised"]
    with pytest.raises(ReviewInvalid) as silent:
        finish(recognised="not_met")
    assert list(silent.value.faults) == ["next_time"]
    nothing = {name: "not_applicable" for name, mark in good(row.id).items() if mark == "met"}
    with pytest.raises(ReviewInvalid, match="need a change"):
        finish(**nothing)
    assert finish(recognised="not_met", next_time="Say first what you heard.") == "mixed"

    row = review(row.id)
    assert (row.result, row.tell_at) == ("mixed", None)
    assert judged(row)["recognised"] is Verdict.NOT_MET
    assert {judged(row)[name] for name in MUST_NOT} == {Verdict.MET}
    assert words_of(row) == {"next_time": "Say first what you heard."}
    assert b"heard" not in bytes(row.body)
    with pytest.raises(ReviewFinishedAlready):
        finish()
    with pytest.raises(ReviewFinishedAlready):
        release_review(review_id=row.id, actor=ida, at=later(901))
    assert finished_reviews(person_id=cast.ann.id, since=later(900), exercise=True) == [row]
    assert finished_reviews(site_id=cast.site.id) == []  # exercises stay among themselves
    assert kinds(cast)[-3:] == [
        "quality.review.claimed",
        "quality.review.read",
        "quality.review.finished",
    ]


def test_what_is_typed_is_kept_as_typed_in_two_windows_at_once(cast: Cast, playbook: None) -> None:
    ida, rae = reviewer(cast, "Ida"), reviewer(cast, "Rae")
    row = escalated(cast, crisis(cast))
    claim_review(review_id=row.id, actor=ida, at=later(800))
    with pytest.raises(ReviewNotYours):
        save_review(review_id=row.id, answers={}, expected=0, actor=rae, at=later(806))
    first = save_review(
        review_id=row.id, answers={"stayed": "met"}, expected=0, actor=ida, at=later(810)
    )
    # a second window: another field is merged, the same one is refused with both
    save_review(
        review_id=row.id, answers={"acknowledged": "partly"}, expected=0, actor=ida, at=later(811)
    )
    with pytest.raises(ReviewStale) as stale:
        save_review(
            review_id=row.id, answers={"stayed": "partly"}, expected=0, actor=ida, at=later(812)
        )
    assert (stale.value.theirs, stale.value.current) == ({"stayed": "met"}, 2)
    same = save_review(
        review_id=row.id, answers={"stayed": "met"}, expected=0, actor=ida, at=later(813)
    )
    assert (first, same) == (1, 2)
    for wrong in ({"charm": "met"}, {"stayed": "very"}, {"next_time": "x" * 4001}):
        with pytest.raises(ReviewInvalid):
            save_review(review_id=row.id, answers=wrong, expected=2, actor=ida, at=later(814))
    assert judged(review(row.id)) == {}


@pytest.mark.covers("S2-41")
def test_nobody_reviews_what_they_had_a_part_in(cast: Cast, playbook: None) -> None:
    incident = crisis(cast, agent=cast.bo)  # a supervisor took the call themselves
    row = escalated(cast, incident)
    with pytest.raises(ReviewerConflicted, match="your own contact"):
        claim_review(review_id=row.id, actor=cast.bo, at=later(800))
    Conflict.objects.create(
        person_id=cast.bea.id, other_id=cast.bo.id, noted_at=NOW, noted_by=cast.mo.id
    )
    with pytest.raises(ReviewerConflicted, match="conflict of interest"):
        claim_review(review_id=row.id, actor=cast.bea, at=later(800))
    Incident.objects.filter(id=incident.id).update(closed_by=cast.mo.id)
    rae, ladder = reviewer(cast, "Rae"), incident.ladders.first()
    assert ladder is not None
    HandOver.objects.create(ladder=ladder, receiver_id=rae.id, accepted_at=later(9))
    for who in (cast.mo, rae):
        with pytest.raises(ReviewerConflicted, match="had a part"):
            claim_review(review_id=row.id, actor=who, at=later(800))


def test_who_is_implicated_does_not_find_it(cast: Cast, playbook: None) -> None:
    ida, incident = reviewer(cast, "Ida"), crisis(cast)
    row = escalated(cast, incident)
    _exclude(incident, ida)
    assert not may_read_review(ida, row)
    with pytest.raises(ReviewNotFound):
        claim_review(review_id=row.id, actor=ida, at=later(800))
    with pytest.raises(ReviewNotFound):
        ask_review(contact_id=incident.contact_id, actor=ida, at=later(800))
    with pytest.raises(ReviewNotFound):
        assign_review(review_id=row.id, reviewer_id=ida.id, actor=cast.mo, at=later(800))
    with pytest.raises(ReviewNotFound):
        claim_review(review_id=uuid4(), actor=ida, at=later(800))


def test_a_review_is_given_back_or_to_somebody_else_and_access_goes_with_it(
    cast: Cast, playbook: None, noted: Noted
) -> None:
    ida, rae = reviewer(cast, "Ida"), reviewer(cast, "Rae")
    incident = crisis(cast)
    row = escalated(cast, incident)
    with pytest.raises(ReviewNotYours):
        release_review(review_id=row.id, actor=cast.bo, at=later(799))
    claim_review(review_id=row.id, actor=ida, at=later(800))
    save_review(review_id=row.id, answers={"stayed": "met"}, expected=0, actor=ida, at=later(801))
    with pytest.raises(NotForReviewers):
        assign_review(review_id=row.id, reviewer_id=rae.id, actor=ida, at=later(802))
    assign_review(review_id=row.id, reviewer_id=rae.id, actor=cast.mo, at=later(803))
    now = review(row.id)
    assert (now.reviewer_id, body_of(now).answers) == (rae.id, {})
    assert (may_see_incident(ida, incident.id), may_see_incident(rae, incident.id)) == (False, True)
    with pytest.raises(ReviewNotYours):
        release_review(review_id=row.id, actor=ida, at=later(804))
    release_review(review_id=row.id, actor=rae, at=later(805))
    _ring(incident, rae)  # whoever left the list can be rung for it again
    assert (may_see_briefing(rae, incident.id), may_see_incident(rae, incident.id)) == (True, False)
    claim_review(review_id=row.id, actor=ida, at=later(806))
    assert may_see_incident(ida, incident.id)
    _let_in(incident, cast.bea)
    assign_review(review_id=row.id, reviewer_id=cast.bea.id, actor=cast.mo, at=later(807))
    release_review(review_id=row.id, actor=cast.bea, at=later(808))
    assert may_see_incident(cast.bea, incident.id)  # she is there for another reason too
    assert noted.told == []


@pytest.mark.covers("S2-6")
def test_a_review_of_any_contact_can_be_asked_for(cast: Cast, playbook: None, noted: Noted) -> None:
    ida, contact = reviewer(cast, "Ida"), over(cast)
    with pytest.raises(NotForReviewers):
        ask_review(contact_id=contact.id, actor=ida, at=later(800))
    with pytest.raises(ReviewWaits):
        ask_review(contact_id=cast.contact().id, actor=cast.bo, at=later(800))
    with pytest.raises(ReviewNotFound):
        ask_review(actor=cast.bo, at=later(800))
    asked = ask_review(contact_id=contact.id, actor=cast.bo, at=later(800))
    assert ask_review(contact_id=contact.id, actor=cast.mo, at=later(900)) == asked
    row = review(asked)
    assert (row.why, row.asked_by, row.due_at) == ("asked", cast.bo.id, later(800) + 7 * DAY)
    incident = crisis(cast, agent=cast.al)
    of_incident = review(ask_review(incident_id=incident.id, actor=cast.bo, at=later(801)))
    assert (of_incident.contact_id, of_incident.subject_id) == (incident.contact_id, cast.al.id)
    claim_review(review_id=asked, actor=ida, at=later(801))
    release_review(review_id=asked, actor=cast.bo, at=later(802))
    claim_review(review_id=asked, actor=cast.bea, at=later(802))  # a supervisor does it
    assert not note_review_read(review_id=asked, actor=cast.bea, at=later(803))
    assert noted.told == []  # nothing of a crisis in it
    finish_review(review_id=asked, answers=good(asked), expected=0, actor=cast.bea, at=later(804))
    assert review(asked).result == "good"
    with pytest.raises(ReviewNotYours):
        release_review(review_id=of_incident.id, actor=cast.bo, at=later(805))
    fill(cast, later(806))  # two reviews of one incident: access ends with the last of them
    for one in Review.objects.filter(incident=incident):
        claim_review(review_id=one.id, actor=ida, at=later(807))
    release_review(review_id=of_incident.id, actor=ida, at=later(808))
    assert may_see_incident(ida, incident.id)
    with pytest.raises(ReviewFinishedAlready):
        claim_review(review_id=asked, actor=reviewer(cast, "Rae"), at=later(809))


@action
def _exclude(incident: Incident, who: Actor) -> None:
    exclude_in_transaction(
        incident.id,
        who,
        because="implicated",
        stream_id=incident.stream_id,
        actor=who,
        at=later(3),
    )


def test_the_words_of_a_review_go_when_their_time_is_over_and_the_judgement_stays(
    cast: Cast, playbook: None
) -> None:
    ida, keeper = reviewer(cast, "Ida"), ReviewsKept()
    held, row = crisis(cast, agent=cast.al), escalated(cast, crisis(cast))
    for one in Review.objects.all():
        claim_review(review_id=one.id, actor=ida, at=later(800))
        answers = good(one.id, went_well="You stayed.")
        finish_review(review_id=one.id, answers=answers, expected=0, actor=ida, at=later(900))
    own = held_about(cast.ann.id)
    assert [one["words"] for one in own["reviews"]] == [{"went_well": "You stayed."}]
    assert len(held_about(ida.id)["reviewed"]) == 2
    assert keeper.old(later(901), held=[held.id]) == Old(0, 1, None, 1)
    Incident.objects.update(state="closed", closed_at=later(600))
    assert keeper.old(later(901), held=[held.id]) == Old(1, 1, later(900))
    assert keeper.old(later(900), held=[]).go == 0

    def let_go() -> int:
        return keeper.let_go(
            later(901), held=[held.id], limit=9, actor=system_actor("watcher"), at=later(999)
        )

    body = bytes(review(row.id).body)
    Review.objects.filter(id=row.id).update(body=b"")  # nothing was written
    assert forget_words(review_id=row.id, actor=system_actor("watcher"), at=later(998))
    assert review(row.id).words_gone_at == later(998)
    Review.objects.filter(id=row.id).update(body=body, words_gone_at=None)
    assert (let_go(), let_go()) == (1, 0)
    now = review(row.id)
    assert (words_of(now), now.words_gone_at, now.result) == ({}, later(999), "good")
    assert judged(now)["stayed"] is Verdict.MET
    assert not forget_words(review_id=row.id, actor=system_actor("watcher"), at=later(1000))


@action
def _ring(incident: Incident, who: Actor) -> None:
    lock_incident_in_transaction(incident.id)
    grant_rung_in_transaction(
        incident.id, [who], stream_id=incident.stream_id, actor=who, at=later(805)
    )


@action
def _let_in(incident: Incident, who: Actor) -> None:
    grant_in_transaction(
        incident.id,
        who,
        because="supervises",
        stream_id=incident.stream_id,
        actor=who,
        at=later(806),
    )
