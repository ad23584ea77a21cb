"""The question between report and case, and a case that is put right afterwards."""

from __future__ import annotations

import dataclasses
from uuid import uuid4

import pytest
from django.conf import LazySettings

from stayline.incidents.actions import get_help, state_threat
from stayline.incidents.models import Incident
from stayline.incidents.queries import blocking_close, log
from stayline.outbox.models import Message
from stayline.outbox.queries import messages_of_incident, opened
from stayline.privacy.errors import NotOnTheList
from stayline.reports.actions import (
    amend_case,
    decide_case,
    open_further_record,
    submit_report,
)
from stayline.reports.errors import (
    AnswersInvalid,
    CaseNotFound,
    CaseReasonMissing,
    CaseThere,
    NotOfPeople,
    ReportNotSubmitted,
    ThreatVoid,
)
from stayline.reports.models import PEOPLE_AT_RISK, Case, Report
from stayline.reports.queries import case_view, reports_of
from stayline_core.forms import Answer, AnswerState
from tests.cast import Cast, later

pytestmark = pytest.mark.django_db

QUESTION = "Does the supervisor team need to act?"


@pytest.fixture
def asked(settings: LazySettings) -> None:
    """A centre that asks before it opens a case."""
    settings.STAYLINE = dataclasses.replace(settings.STAYLINE, case_question=QUESTION)


def said(incident: Incident) -> list[str]:
    return [one.sentence for one in log(incident) if one.kind == "reports.case.decided"]


@pytest.mark.covers("S1-61")
@pytest.mark.usefixtures("asked")
def test_the_case_waits_for_the_answer_and_yes_opens_it(
    incident: Incident, report: Report, cast: Cast
) -> None:
    done = submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    assert done.number
    assert done.case_id is None
    assert f"Report {done.number} has no case yet: open it." in blocking_close(incident)
    case = decide_case(report_id=report.id, needed=True, actor=cast.ann, at=later(95))
    assert case is not None
    assert case.referral_comments == done.number
    assert said(incident) == [f"“{QUESTION}” for report {done.number}: yes. "]


@pytest.mark.covers("S1-61")
@pytest.mark.usefixtures("asked")
def test_no_needs_a_reason_is_logged_and_the_report_stays(
    incident: Incident, report: Report, cast: Cast
) -> None:
    number = submit_report(report_id=report.id, actor=cast.ann, at=later(90)).number
    with pytest.raises(CaseReasonMissing):
        decide_case(report_id=report.id, needed=False, reason="  ", actor=cast.ann, at=later(95))
    why = "Security has the person already."
    decide_case(report_id=report.id, needed=False, reason=why, actor=cast.ann, at=later(96))
    assert said(incident) == [f"“{QUESTION}” for report {number}: no. {why}"]
    assert not Case.objects.exists()
    report.refresh_from_db()
    assert report.number == number
    assert not [one for one in blocking_close(incident) if "no case" in one]
    # Who thinks better of it opens the case all the same, once.
    assert decide_case(report_id=report.id, needed=True, actor=cast.ann, at=later(99)) is not None
    with pytest.raises(CaseThere):
        decide_case(report_id=report.id, needed=False, reason=why, actor=cast.ann, at=later(99))


@pytest.mark.covers("S1-61")
def test_without_a_question_every_report_gets_its_case_at_once(
    incident: Incident, report: Report, cast: Cast
) -> None:
    assert submit_report(report_id=report.id, actor=cast.ann, at=later(90)).case_id
    assert said(incident) == []


@pytest.mark.usefixtures("asked")
def test_what_the_decision_refuses(report: Report, cast: Cast) -> None:
    with pytest.raises(ReportNotSubmitted):
        decide_case(report_id=report.id, needed=True, actor=cast.ann, at=later(90))
    with pytest.raises(NotOnTheList):
        decide_case(report_id=report.id, needed=True, actor=cast.cy, at=later(90))


# The case itself


def observed(**values: str) -> dict[str, Answer]:
    return {name: Answer(AnswerState.OBSERVED, value) for name, value in values.items()}


@pytest.fixture
def case(report: Report, cast: Cast) -> Case:
    """The case of the threat."""
    submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    return Case.objects.get()


def shown(case: Case) -> dict[str, str]:
    return {one.field.name: one.shown for one in case_view(case.id).fields if one.answer}


VALUES = {
    "classification_of_threat": {
        "suicide_or_self_threat": "Suicide/Self Threat",
        "personal": "Personal",
        "telephone": "Telephone",
        "written_or_online": "Written or Online",
    },
    "classification_of_person": {
        "customer": "Customer",
        "public": "Public",
        "employee": "Employee",
        "former_employee": "Former Employee",
        "unknown": "Unknown",
    },
    "place": {
        "office": "Office",
        "outside_the_office": "Outside the office",
        "public_place": "Public place",
    },
}


