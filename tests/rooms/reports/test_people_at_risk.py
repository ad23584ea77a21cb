"""Who is at risk, told or not told: a record for each person, by whoever leads the incident."""

from __future__ import annotations

from uuid import uuid4

import pytest

from stayline.incidents.actions import (
    answer_step,
    get_help,
    hear_lines,
    open_in_error,
    state_threat,
)
from stayline.incidents.models import Incident, Obligation
from stayline.incidents.queries import blocking_close, by_contact, log
from stayline.outbox.queries import messages_of_incident
from stayline.privacy.actions import grant_in_transaction
from stayline.privacy.errors import NotOnTheList
from stayline.reports.actions import (
    amend_report,
    open_further_record,
    save_draft,
    submit_report,
)
from stayline.reports.errors import NotForYouToSay, NotOfPeople, ReportNotFound, ThreatVoid
from stayline.reports.models import PEOPLE_AT_RISK, THREAT_FORM, Report
from stayline.reports.queries import draft, report_view
from stayline_core.forms import Answer, AnswerState
from tests.cast import Cast, later, line

pytestmark = pytest.mark.django_db

FAMILY = {
    "person_who": Answer(AnswerState.OBSERVED, "The caller's sister"),
    "person_kind": Answer(AnswerState.OBSERVED, "own_family"),
    "told": Answer(AnswerState.OBSERVED, "not_told"),
    "decided_by": Answer(AnswerState.OBSERVED, "Ann Example"),
    "why": Answer(AnswerState.OBSERVED, "The police asked that nobody is told yet."),
    "basis": Answer(AnswerState.OBSERVED, "police_decision"),
}


@pytest.fixture
def violence(cast: Cast, request: pytest.FixtureRequest) -> Incident:
    """A threat to somebody else that Ann hears."""
    request.getfixturevalue("playbook")
    request.getfixturevalue("noted")
    incident = get_help(contact_id=cast.contact().id, actor=cast.ann, at=later(1))
    state_threat(
        incident_id=incident.id, kind="violence", form="direct", actor=cast.ann, at=later(2)
    )
    return incident


@pytest.fixture
def record(violence: Incident) -> Report:
    """Its record of people at risk."""
    return violence.reports.get(form_id=PEOPLE_AT_RISK)


def shown(report: Report) -> dict[str, str]:
    return {one.field.name: one.shown for one in draft(report.id).fields if one.shown}


def save(report: Report, cast: Cast) -> None:
    save_draft(report_id=report.id, answers=FAMILY, expected_version=0, actor=cast.ann, at=later(9))


def test_it_says_who_was_told_or_not_by_whom_and_why(record: Report, cast: Cast) -> None:
    save(record, cast)
    done = submit_report(report_id=record.id, actor=cast.ann, at=later(60))
    assert (done.completeness.extent.value, done.completeness.missing) == ("full", ())
    said = {one.field.name: one.shown for one in report_view(record.id).fields}
    assert (said["told"], said["basis"]) == ("Not told", "The police decide")
    assert said["recorded_by"] == "Ann Example"
    assert said["recorded_at"].startswith("2026-11-22T09:01:00")


def test_nothing_reaches_the_person_by_itself(
    violence: Incident, record: Report, cast: Cast
) -> None:
    save(record, cast)
    submit_report(report_id=record.id, actor=cast.ann, at=later(60))
    assert messages_of_incident(violence.id) == []


def test_it_stands_in_the_way_of_closing_until_it_is_filed(
    violence: Incident, record: Report, cast: Cast
) -> None:
    waiting = "Who is at risk, and whether they were told, is not recorded."
    assert waiting in blocking_close(violence)
    submit_report(report_id=record.id, actor=cast.ann, at=later(60))
    assert waiting not in blocking_close(violence)


