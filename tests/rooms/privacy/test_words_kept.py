"""What is kept in words goes when its time is over, by the watcher; an open incident keeps it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from stayline.care.models import CheckNote, PrivateCheck
from stayline.command.models import Deployment, Resource
from stayline.incidents.models import Incident
from stayline.learning.actions import write_lesson
from stayline.learning.models import (
    ColleagueGuidance,
    CourseAttempt,
    CourseFeedback,
    Lesson,
    PlanText,
    PracticeAttempt,
    SupportPlan,
    Wish,
)
from stayline.learning.queries.answers import answers_of
from stayline.ledger.errors import ContentErased
from stayline.library.models import DocumentVersion
from stayline.people.actions.system import person_stream
from stayline.people.models import Person
from stayline.platform.actors import Actor
from stayline.privacy.actions import decide_retention, lift_hold, place_hold
from stayline.privacy.models import LegalHold
from stayline.privacy.ports import Old
from stayline.privacy.queries import kept_kinds, kept_port, would_go
from stayline.privacy.workers import RetentionDue
from stayline.quality.models import Dispute, Feedback, Improvement, Review
from tests.cast import NOW, Cast, later
from tests.reviewed import reviewed

pytestmark = pytest.mark.django_db

WORDS = b"sealed words"
YEAR = NOW + timedelta(days=365)
LATE = NOW + timedelta(days=400)


@pytest.fixture
def root(cast: Cast) -> Actor:
    """An administrator."""
    return replace(cast.mo, roles=frozenset({"administrator"}))


def decided(kind: str, root: Actor, days: int = 90) -> None:
    """Decide how long a kind is kept, and let the watcher look a year later."""
    rule = decide_retention(kind=kind, days=days, basis="Our policy 7.2", actor=root, at=LATE)
    assert RetentionDue().fire(rule.id, LATE)


def feedback(cast: Cast, incident: Incident | None) -> Feedback:
    contact = incident.contact if incident and incident.contact else cast.contact(agent=cast.ann)
    review: Review = reviewed(contact, {}, by=cast.bo, at=later(60), incident=incident)
    return Feedback.objects.create(
        review=review, person_id=cast.ann.id, given_by_id=cast.bo.id, given_at=NOW,
        exercise=True, words_sealed=WORDS,
    )  # fmt: skip


@pytest.mark.covers("S3-29")
def test_what_speaks_of_an_open_or_held_incident_is_kept_and_says_why(
    cast: Cast, incident: Incident, root: Actor
) -> None:
    alone, open_one = feedback(cast, None), feedback(cast, incident)
    assert would_go("feedback", 90, at=LATE) == Old(1, 0, NOW, 1)
    decided("feedback", root)
    assert bytes(Feedback.objects.get(id=alone.id).words_sealed) == b""
    assert bytes(Feedback.objects.get(id=open_one.id).words_sealed) == WORDS
    Incident.objects.filter(id=incident.id).update(state="closed", closed_at=NOW)
    held = place_hold(
        incident_id=incident.id, number=incident.number, reason="A claim.", actor=cast.mo, at=NOW
    )
    assert would_go("feedback", 90, at=LATE) == Old(0, 1, None)
    port = kept_port("feedback")
    told = {"limit": 9, "actor": root, "at": LATE}
    assert port.let_go(YEAR, held=set(), **told) == 0  # type: ignore[arg-type]  # asked once more
    lift_hold(hold_id=held.id, because="Settled.", actor=cast.mo, at=NOW)
    assert LegalHold.objects.get().lifted_at
    assert port.let_go(YEAR, held=set(), **told) == 1  # type: ignore[arg-type]  # the same three
    assert port.let_go(YEAR, held=set(), **told) == 0  # type: ignore[arg-type]  # the same three


def test_feedback_that_is_still_disputed_is_kept(cast: Cast, playbook: None, root: Actor) -> None:
    del playbook
    row = feedback(cast, None)
    dispute = Dispute.objects.create(feedback=row, raised_at=NOW, decide_by=NOW)
    decided("feedback", root)
    assert Feedback.objects.exclude(words_sealed=b"").exists()
    dispute.decided_at, dispute.decision_sealed = NOW, WORDS
    dispute.save()
    assert would_go("feedback", 90, at=LATE) == Old(2, 0, NOW)


def test_what_was_to_get_better_goes_once_it_is_over(cast: Cast, root: Actor) -> None:
    for set_aside in (NOW, None):
        Improvement.objects.create(
            site=cast.site, item="stayed", what_sealed=WORDS, owner_id=cast.bo.id, due=NOW.date(),
            source="drill:1", exercise=True, opened_by_id=cast.bo.id, opened_at=NOW,
            set_aside_at=set_aside,
        )  # fmt: skip
    decided("improvement", root)
    assert bytes(Improvement.objects.get(set_aside_at=NOW).what_sealed) == b""
    assert bytes(Improvement.objects.get(set_aside_at=None).what_sealed) == WORDS


def test_support_goes_when_the_plan_is_over(cast: Cast, root: Actor) -> None:
    plans = [
        SupportPlan.objects.create(
            kind=kind, person_id=cast.ann.id, supporter_id=cast.bo.id, site=cast.site,
            exercise=True, opened_by_id=cast.bo.id, opened_at=NOW, stage_since=NOW, ended_at=ended,
        )
        for kind, ended in (("coaching", NOW), ("buddying", None))
    ]  # fmt: skip
    for plan in plans:
        PlanText.objects.create(
            plan=plan, number=1, words_sealed=WORDS, written_by_id=cast.bo.id, written_at=NOW
        )
    Wish.objects.create(person_id=cast.ann.id, words_sealed=WORDS, at=NOW, ended_at=NOW)
    Wish.objects.create(person_id=cast.al.id, words_sealed=WORDS, at=NOW)
    ColleagueGuidance.objects.create(
        giver_id=cast.bo.id, receiver_id=cast.ann.id, site=cast.site, words_sealed=WORDS, at=NOW,
        exercise=True,
    )  # fmt: skip
    decided("support", root)
    assert [bytes(one.words_sealed) for one in PlanText.objects.order_by("plan__ended_at")].count(
        b""
    ) == 1
    assert [one.person_id for one in Wish.objects.all()] == [cast.al.id]
    assert bytes(ColleagueGuidance.objects.get().words_sealed) == b""


def test_answers_in_courses_and_results_of_practice_go(
    cast: Cast, playbook: None, root: Actor
) -> None:
    del playbook
    version = DocumentVersion.objects.order_by("pk").first()
    assert version is not None
    taken = CourseAttempt.objects.create(
        person_id=cast.ann.id, course_id="one", version=version, answers_sealed=WORDS, passed=True,
        at=NOW,
    )  # fmt: skip
    CourseFeedback.objects.create(
        course_id="one", version=version, site=cast.site, week=NOW.date(), clear=1, useful=1,
        ready=1, comment_sealed=WORDS,
    )  # fmt: skip
    PracticeAttempt.objects.create(
        person_id=cast.ann.id, scenario_id="one", version=version, contact_id=uuid4(), seed=1,
        state={}, started_at=NOW, ended_at=NOW, result_sealed=WORDS,
    )  # fmt: skip
    with transaction.atomic():
        person_stream(Person.objects.get(id=cast.ann.id), NOW)
    assert would_go("course_attempt", 90, at=LATE).go == 2
    decided("course_attempt", root)
    decided("practice", root)
    taken.refresh_from_db()
    assert taken.passed
    with pytest.raises(ContentErased):
        answers_of(taken)
    assert bytes(CourseFeedback.objects.get().comment_sealed) == b""
    assert bytes(PracticeAttempt.objects.get().result_sealed) == b""


def test_drafts_of_lessons_go_as_a_whole_and_published_ones_stay(cast: Cast, root: Actor) -> None:
    for title in ("A draft", "Published", "Withdrawn"):
        pk = write_lesson(title=title, words="Let silence be.", actor=cast.ann, at=NOW)
        if title != "A draft":
            rows = Lesson.objects.filter(id=pk)
            rows.update(published_at=NOW, title=title, words="Let silence be.", draft_sealed=b"")
    Lesson.objects.filter(title="Withdrawn").update(withdrawn_at=NOW)
    decided("lesson", root)
    assert sorted(Lesson.objects.values_list("title", flat=True)) == ["", "Published"]


def test_private_notes_and_links_of_those_who_were_sent_go(
    cast: Cast, incident: Incident, root: Actor
) -> None:
    check = PrivateCheck.objects.create(
        person_id=cast.ann.id, incident_id=incident.id, offered_at=NOW, planned_at=NOW
    )
    CheckNote.objects.create(of=check, writer_id=cast.ann.id, words_sealed=WORDS, written_at=NOW)
    resource = Resource.objects.create(site=cast.site, kind="crew", name="Crew one", added_at=NOW)
    Deployment.objects.create(
        incident=incident, resource=resource, exercise=True, state="ended", method="sms",
        asked_at=NOW, asked_by=cast.bo.id, due_by=NOW, check_every_s=60, link_digest="d" * 64,
        code_digest="c" * 64, ended_at=NOW,
    )  # fmt: skip
    decided("care_note", root)
    assert not CheckNote.objects.exists()
    decided("field_link", root)
    assert Deployment.objects.get().code_digest == "c" * 64  # the incident is open
    Incident.objects.filter(id=incident.id).update(state="closed", closed_at=NOW)
    decided("field_link", root)
    row = Deployment.objects.get()
    assert (row.link_digest.startswith("gone:"), row.code_digest) == (True, "")


def test_every_kind_has_a_name_of_its_own_and_says_what_goes_and_stays() -> None:
    kinds = kept_kinds()
    assert {"feedback", "improvement", "support", "course_attempt", "practice", "lesson"} <= {
        one.id for one in kinds
    }
    assert {"care_note", "field_link", "complaint", "review", "own_care", "message"} <= {
        one.id for one in kinds
    }
    assert len({one.title for one in kinds}) == len(kinds)
    assert all(one.since and one.goes and one.stays for one in kinds)
