"""Queries and complaints: who may answer which, what goes up, what whoever it is about sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from stayline.deadlines.ports import due_ports
from stayline.escalation.models import HandOver, Ladder
from stayline.incidents.models import Incident
from stayline.ledger.actions import erase_subject
from stayline.ledger.queries import entries
from stayline.people.actions import add_person, note_conflict
from stayline.people.models import Person, RoleGrant
from stayline.platform.actors import Actor
from stayline.privacy.models import Exclusion, LegalHold
from stayline.quality.actions.complaints import (
    NewComplaint,
    answer_complaint,
    pass_on_complaint,
    raise_complaint,
    take_complaint,
)
from stayline.quality.actions.complaints_kept import ComplaintsKept, forget_complaint
from stayline.quality.errors.complaints import (
    AboveAuthority,
    ComplaintClosed,
    ComplaintInvalid,
    ComplaintNotFound,
    NobodyAbove,
)
from stayline.quality.models import Complaint
from stayline.quality.personal_data.complaints import complaints_about
from stayline.quality.queries.complaints import (
    GONE,
    complaint_page,
    complaint_trends,
    complaints_raised_by,
    complaints_to_answer,
    subject_of,
)
from stayline.quality.workers import ComplaintDue
from stayline.reports.models import Report
from stayline_core.forms import Answer, AnswerState
from tests.cast import NOW, PASSWORD, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

WORDS = "I rang three times about the pelican and nobody rang back."


@pytest.fixture
def odile(cast: Cast) -> Actor:
    """The ombudsperson, of another site."""
    made: Person = add_person(
        username="odile",
        name="Odile Example",
        password=PASSWORD,
        roles=("ombudsperson",),
        site_id=cast.other_site.id,
        at=NOW,
    )
    return made.actor()


@pytest.fixture
def incident(cast: Cast) -> Incident:
    """An incident that Ann had and Bo took over."""
    contact = cast.contact(agent=cast.ann)
    row = Incident.objects.create(
        number="SLX-2026-000901",
        stream_id=uuid4(),
        exercise=True,
        site=cast.site,
        contact=contact,
        kind="self_harm",
        level=1,
        opened_how="signal",
        opened_by=cast.ann.id,
        opened_at=NOW,
        owner_id=cast.bo.id,
    )
    ladder = Ladder.objects.create(
        incident=row, document_id="crisis", exercise=True, rungs=[], limits={}, started_at=NOW
    )
    HandOver.objects.create(ladder=ladder, receiver_id=cast.bo.id, accepted_at=NOW)
    return row


def raised(cast: Cast, by: Actor, **more: Any) -> Complaint:
    """One that somebody raised."""
    plain = {"kind": "complaint", "topic": "handling", "site_id": cast.site.id}
    answers = {"what": Answer(AnswerState.ANSWERED, WORDS)}
    return raise_complaint(NewComplaint(**{"answers": answers, **plain, **more}), actor=by, at=NOW)


def numbers(who: Actor) -> list[str]:
    """What somebody may answer now."""
    return [one.row.number for one in complaints_to_answer(who, at=NOW)]


def answered(row: Complaint, by: Actor, remedy: str = "explain", **more: Any) -> None:
    """Somebody answers."""
    plain = {"remedy": remedy, "upheld": "partly", "words": "We are sorry.", "at": NOW}
    answer_complaint(complaint_id=row.id, actor=by, **{**plain, **more})


@pytest.mark.covers("S3-24")
def test_whoever_it_is_about_never_sees_it_and_somebody_free_of_it_answers(
    cast: Cast, incident: Incident
) -> None:
    row = raised(cast, cast.al, incident=incident.number.lower())
    assert row.number == "SLXK-2026-000001"
    assert (row.level, row.due_at) == ("supervisor", NOW + timedelta(hours=72))
    assert row.incident == incident
    # Bo took the contact over and Ann had it: it is their handling. Bea is free of it.
    assert numbers(cast.bea) == [row.number]
    assert numbers(cast.bo) == numbers(cast.ann) == numbers(cast.mo) == numbers(cast.cy) == []
    for who in (cast.bo, cast.ann, cast.mo, cast.cy):
        with pytest.raises(ComplaintNotFound):
            complaint_page(row.id, who)
        with pytest.raises(ComplaintNotFound):
            answered(row, who)
    with pytest.raises(ComplaintNotFound):
        answered(Complaint(id=uuid4()), cast.bea)
    with pytest.raises(ComplaintNotFound):
        complaint_page(uuid4(), cast.bea)

    take_complaint(complaint_id=row.id, actor=cast.bea, at=NOW)
    page = complaint_page(row.id, cast.bea)
    assert page.said == (("What is it about?", WORDS),)
    assert (page.handler, page.may_answer, page.may_pass_on) == ("Bea Example", True, True)
    for wrong in ({"words": " "}, {"upheld": "maybe"}, {"remedy": "nothing"}):
        with pytest.raises(ComplaintInvalid):
            answered(row, cast.bea, **wrong)
    answered(row, cast.bea, "apologise")
    with pytest.raises(ComplaintClosed):
        answered(row, cast.bea)
    mine = complaint_page(row.id, cast.al)
    assert (mine.answer, mine.remedy, mine.answered_by) == (
        "We are sorry.",
        "Say sorry",
        "Bea Example",
    )
    assert not mine.may_answer
    kinds = [one.kind.rpartition(".")[2] for one in entries(row.stream_id)]
    assert kinds == ["raised", "taken", "answered"]
    # A question is answered by whoever handled it: nothing is held against anybody.
    question = raised(cast, cast.al, kind="query", topic="question", incident=incident.number)
    assert question.number in numbers(cast.bo)


@pytest.mark.covers("S3-47")
def test_what_is_above_the_limits_goes_up_and_so_does_what_is_late(
    cast: Cast, odile: Actor
) -> None:
    row = raised(cast, cast.ann, on_behalf=True)
    with pytest.raises(AboveAuthority) as above:
        answered(row, cast.bo, "goodwill", amount=500)
    assert above.value.data["level"] == "A manager"
    with pytest.raises(ComplaintInvalid):
        pass_on_complaint(complaint_id=row.id, reason=" ", actor=cast.bo, at=NOW)
    pass_on_complaint(complaint_id=row.id, reason="A payment is asked", actor=cast.bo, at=NOW)
    assert numbers(cast.bo) == []
    with pytest.raises(AboveAuthority):
        answered(row, cast.mo, "goodwill", amount=10_001)
    port = ComplaintDue()
    assert {"quality.complaint", "quality.count"} <= {one.name for one in due_ports}
    late = port.next_due()
    assert late == NOW + timedelta(hours=168)
    assert port.due(NOW, 9) == []
    assert port.due(late, 9) == [row.id]
    assert port.fire(row.id, late)
    assert not port.fire(row.id, late)
    assert not port.fire(uuid4(), late)
    assert numbers(odile) == [row.number]  # of every site
    with pytest.raises(NobodyAbove):
        pass_on_complaint(complaint_id=row.id, reason="x", actor=odile, at=late)
    last = late + timedelta(hours=480)
    assert port.fire(row.id, last)
    assert port.next_due() is None
    (waiting,) = complaints_to_answer(odile, at=last)
    assert waiting.late
    assert [one.why for one in complaint_page(row.id, odile).steps] == ["asked", "late"]
    answered(row, odile, "settle", amount=500_000, at=last)
    page = complaint_page(row.id, odile)
    assert (page.amount, page.upheld) == ("5000.00 GBP", "It was partly right")
    (trend,) = complaint_trends(cast.site, since=NOW.date())
    assert (trend.queries, trend.complaints, trend.answered, trend.upheld, trend.late) == (
        0,
        1,
        1,
        1,
        1,
    )


def test_nobody_decides_on_their_equal_and_conflicts_and_exclusions_hold(
    cast: Cast, incident: Incident, odile: Actor
) -> None:
    about_bo = raised(cast, cast.ann, subject_id=cast.bo.id)
    assert about_bo.level == "manager"
    assert numbers(cast.mo) == [about_bo.number]
    assert complaint_page(about_bo.id, cast.mo).subject == "Bo Example"
    about_mo = raised(cast, cast.mo, subject_id=cast.mo.id, topic="person")
    assert about_mo.level == "ombudsperson"
    assert complaints_raised_by(cast.mo.id, at=NOW)[0].row == about_mo

    note_conflict(person_id=cast.bea.id, other_id=cast.al.id, actor=cast.mo, at=NOW)
    Exclusion.objects.create(
        incident_id=incident.id, person_id=cast.mo.id, because="implicated", noted_at=NOW
    )
    # Bo handled it, Bea has a conflict with who raises it, Mo is implicated: it goes to Odile.
    gone_up = raised(cast, cast.al, incident=incident.number)
    assert gone_up.level == "ombudsperson"
    page = complaint_page(gone_up.id, odile)
    assert [(one.was, one.why) for one in page.steps] == [
        ("A supervisor", "nobody"),
        ("A manager", "nobody"),
    ]
    RoleGrant.objects.filter(person_id=odile.id).delete()
    assert complaint_page(gone_up.id, cast.al).nobody


def test_what_cannot_be_kept_is_refused_by_field_and_tells_nothing_of_what_is_hidden(
    cast: Cast, incident: Incident
) -> None:
    Exclusion.objects.create(
        incident_id=incident.id, person_id=cast.al.id, because="implicated", noted_at=NOW
    )
    report = Report.objects.create(
        incident=incident,
        form_id="security_threat",
        form_digest="0" * 64,
        exercise=True,
        opened_at=NOW,
        changed_at=NOW,
        number="SLXR-2026-000901",
    )
    for more, field in (
        ({"incident": "SLX-1999-000001"}, "incident"),
        ({"incident": incident.number}, "incident"),
        ({"report": report.number}, "report"),
        ({"kind": "grudge"}, "kind"),
        ({"topic": "weather"}, "topic"),
        ({"subject_id": cast.cy.id}, "subject"),
        ({"answers": {}}, "what"),
        ({"answers": {"what": Answer(AnswerState.ANSWERED, " ")}}, "what"),
    ):
        with pytest.raises(ComplaintInvalid) as refused:
            raised(cast, cast.al, **more)
        assert set(refused.value.faults) == {field}
    hidden = raised_faults(cast, incident.number)
    assert hidden == raised_faults(cast, "SLX-1999-000001")
    other = Incident.objects.create(
        number="SLX-2026-000902",
        stream_id=uuid4(),
        exercise=True,
        site=cast.site,
        kind="other",
        level=2,
        opened_how="seen",
        opened_by=cast.ann.id,
        opened_at=NOW,
    )
    with pytest.raises(ComplaintInvalid, match="change"):
        raised(cast, cast.ann, incident=other.number, report=report.number)
    assert raised(cast, cast.ann, report=report.number).incident == incident
    assert raised(cast, cast.ann, incident=other.number).incident == other


def raised_faults(cast: Cast, number: str) -> dict[str, str]:
    """What is said when Al names an incident."""
    with pytest.raises(ComplaintInvalid) as refused:
        raised(cast, cast.al, incident=number)
    return refused.value.faults


def test_words_are_sealed_and_go_when_their_time_is_over(cast: Cast, incident: Incident) -> None:
    row = raised(cast, cast.al, incident=incident.number)
    open_one = raised(cast, cast.al)
    row.refresh_from_db()
    assert WORDS.encode() not in bytes(row.body_sealed)
    answered(row, cast.bea)
    row.refresh_from_db()
    assert b"sorry" not in bytes(row.answer_sealed)
    about = complaints_about(cast.al.id)
    assert [one["number"] for one in about["complaints_raised"]] == [row.number, open_one.number]
    assert WORDS not in str(about)
    assert len(complaints_about(cast.bea.id)["complaints_answered"]) == 1

    year = NOW + timedelta(days=365)
    port = ComplaintsKept()
    assert (port.old(year, held=set()).go, port.old(year, held=set()).open) == (0, 1)
    Incident.objects.filter(id=incident.id).update(state="closed", closed_at=NOW)
    told: dict[str, Any] = {"limit": 9, "actor": cast.mo, "at": year}
    assert port.old(NOW, held=set()).go == 0
    assert (port.old(year, held={incident.id}).go, port.old(year, held={incident.id}).held) == (
        0,
        1,
    )
    assert port.let_go(year, held={incident.id}, **told) == 0
    LegalHold.objects.create(
        incident_id=incident.id, number=incident.number, placed_by=cast.mo.id, placed_at=NOW
    )
    assert port.let_go(year, held=set(), **told) == 0  # asked once more under the lock
    LegalHold.objects.all().delete()
    assert port.let_go(year, held=set(), **told) == 1
    assert port.old(year, held=set()).go == 0
    assert not forget_complaint(complaint_id=row.id, actor=cast.mo, at=year)
    assert not forget_complaint(complaint_id=open_one.id, actor=cast.mo, at=year)
    assert not forget_complaint(complaint_id=uuid4(), actor=cast.mo, at=year)
    page = complaint_page(row.id, cast.al)
    assert (page.said, page.remedy) == ((("", GONE),), "Explain what happened")
    erase_subject(
        stream_id=open_one.stream_id,
        subject=subject_of(open_one),
        reason="asked",
        actor=cast.mo,
        at=NOW,
    )
    assert complaint_page(open_one.id, cast.al).said == (("", GONE),)
    with pytest.raises(ComplaintInvalid):
        raised(cast, cast.ann, id=open_one.id)
    assert raised(cast, cast.al, id=open_one.id) == open_one