@pytest.mark.covers(
    "S1-67",
    "S1-68",
    "S1-69",
    "S1-70",
    "S1-71",
    "S1-72",
    "S1-73",
    "S1-74",
    "S1-76",
    "S1-77",
    "S1-78",
)
def test_every_value_of_the_case_can_be_chosen(case: Case, cast: Cast) -> None:
    known = shown(case)
    for field, values in VALUES.items():
        for value, words in values.items():
            if known.get(field) != words:
                amend_case(
                    case_id=case.id,
                    answers=observed(**{field: value}),
                    actor=cast.ann,
                    at=later(99),
                )
            known = shown(case)
            assert known[field] == words


@pytest.mark.covers("S1-66", "S1-75", "S1-79", "S1-80")
def test_time_name_summary_and_more_are_put_right(
    incident: Incident, case: Case, cast: Cast
) -> None:
    news = {
        "person_name": "Alex B. Thistle",
        "summary": "Said at the counter.",
        "additional_information": "Has been here before.",
    }
    at = {"date_time": Answer(AnswerState.ANSWERED, "2026-11-22T08:59:00+00:00")}
    amend_case(case_id=case.id, answers=observed(**news) | at, actor=cast.ann, at=later(99))
    known = shown(case)
    assert {name: known[name] for name in news} == news
    assert known["date_time"] == "2026-11-22T08:59:00+00:00"
    last = messages_of_incident(incident.id)[-1]
    payload = opened(Message.objects.get(id=last.id)).payload
    assert (last.kind, payload["amendment"]) == ("reports.case.amended", 1)
    assert set(payload["fields"]) == {*news, "date_time"}
    assert [one.kind for one in log(incident)].count("reports.case.opened") == 1
    assert "reports.case.amended" in [one.kind for one in log(incident)]


@pytest.mark.covers("S1-81")
def test_a_case_of_which_nothing_is_known_is_opened_all_the_same(
    cast: Cast, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("playbook")
    request.getfixturevalue("noted")
    incident = get_help(contact_id=cast.contact().id, actor=cast.ann, at=later(1))
    state_threat(
        incident_id=incident.id, kind="other", form="perceived", actor=cast.ann, at=later(2)
    )
    report = reports_of(incident.id)[0]
    done = submit_report(report_id=report.id, actor=cast.ann, at=later(9))
    assert done.case_id is not None
    known = {one.field.name: one.shown for one in case_view(done.case_id).fields if one.answer}
    assert known["place"] == "Unknown"
    assert known["classification_of_person"] == "Unknown"


def test_what_a_correction_refuses(case: Case, cast: Cast) -> None:
    def correct(**answers: str) -> None:
        amend_case(case_id=case.id, answers=observed(**answers), actor=cast.ann, at=later(99))

    with pytest.raises(AnswersInvalid):
        correct(place="the moon")
    with pytest.raises(AnswersInvalid):
        correct(referral_comments="SLR-1")
    with pytest.raises(AnswersInvalid):
        correct()
    with pytest.raises(NotOnTheList):
        amend_case(case_id=case.id, answers=observed(place="office"), actor=cast.cy, at=later(99))
    with pytest.raises(CaseNotFound):
        amend_case(case_id=uuid4(), answers=observed(place="office"), actor=cast.ann, at=later(99))


# People at risk: one record a person


def test_another_person_at_risk_has_a_record_and_number_of_their_own(
    cast: Cast, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("playbook")
    request.getfixturevalue("noted")
    incident = get_help(contact_id=cast.contact().id, actor=cast.ann, at=later(1))
    threat = state_threat(
        incident_id=incident.id, kind="violence", form="direct", actor=cast.ann, at=later(2)
    )
    first = next(one for one in reports_of(incident.id) if one.form_id == PEOPLE_AT_RISK)
    further = open_further_record(report_id=first.id, actor=cast.ann, at=later(20))
    third = open_further_record(report_id=further.id, actor=cast.ann, at=later(21))
    assert (first.ordinal, further.ordinal, third.ordinal) == (1, 2, 3)
    numbers = [
        submit_report(report_id=one.id, actor=cast.ann, at=later(60)).number
        for one in (first, further, third)
    ]
    assert len(set(numbers)) == 3
    with pytest.raises(NotOnTheList):
        open_further_record(report_id=first.id, actor=cast.cy, at=later(70))
    threat.void_at = later(80)
    threat.save()
    with pytest.raises(ThreatVoid):
        open_further_record(report_id=first.id, actor=cast.ann, at=later(90))


def test_only_people_at_risk_have_further_records(report: Report, cast: Cast) -> None:
    with pytest.raises(NotOfPeople):
        open_further_record(report_id=report.id, actor=cast.ann, at=later(20))
