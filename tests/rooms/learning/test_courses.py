"""Courses are owed by role and exposure, taken, told of once, and shown as evidence."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from stayline.learning.actions import (
    ask_course,
    give_feedback,
    name_expert,
    record_trainer,
    take_back_trainer,
    take_course,
)
from stayline.learning.actions.rounds import fire_newcomers
from stayline.learning.errors import (
    CourseExpertKnown,
    CourseInvalid,
    CourseNotFound,
    CourseNotYours,
    FeedbackGiven,
)
from stayline.learning.models import CourseAttempt, CourseFeedback, CourseStanding, Training
from stayline.learning.personal_data import courses_about
from stayline.learning.queries import RecordedTraining
from stayline.learning.queries._standard import KINDS
from stayline.learning.queries.answers import answers_of, attempt, attempts_on
from stayline.learning.queries.courses import (
    course,
    courses,
    gaps_of,
    lapsed_of,
    learning_of,
    practise_days,
)
from stayline.learning.queries.evidence import (
    as_csv,
    as_json,
    evidence_of,
    people_for_evidence,
)
from stayline.learning.queries.rounds import notices_of
from stayline.learning.queries.teaching import (
    courses_at,
    credentials_at,
    experts_known,
    experts_of,
    feedback_of,
)
from stayline.learning.workers.courses import CoursesDue
from stayline.ledger.actions import erase_subject
from stayline.ledger.errors import ContentErased
from stayline.ledger.events import kind_named
from stayline.ledger.queries import entries, stream_about
from stayline.library.actions import ExpertDetails, add_expert
from stayline.library.models import DocumentVersion
from stayline.people.models import Exposure, Person, Role, RoleGrant
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast

DAY = timedelta(days=1)


@pytest.fixture
def wren(cast: Cast) -> Actor:
    """Bea teaches at Here, beside supervising."""
    RoleGrant.objects.create(person_id=cast.bea.id, role=Role.TRAINER, granted_at=NOW)
    RoleGrant.objects.filter(person_id=cast.bea.id, role=Role.SUPERVISOR).delete()
    return Person.objects.get(id=cast.bea.id).actor()


def right(course_id: str, wrong: int = 0, digest: str = "") -> dict[str, str]:
    """The right answers to a course's questions, but so many of them wrong."""
    given = {}
    for number, question in enumerate(course(course_id, digest).course.questions):
        want = number >= wrong
        given[question.id] = next(one.id for one in question.options if one.right == want)
    return given


def take(who: Actor, course_id: str, *, wrong: int = 0, at: Any = NOW) -> Any:
    digest = course(course_id).digest
    answers = right(course_id, wrong)
    return take_course(course_id=course_id, digest=digest, answers=answers, actor=who, at=at)


def told(who: Actor) -> list[str]:
    stream = stream_about("person", who.id)
    assert stream is not None
    return [one.event.describe() for one in entries(stream.id) if one.event]


@pytest.mark.covers("S4-23", "S4-24", "S3-50")
def test_roles_and_exposure_decide_what_is_owed_and_a_lapse_comes_back(
    cast: Cast, playbook: None
) -> None:
    def of(who: Actor, at: Any = NOW) -> dict[str, tuple[str, date | None]]:
        return {one.course_id: (one.state, one.due) for one in gaps_of(who.id, at=at)}

    agents = of(cast.ann)
    today = NOW.date()
    assert agents["crisis-first-steps"] == ("missing", today + 14 * DAY)
    assert agents["k21-data"] == ("missing", today + 30 * DAY)
    assert "receiving" not in agents
    assert of(cast.bo)["receiving"] == ("missing", today + 14 * DAY)
    assert practise_days(Person.objects.get(id=cast.ann.id)) == 90

    take(cast.ann, "resilience", at=NOW - 300 * DAY)
    assert "resilience" not in of(cast.ann)  # counts for a year
    for number in range(3):
        Exposure.objects.create(
            person_id=cast.ann.id,
            incident_id=uuid4(),
            level=1,
            exercise=number > 0,
            at=NOW - number * DAY,
        )
    assert "resilience" not in of(cast.ann)  # on a floor for exercises the live one counts not
    Exposure.objects.update(exercise=True)
    assert of(cast.ann)["resilience"] == ("missing", today + 14 * DAY)
    mine = {one.course.id: one for one in learning_of(cast.ann.id, at=NOW)}
    assert mine["resilience"].because == ("Call centre", "Three crisis contacts within thirty days")
    take(cast.ann, "resilience")
    assert "resilience" not in of(cast.ann)
    assert of(cast.ann, NOW + 340 * DAY)["resilience"][0] == "soon"
    assert of(cast.ann, NOW + 366 * DAY)["resilience"][0] == "lapsed"