@pytest.mark.usefixtures("playbook", "noted")
def test_what_was_said_of_them_is_there_already(cast: Cast) -> None:
    contact = cast.contact()
    words = line(2, "I am going to hurt my brother tonight.")
    hear_lines(contact_id=contact.id, lines=[words], actor=cast.ann, at=later(2))
    incident = by_contact(contact.id)
    assert incident is not None
    for field, value, text in (
        ("target.who", "answered", "His brother Robin"),
        ("target.kind", "own_family", ""),
    ):
        answer_step(
            incident_id=incident.id,
            expected=None,
            field=field,
            value=value,
            text=text,
            actor=cast.ann,
            at=later(20),
        )
    record = incident.reports.get(form_id=PEOPLE_AT_RISK)
    assert shown(record)["person_who"] == "His brother Robin"
    assert shown(record)["person_kind"] == "The caller's own family"


def test_only_who_leads_or_decides_may_say_it(
    violence: Incident, record: Report, cast: Cast
) -> None:
    for someone in (cast.al, cast.bo):
        handles(violence, cast, someone)
    with pytest.raises(NotForYouToSay):
        submit_report(report_id=record.id, actor=cast.al, at=later(60))
    with pytest.raises(NotForYouToSay):
        open_further_record(report_id=record.id, actor=cast.al, at=later(60))
    with pytest.raises(NotForYouToSay):
        save_draft(
            report_id=record.id, answers=FAMILY, expected_version=0, actor=cast.al, at=later(60)
        )
    assert draft(record.id).number == ""
    submit_report(report_id=record.id, actor=cast.bo, at=later(61))
    more = {"place": Answer(AnswerState.OBSERVED, "At their own home")}
    with pytest.raises(NotForYouToSay):
        amend_report(report_id=record.id, answers=more, actor=cast.al, at=later(62))
    report = violence.reports.get(form_id=THREAT_FORM)
    assert submit_report(report_id=report.id, actor=cast.al, at=later(63)).number


def test_a_stranger_learns_nothing(record: Report, cast: Cast) -> None:
    for stranger in (cast.al, cast.bo, cast.cy):
        with pytest.raises(NotOnTheList):
            submit_report(report_id=record.id, actor=stranger, at=later(60))
        with pytest.raises(NotOnTheList):
            open_further_record(report_id=record.id, actor=stranger, at=later(60))


def test_each_further_person_has_a_record_and_a_number(
    violence: Incident, record: Report, cast: Cast
) -> None:
    second = open_further_record(report_id=record.id, actor=cast.ann, at=later(30))
    third = open_further_record(report_id=second.id, actor=cast.ann, at=later(31))
    assert [record.ordinal, second.ordinal, third.ordinal] == [1, 2, 3]
    assert {second.threat_id, third.threat_id} == {record.threat_id}
    numbers = [
        submit_report(report_id=one.id, actor=cast.ann, at=later(60)).number
        for one in (record, second, third)
    ]
    assert numbers == [f"SLXP-2026-{number:06d}" for number in (1, 2, 3)]
    assert Obligation.objects.get(incident=violence, do_target=PEOPLE_AT_RISK).state == "met"
    opened = [entry for entry in log(violence) if entry.kind == "reports.draft.opened"]
    assert len(opened) == 4, "the report, and three people"


def test_a_further_record_is_of_a_person_and_of_a_threat_that_stands(
    violence: Incident, record: Report, cast: Cast
) -> None:
    report = violence.reports.get(form_id=THREAT_FORM)
    with pytest.raises(NotOfPeople):
        open_further_record(report_id=report.id, actor=cast.ann, at=later(30))
    with pytest.raises(ReportNotFound):
        open_further_record(report_id=uuid4(), actor=cast.ann, at=later(30))
    violence.threats.update(stated_by_person=False, signal_id=uuid4())
    handles(violence, cast, cast.bo)
    open_in_error(
        incident_id=violence.id,
        reason="A song on the radio.",
        spoke_to="agent",
        read_words=True,
        second_person_id=cast.ann.id,
        actor=cast.bo,
        at=later(60),
    )
    with pytest.raises(ThreatVoid):
        open_further_record(report_id=record.id, actor=cast.ann, at=later(70))


def handles(incident: Incident, cast: Cast, who: object) -> None:
    grant_in_transaction(
        incident.id,
        who,  # type: ignore[arg-type]  # one of the cast
        because="accepted",
        stream_id=incident.stream_id,
        actor=cast.bo,
        at=later(30),
    )
