"""Coaching and buddying: agreed by both, in stages, recorded, and reviewed by somebody else."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from stayline.learning.actions import (
    agree_plan,
    call_off_session,
    end_plan,
    end_wish,
    move_stage,
    plan_session,
    propose_plan,
    record_guidance,
    record_session,
    review_support,
    rewrite_plan,
    wish_for_support,
)
from stayline.learning.errors import (
    PlanEnded,
    PlanNotAgreed,
    PlanNotFound,
    PlanNotYours,
    PlanStands,
    PlanTextStale,
    SessionNotFound,
    SessionTooSoon,
    StageRefused,
    SupportInvalid,
    SupportNotYours,
    WishNotFound,
)
from stayline.learning.models import PlanText
from stayline.learning.personal_data import support_about
from stayline.learning.queries.needs import colleagues_at, needs_page
from stayline.learning.queries.support import (
    guidance_of,
    leads_here,
    plan_page,
    plans_at,
    plans_of,
)
from stayline.learning.workers.support import SupportReviewIsDue
from stayline.ledger.queries import entries, stream_about
from stayline.people.actions import note_conflict
from stayline.people.models import Exposure
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast, later
from tests.reviewed import reviewed

DAY = timedelta(days=1)
WORDS = "We practise leaving silence, an hour a week."


def told(who: Actor) -> list[str]:
    stream = stream_about("person", who.id)
    assert stream is not None
    found = entries(stream.id)
    return [one.event.describe() for one in found if one.event and "learning" in one.kind]


def proposed(cast: Cast, who: Actor | None = None, **more: object) -> UUID:
    said: dict[str, object] = {
        "kind": "coaching",
        "person_id": cast.ann.id,
        "supporter_id": cast.bo.id,
        "coach_id": cast.mo.id,
        "words": WORDS,
    }
    return propose_plan(**said | more, actor=who or cast.ann, at=NOW)  # type: ignore[arg-type]  # whatever a test says otherwise


@pytest.fixture
def plan(cast: Cast) -> UUID:
    """A plan that both agreed to."""
    which = proposed(cast)
    agree_plan(plan_id=which, number=1, actor=cast.bo, at=NOW)
    return which


@pytest.mark.covers("S3-26")
def test_it_stands_once_both_agreed_to_one_text_and_either_can_end_it(cast: Cast) -> None:
    which = proposed(cast, cast.mo)  # who leads proposes; that agrees for nobody
    assert plan_page(which, actor=cast.mo, at=NOW).waits is not None
    with pytest.raises(PlanNotAgreed):
        move_stage(plan_id=which, stage="shadow", actor=cast.ann, at=NOW)
    assert not agree_plan(plan_id=which, number=1, actor=cast.ann, at=NOW)
    assert not agree_plan(plan_id=which, number=1, actor=cast.ann, at=NOW)
    assert rewrite_plan(plan_id=which, words="Every second week.", actor=cast.bo, at=NOW) == 2
    with pytest.raises(PlanTextStale):
        agree_plan(plan_id=which, number=1, actor=cast.ann, at=NOW)
    with pytest.raises(PlanNotYours):
        agree_plan(plan_id=which, number=2, actor=cast.mo, at=NOW)
    with pytest.raises(PlanNotFound):
        agree_plan(plan_id=which, number=2, actor=cast.al, at=NOW)
    assert agree_plan(plan_id=which, number=2, actor=cast.ann, at=NOW)
    mine = plan_page(which, actor=cast.ann, at=NOW)
    assert mine.stands is not None
    assert (mine.stands.words, mine.row.state) == ("Every second week.", "stands")
    # Others see that it stands and how far it is, and no words; they are sealed.
    leads = plan_page(which, actor=cast.mo, at=NOW)
    assert leads.stands is not None
    assert [one.words for one in leads.texts] == ["", ""]
    assert all(b"silence" not in bytes(one.words_sealed) for one in PlanText.objects.all())
    assert [one.id for one in plans_at(cast.site.id, at=NOW)] == [which]
    assert [one.id for one in plans_of(cast.mo, at=NOW)] == [which]
    for who in (cast.al, cast.cy):
        with pytest.raises(PlanNotFound):
            plan_page(which, actor=who, at=NOW)
    rewrite_plan(plan_id=which, words="Every week.", actor=cast.ann, at=NOW)
    assert plan_page(which, actor=cast.bo, at=NOW).row.state == "stands"  # the old text, until then
    assert agree_plan(plan_id=which, number=3, actor=cast.bo, at=NOW)
    end_plan(plan_id=which, actor=cast.ann, at=later(9))
    with pytest.raises(PlanEnded):
        end_plan(plan_id=which, actor=cast.bo, at=later(9))
    assert proposed(cast) != which
    assert told(cast.ann)[:3] == [
        "A plan for coaching was proposed.",
        "The plan was written anew, version 2.",
        "Both sides agreed to the plan, version 2.",
    ]


def test_who_fits_no_plan_is_named(cast: Cast) -> None:
    with pytest.raises(SupportNotYours):
        proposed(cast, cast.al)
    with pytest.raises(SupportInvalid):
        proposed(cast, supporter_id=uuid4())
    with pytest.raises(SupportInvalid) as coach:
        proposed(cast, kind="other", coach_id=uuid4())
    assert set(coach.value.faults) == {"kind", "coach"}
    with pytest.raises(SupportInvalid) as agent:
        proposed(cast, supporter_id=cast.al.id, coach_id=cast.ann.id)
    assert set(agent.value.faults) == {"supporter", "coach"}
    assert proposed(cast, kind="buddying", supporter_id=cast.al.id, coach_id=None)
    with pytest.raises(PlanStands):
        proposed(cast, kind="buddying", supporter_id=cast.al.id)
    for words in (" ", "x" * 4001):
        with pytest.raises(SupportInvalid):
            proposed(cast, words=words)
    note_conflict(person_id=cast.ann.id, other_id=cast.bo.id, actor=cast.mo, at=NOW)
    with pytest.raises(SupportInvalid) as kept_apart:
        proposed(cast)
    assert "kept apart" in kept_apart.value.faults["supporter"]


@pytest.mark.covers("S3-26")
def test_shadowing_comes_before_being_shadowed_and_sessions_are_recorded(
    cast: Cast, plan: UUID
) -> None:
    def session(kind: str, **more: object) -> UUID:
        said = {"begins_at": NOW + DAY, "minutes": 60} | more
        return plan_session(plan_id=plan, kind=kind, actor=cast.bo, at=NOW, **said)

    with pytest.raises(SupportInvalid) as wrong:
        session("race", minutes=1, beside_id=cast.ann.id)
    assert set(wrong.value.faults) == {"kind", "minutes", "beside"}
    with pytest.raises(SupportInvalid):
        move_stage(plan_id=plan, stage="race", actor=cast.bo, at=NOW)
    move_stage(plan_id=plan, stage="shadow", actor=cast.ann, at=NOW)
    with pytest.raises(StageRefused):
        move_stage(plan_id=plan, stage="reverse_shadow", actor=cast.ann, at=NOW)
    beside_lou = session("shadow", beside_id=cast.lou.id)
    with pytest.raises(SessionTooSoon):
        record_session(session_id=beside_lou, actor=cast.ann, at=NOW)
    for who, which in ((cast.mo, beside_lou), (cast.ann, uuid4())):
        with pytest.raises(SessionNotFound):
            record_session(session_id=which, actor=who, at=NOW + 2 * DAY)
    record_session(session_id=beside_lou, note="Lou waits.", actor=cast.ann, at=NOW + 2 * DAY)
    with pytest.raises(SessionNotFound):
        record_session(session_id=beside_lou, actor=cast.ann, at=NOW + 2 * DAY)
    move_stage(plan_id=plan, stage="reverse_shadow", actor=cast.ann, at=NOW + 2 * DAY)
    call_off_session(session_id=session("reverse_shadow"), actor=cast.bo, at=NOW)
    record_session(session_id=session("shadow"), actor=cast.bo, at=NOW + 2 * DAY)
    session("talk")
    page = plan_page(plan, actor=cast.bo, at=NOW + 2 * DAY)
    assert sorted((one.state, one.beside, one.note) for one in page.sessions) == [
        ("called_off", "Bo Example", ""),
        ("held", "Bo Example", ""),
        ("held", "Lou Example", "Lou waits."),
        ("over", "Bo Example", ""),
    ]
    assert page.row.held == 2
    assert {one.note for one in plan_page(plan, actor=cast.mo, at=NOW).sessions} == {""}
    end_plan(plan_id=plan, actor=cast.bo, at=NOW + 2 * DAY)
    assert "ahead" not in {one.state for one in plan_page(plan, actor=cast.bo, at=NOW).sessions}


@pytest.mark.covers("S3-27")
def test_the_support_itself_is_reviewed_by_somebody_else_and_told_when_due(
    cast: Cast, plan: UUID
) -> None:
    due = SupportReviewIsDue()
    by = due.next_due()
    assert by is not None
    assert (by - NOW).days in {41, 42}
    assert list(due.due(by - DAY, 5)) == []
    assert list(due.due(by, 5)) == [plan]
    assert due.fire(plan, by)
    assert not due.fire(plan, by)
    assert plans_of(cast.bo, at=by)[0].review_due

    def review(who: Actor, result: str = "partly") -> UUID:
        words = "More listening, please."
        return review_support(plan_id=plan, result=result, words=words, actor=who, at=by)

    with pytest.raises(PlanNotYours):
        review(cast.bo)  # who gave it says nothing of how it was
    with pytest.raises(PlanNotFound):
        review(cast.al)
    with pytest.raises(SupportInvalid):
        review(cast.ann, "great")
    review(cast.ann)
    page = plan_page(plan, actor=cast.bo, at=by)
    assert (page.row.result, page.row.review_due) == ("It helped in part", False)
    assert [one.words for one in page.reviews] == [""]
    assert plan_page(plan, actor=cast.mo, at=by).reviews[0].words == "More listening, please."
    assert due.next_due() == by + 42 * DAY
    assert told(cast.ann)[-1] == "The support was reviewed: It helped in part."


@pytest.mark.covers("S3-5")
def test_guidance_to_a_colleague_is_recorded_and_stays_between_the_two(cast: Cast) -> None:
    def guide(
        receiver: UUID = cast.ann.id, item: str = "exact_words", words: str = "Write it."
    ) -> None:
        record_guidance(receiver_id=receiver, item=item, words=words, actor=cast.al, at=NOW)

    for wrong in ({"receiver": cast.cy.id}, {"receiver": cast.al.id}, {"item": "speed"}):
        with pytest.raises(SupportInvalid):
            guide(**wrong)  # type: ignore[arg-type]  # whatever a test says otherwise
    guide()
    guide(item="")
    assert {one.words for one in guidance_of(cast.ann)} == {"Write it."}
    assert guidance_of(cast.bo) == []
    shown = needs_page(cast.ann.id, actor=cast.bo, at=NOW).guidance
    assert [(one.giver, one.words) for one in shown] == [("Al Example", "")] * 2
    assert told(cast.ann)[-1] == "A colleague gave guidance on handling incidents."


@pytest.mark.covers("S3-25", "S3-48")
def test_needs_are_shown_with_their_reasons_and_what_was_offered(
    cast: Cast, playbook: None, plan: UUID
) -> None:
    for number in (1, 2):
        contact = cast.contact(agent=cast.ann, at=later(number))
        reviewed(contact, {"exact_words": "not_met"}, by=cast.bo, at=later(60 * number))
        Exposure.objects.create(
            person_id=cast.ann.id, incident_id=uuid4(), level=1, exercise=True, at=later(number)
        )
    Exposure.objects.create(
        person_id=cast.ann.id, incident_id=uuid4(), level=0, exercise=True, at=later(5)
    )
    Exposure.objects.create(  # nothing real counts where nothing is real, nor the other way
        person_id=cast.al.id, incident_id=uuid4(), level=0, exercise=False, at=later(5)
    )
    with pytest.raises(SupportInvalid):
        wish_for_support(words=" ", actor=cast.ann, at=later(6))
    wish = wish_for_support(words="Somebody beside me.", actor=cast.ann, at=later(6))
    at = later(7200)
    page = needs_page(cast.ann.id, actor=cast.bo, at=at)
    kinds = [(one.kind, one.item) for one in page.needs]
    assert kinds == [("wish", ""), ("review", "exact_words"), ("exposure", "")]
    assert [one.words for one in page.wishes] == ["Somebody beside me."]
    assert [one.id for one in page.plans] == [plan]
    assert (page.leads, page.own, page.reviewed) == (True, False, 2)
    assert {one.kind for one in page.training} <= {"training"}
    assert needs_page(cast.ann.id, actor=cast.ann, at=at).own
    for who, whose in ((cast.al, cast.ann.id), (cast.cy, cast.ann.id), (cast.bo, uuid4())):
        with pytest.raises(SupportNotYours):
            needs_page(whose, actor=who, at=at)
    there = colleagues_at(cast.bo, at=at)
    assert [one.name for one in there] == sorted(one.name for one in there)
    assert {one.name: one.offered for one in there}["Ann Example"] == 1
    assert leads_here(cast.bo)
    with pytest.raises(SupportNotYours):
        colleagues_at(cast.ann, at=at)
    with pytest.raises(WishNotFound):
        end_wish(wish_id=wish, actor=cast.bo, at=at)
    end_wish(wish_id=wish, actor=cast.ann, at=at)
    assert needs_page(cast.ann.id, actor=cast.ann, at=at).wishes == ()
    held = support_about(cast.ann.id)
    assert [one["words"] for one in held["plan_texts"]] == [WORDS]
    assert [one["words"] for one in held["wishes"]] == ["Somebody beside me."]