@pytest.mark.covers("S0-20", "S0-14", "S4-22")
def test_what_was_answered_is_the_persons_alone_and_a_pass_of_a_procedure_trains(
    cast: Cast, playbook: None
) -> None:
    digest = course("procedure-self-harm").digest
    failed = take(cast.ann, "procedure-self-harm", wrong=3)
    assert not failed.marked.passed
    assert not Training.objects.exists()
    passed = take(cast.ann, "procedure-self-harm", wrong=1)
    assert passed.marked.passed
    assert passed.valid_until == date(2027, 11, 22)
    assert RecordedTraining().trained([digest], [cast.ann.id], at=NOW) == {cast.ann.id}
    assert Training.objects.get().how == "assessed"
    assert not any("Diagnose" in line for line in told(cast.ann))
    assert next(line for line in told(cast.ann) if "Answered" in line).endswith("not yet.")

    shown = attempt(failed.attempt_id)
    assert (shown.marked.right, shown.passed, shown.valid_until) == (5, False, None)
    rows = attempts_on(cast.ann.id, "procedure-self-harm")
    assert {one.passed for one in rows} == {True, False}
    asked = next(iter(answers_of(rows[0])))
    assert asked.encode() not in bytes(rows[0].answers_sealed)
    held = courses_about(cast.ann.id)["courses_taken"]
    assert sorted(one["passed"] for one in held) == [False, True]

    with pytest.raises(CourseInvalid, match="no answer"):
        take_course(course_id="k05-log", digest="", answers={}, actor=cast.ann, at=NOW)
    for name, version in (("nothing", ""), ("procedure-nothing", ""), ("k05-log", digest)):
        with pytest.raises(CourseNotFound):
            take_course(course_id=name, digest=version, answers={}, actor=cast.ann, at=NOW)
    with pytest.raises(CourseNotFound):
        attempt(uuid4())
    stream = stream_about("person", cast.ann.id)
    assert stream is not None
    erase_subject(
        stream_id=stream.id,
        subject=f"person:{cast.ann.pseudonym}",
        reason="asked",
        actor=cast.mo,
        at=NOW,
    )
    with pytest.raises(ContentErased):
        attempt(passed.attempt_id)


@pytest.mark.covers("S0-15")
def test_a_certified_procedure_is_a_gap_of_those_who_take_contacts(
    cast: Cast, playbook: None
) -> None:
    digest = course("procedure-self-harm").digest
    DocumentVersion.objects.filter(digest=digest).update(state="active")
    RoleGrant.objects.filter(person_id=cast.al.id).update(role=Role.LEGAL)
    (gap,) = [one for one in gaps_of(cast.ann.id, at=NOW) if one.course_id.startswith("proc")]
    assert (gap.course_id, gap.state) == ("procedure-self-harm", "missing")
    assert not [one for one in gaps_of(cast.al.id, at=NOW) if one.course_id.startswith("proc")]
    take(cast.ann, "procedure-self-harm")
    assert not [one for one in gaps_of(cast.ann.id, at=NOW) if one.course_id.startswith("proc")]
    over = {one.course_id: one.state for one in lapsed_of(cast.ann.id, at=NOW + 366 * DAY)}
    assert over["procedure-self-harm"] == "lapsed"


@pytest.mark.covers("S4-51")
def test_feedback_is_reported_without_a_name_once_there_is_enough_of_it(
    cast: Cast, playbook: None
) -> None:
    scores = {"clear": "4", "useful": "3", "ready": "1"}

    def tell(who: Actor, comment: str = "") -> Any:
        done = take(who, "k05-log").attempt_id
        give_feedback(attempt_id=done, scores=scores, comment=comment, actor=who, at=NOW)
        return done

    first = tell(cast.ann, "More examples, please.")
    with pytest.raises(FeedbackGiven):
        give_feedback(attempt_id=first, scores=scores, comment="", actor=cast.ann, at=NOW)
    with pytest.raises(CourseNotFound):
        give_feedback(attempt_id=first, scores=scores, comment="", actor=cast.al, at=NOW)
    other = take(cast.al, "k05-log").attempt_id
    with pytest.raises(CourseInvalid):
        give_feedback(attempt_id=other, scores={"clear": "9"}, comment="", actor=cast.al, at=NOW)
    tell(cast.bo)
    few = feedback_of([cast.site.id])[0]
    assert (few.few, few.words, few.number) == (True, (), 2)
    tell(cast.lou)
    (report,) = feedback_of([cast.site.id])
    assert (report.title, report.number, report.clear) == ("Keeping the log", 3, (3, 0, 0, 0))
    assert report.words == ("More examples, please.",)
    rows = CourseFeedback.objects.values()
    assert all(str(cast.ann.id) not in str(row) for row in rows)
    assert {row["week"] for row in rows} == {date(2026, 11, 16)}
    said = [one for one in told(cast.ann) if "eedback" in one]
    assert said == []
    assert attempt(first).told_us


@pytest.mark.covers("S2-44")
def test_a_course_is_asked_for_by_whoever_teaches_or_leads_or_by_oneself(
    cast: Cast, playbook: None, wren: Actor
) -> None:
    due = NOW.date() + 7 * DAY

    def ask(by: Actor, whom: Actor = cast.ann, **more: Any) -> Any:
        said: dict[str, Any] = {"course_id": "k15-conversation", "because": "A review", "due": due}
        return ask_course(person_id=whom.id, **(said | more), actor=by, at=NOW)

    take(cast.ann, "k15-conversation", at=NOW - DAY)
    assert "k15-conversation" not in {one.course_id for one in gaps_of(cast.ann.id, at=NOW)}
    ask(wren)
    gaps = {one.course_id: one.due for one in gaps_of(cast.ann.id, at=NOW)}
    assert gaps["k15-conversation"] == due
    take(cast.ann, "k15-conversation", at=NOW + DAY)
    assert "k15-conversation" not in {one.course_id for one in gaps_of(cast.ann.id, at=NOW + DAY)}
    ask(cast.ann, course_id="ombudsperson")
    ask(cast.bo)
    assert "ombudsperson" in {one.course_id for one in gaps_of(cast.ann.id, at=NOW)}
    for who in (cast.al, cast.cy):
        with pytest.raises(CourseNotYours):
            ask(who)
    with pytest.raises(CourseInvalid) as wrong:
        ask(wren, because=" ", due=NOW.date() - DAY)
    assert set(wrong.value.faults) == {"because", "due"}
    with pytest.raises(CourseNotFound):
        ask_course(person_id=uuid4(), course_id="k05-log", because="x", due=due, actor=wren, at=NOW)
    listed = {one.course_id: one for one in courses_at(cast.site, at=NOW)}
    assert [name for _, name, _, _ in listed["ombudsperson"].to_do] == ["Ann Example"]
    assert len(courses_about(cast.ann.id)["courses_asked"]) == 3


@pytest.mark.covers("S4-16", "S4-17")
def test_experts_and_trainers_stand_with_their_credentials(
    cast: Cast, playbook: None, wren: Actor
) -> None:
    owner = system_actor("command_line")
    RoleGrant.objects.create(person_id=cast.lou.id, role=Role.PROTOCOL_OWNER, granted_at=NOW)
    lou = Person.objects.get(id=cast.lou.id).actor()
    details = ExpertDetails(
        name="Linnea Example",
        credential="psychologist",
        issuer="An invented board",
        how_found="Invented",
    )
    until = NOW.date() + 90 * DAY
    expert_id = add_expert(details=details, number="EX-7", expires_on=until, actor=owner, at=NOW).id
    assert [one.name for one in experts_known(at=NOW)] == ["Linnea Example"]

    def name(who: Actor = lou, what: str = "reviewed", at: Any = NOW, expert: Any = None) -> Any:
        given = expert or expert_id
        return name_expert(course_id="resilience", expert_id=given, what=what, actor=who, at=at)

    name()
    (named,) = experts_of(course("resilience").digest)
    assert (named.words, named.number, named.what) == (
        "Clinical or forensic psychologist",
        "EX-7",
        "Reviewed",
    )
    with pytest.raises(CourseExpertKnown):
        name()
    with pytest.raises(CourseNotYours):
        name(wren)
    with pytest.raises(CourseNotFound):
        name(expert=uuid4())
    with pytest.raises(CourseInvalid):
        name(what="liked")
    with pytest.raises(CourseInvalid, match="change"):
        name(what="made", at=NOW + 100 * DAY)


@pytest.mark.covers("S4-17")
def test_a_trainers_credential_is_recorded_by_somebody_else_and_runs_out(
    cast: Cast, playbook: None, wren: Actor
) -> None:
    typed = {"credential": "trainer", "teaches": "Resilience", "issuer": "A board", "number": "T-1"}
    until = NOW.date() + 30 * DAY

    def record(by: Actor, whom: Actor, **more: Any) -> Any:
        said: dict[str, Any] = {"typed": typed, "expires_on": until} | more
        return record_trainer(person_id=whom.id, **said, actor=by, at=NOW)

    row = record(cast.mo, wren)
    (held,) = credentials_at(cast.site, at=NOW)
    assert (held.name, held.stands, held.number) == ("Bea Example", "soon", "T-1")
    assert credentials_at(cast.site, at=NOW + 40 * DAY)[0].stands == "over"
    assert len(courses_about(wren.id)["trainer_credentials"]) == 1
    for who in (wren, cast.bo, cast.cy):
        with pytest.raises(CourseNotYours):
            record(who, wren)
    with pytest.raises(CourseInvalid) as wrong:
        record(cast.mo, wren, typed={"credential": "wise"}, expires_on=NOW.date() - DAY)
    assert set(wrong.value.faults) == {"teaches", "issuer", "number", "credential", "expires_on"}
    with pytest.raises(CourseNotFound):
        record_trainer(person_id=uuid4(), typed=typed, expires_on=until, actor=cast.mo, at=NOW)
    with pytest.raises(CourseNotYours):
        take_back_trainer(credential_id=row, actor=cast.cy, at=NOW)
    take_back_trainer(credential_id=row, actor=cast.mo, at=NOW)
    assert credentials_at(cast.site, at=NOW) == []
    with pytest.raises(CourseNotFound):
        take_back_trainer(credential_id=row, actor=cast.mo, at=NOW)
    assert [one for one in told(wren) if "teach" in one][-1].endswith("counts no more.")


@pytest.mark.covers("S4-44")
def test_each_is_told_once_before_and_once_after(cast: Cast, playbook: None) -> None:
    watch = CoursesDue()
    assert watch.next_due() is None
    assert fire_newcomers(at=NOW) == Person.objects.filter(kind="person", is_active=True).count()
    assert fire_newcomers(at=NOW) == 0
    take(cast.ann, "resilience", at=NOW - 340 * DAY)
    take(cast.ann, "k05-log", at=NOW - DAY)
    assert len(watch.due(NOW, 50)) == 4  # a few at a time: a rung waits for no more
    assert watch.fire(cast.ann.id, NOW)
    assert not watch.fire(cast.ann.id, NOW)
    assert watch.next_due() == NOW

    def says(title: str) -> set[str]:
        return {one.says for one in notices_of(cast.ann.id) if one.title == title}

    assert says("Resilience in customer contact") == {"Runs out soon"}
    assert says("The first minutes") == {"Is yours to learn"}
    assert says("Keeping the log") == set()
    assert [one for one in told(cast.ann) if "Was told" in one and "resilience runs out" in one]
    number = len(told(cast.ann))
    assert watch.fire(cast.ann.id, NOW + DAY)
    assert len(told(cast.ann)) == number  # nothing is told twice
    assert watch.fire(cast.ann.id, NOW + 40 * DAY)
    assert says("Resilience in customer contact") == {"Runs out soon", "Has run out"}
    assert says("The first minutes") == {"Is yours to learn", "Is late"}
    assert len(courses_about(cast.ann.id)["courses_told"]) == len(notices_of(cast.ann.id))
    Person.objects.filter(id=cast.al.id).update(is_active=False)
    assert watch.fire(cast.al.id, NOW)
    assert not CourseStanding.objects.filter(person_id=cast.al.id).exists()
    assert notices_of(cast.al.id) == []


@pytest.mark.covers("S3-51")
def test_the_matrix_shows_what_is_on_record_and_says_what_is_missing(
    cast: Cast, playbook: None
) -> None:
    for kind in KINDS:
        assert kind_named(kind).kind == kind
    take(cast.ann, "k05-log")
    take(cast.al, "k05-log", wrong=4)
    ask_course(
        person_id=cast.ann.id,
        course_id="k05-log",
        because="=SUM(A1)",
        due=NOW.date(),
        actor=cast.bo,
        at=NOW,
    )
    people = people_for_evidence([cast.ann.id, cast.al.id, cast.bo.id])
    rows = {one.item: one for one in evidence_of(people, at=NOW)}

    assert len(rows) == 44
    assert {one.shown for one in evidence_of([], at=NOW)} == {"nothing yet"}
    assert (rows["K5"].people, rows["K5"].of, rows["K5"].shown) == (1, 3, "in part")
    assert rows["PC19"].number == 1
    assert rows["PC19"].last == "2026-11-22"
    assert rows["PC1"].shown == "nothing yet"
    assert rows["PC1"].missing
    (mine,) = [
        one for one in evidence_of(people_for_evidence([cast.ann.id]), at=NOW) if one.item == "K5"
    ]
    assert (mine.shown, mine.missing) == ("shown", "")
    over = {one.item: one for one in evidence_of(people, at=NOW + 800 * DAY)}
    assert over["K5"].people == 0  # a pass that ran out is evidence no more
    assert json.loads(as_json(rows.values()))[0]["shown"] == "nothing yet"
    text = as_csv(rows.values())
    assert text.splitlines()[0].startswith("item,requirement")
    assert len(text.splitlines()) == 45


def test_courses_stand_by_their_item_and_attempts_are_kept(cast: Cast, playbook: None) -> None:
    shelf = courses()
    items = [one.course.item for one in shelf if one.course.item]
    assert items == [f"K{n}" for n in range(1, 22)]
    assert {one.course.id for one in shelf} >= {"resilience", "face-to-face", "legal-staff"}
    assert CourseAttempt.objects.count() == 0
