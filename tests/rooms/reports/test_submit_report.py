"""A report is submitted once, full or partial, with its number and its case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from stayline.incidents.actions import (
    get_help,
    lock_incident_in_transaction,
    open_in_error,
    state_threat,
)
from stayline.incidents.models import Incident, Threat
from stayline.incidents.queries import blocking_close, log
from stayline.ledger.actions import erase_subject
from stayline.privacy.actions import grant_in_transaction
from stayline.privacy.errors import NotOnTheList
from stayline.reports.actions import open_report_in_transaction, save_draft, submit_report
from stayline.reports.errors import (
    AnswersInvalid,
    ReportNotFound,
    ReportNotSubmitted,
    ReportSubmittedAlready,
    ThreatVoid,
)
from stayline.reports.models import Case, Report
from stayline.reports.queries import (
    draft,
    report_view,
    time_to_submission,
    times_to_submission,
)
from stayline_core.forms import Answer, AnswerState
from tests.cast import NOW, Cast, later
from tests.rooms.reports.conftest import WORDS, threat_reports

pytestmark = pytest.mark.django_db


def shown(report: Report) -> dict[str, str]:
    return {one.field.name: one.shown for one in report_view(report.id).fields if one.shown}


@pytest.mark.covers("S1-24", "S1-45", "X-4")
def test_a_partial_form_gets_its_number_and_stands_in_the_ledger(
    incident: Incident, report: Report, cast: Cast
) -> None:
    done = submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    assert done.number == "SLXR-2026-000001"
    assert done.completeness.extent.value == "partial"
    assert "imminent_reason" in done.completeness.missing
    view = report_view(report.id)
    assert (view.number, view.completeness, view.submitted_by) == (
        done.number,
        "partial",
        cast.ann.id,
    )
    assert shown(report)["exact_words"] == WORDS
    assert shown(report)["reporter"] == "Ann Example"
    assert shown(report)["role"] == "Customer support agent"
    assert Threat.objects.get(incident=incident).report_number == done.number
    kinds = [entry.kind for entry in log(incident)]
    assert kinds.index("reports.report.submitted") < kinds.index("reports.case.opened")


def test_a_full_form_says_so(report: Report, cast: Cast) -> None:
    missing = draft(report.id).completeness.missing
    told = Answer(AnswerState.OBSERVED, "What was heard.")
    unknown = Answer(AnswerState.UNKNOWN)
    fill = {name: told if name == "imminent_reason" else unknown for name in missing}
    save_draft(report_id=report.id, answers=fill, expected_version=0, actor=cast.ann, at=later(60))
    done = submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    assert (done.completeness.extent.value, done.completeness.missing) == ("full", ())


@pytest.mark.covers("S1-43")
def test_an_answer_that_does_not_fit_is_refused_by_name_and_nothing_is_lost(
    report: Report, cast: Cast
) -> None:
    wrong = Answer(AnswerState.OBSERVED, "account 1234")
    save_draft(
        report_id=report.id,
        answers={"customer_account_number": wrong},
        expected_version=0,
        actor=cast.ann,
        at=later(60),
    )
    with pytest.raises(AnswersInvalid) as refused:
        submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    assert list(refused.value.faults) == ["customer_account_number"]
    assert draft(report.id).number == ""
    assert not Case.objects.exists()


@pytest.mark.covers("S1-28", "S1-27")
@pytest.mark.usefixtures("playbook", "noted")
def test_a_perceived_threat_goes_without_exact_words(cast: Cast) -> None:
    incident = get_help(contact_id=cast.contact().id, actor=cast.ann, at=later(1))
    state_threat(
        incident_id=incident.id, kind="violence", form="perceived", actor=cast.ann, at=later(2)
    )
    (report,) = threat_reports(incident.id)
    done = submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    assert "exact_words" not in done.completeness.missing
    assert "exact_words" not in shown(report)


@pytest.mark.covers("S1-34")
@pytest.mark.parametrize("kind", ["self_harm", "violence", "bomb", "abuse_disclosure", "other"])
@pytest.mark.usefixtures("playbook", "noted")
def test_every_type_can_be_imminent(cast: Cast, kind: str) -> None:
    incident = get_help(contact_id=cast.contact().id, actor=cast.ann, at=later(1))
    state_threat(
        incident_id=incident.id,
        kind=kind,
        form="direct",
        imminent=True,
        actor=cast.ann,
        at=later(2),
    )
    (report,) = threat_reports(incident.id)
    submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    assert shown(report)["imminent"] == "Yes"


@pytest.mark.covers("S1-19")
def test_a_threat_without_its_report_stands_in_the_way_of_closing(
    incident: Incident, report: Report, cast: Cast
) -> None:
    assert any("report" in sentence for sentence in blocking_close(incident))
    submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    incident.refresh_from_db()
    assert not any("report" in sentence for sentence in blocking_close(incident))
    assert not incident.obligations.filter(
        do_kind__in=("file", "open_case"), state__in=("owed", "missed", "waiting")
    ).exists()


def test_the_other_threats_report_stays_owed(
    incident: Incident, report: Report, cast: Cast
) -> None:
    state_threat(
        incident_id=incident.id, kind="violence", form="direct", actor=cast.ann, at=later(30)
    )
    submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    assert "1 threat report is not filed." in blocking_close(incident)
    second = threat_reports(incident.id)[1]
    done = submit_report(report_id=second.id, actor=cast.ann, at=later(95))
    assert done.number.endswith("000002")


@pytest.mark.covers("S1-44")
def test_the_time_from_flag_to_submission_is_measured(report: Report, cast: Cast) -> None:
    assert time_to_submission(report) is None
    submit_report(report_id=report.id, actor=cast.ann, at=later(92))
    report.refresh_from_db()
    assert time_to_submission(report) == timedelta(seconds=90)
    assert times_to_submission([cast.site.id], since=NOW) == [], "an exercise never counts"
    Report.objects.update(exercise=False)
    assert times_to_submission([cast.site.id], since=NOW) == [
        (report.number, timedelta(seconds=90))
    ]


@pytest.mark.covers("S1-21")
def test_a_supervisor_who_handles_it_may_report_too(
    incident: Incident, report: Report, cast: Cast
) -> None:
    grant(incident, cast)
    submit_report(report_id=report.id, actor=cast.bo, at=later(90))
    assert shown(report)["reporter"] == "Bo Example"
    assert shown(report)["role"] == "Customer support supervisor"


def test_nobody_else_may(report: Report, cast: Cast) -> None:
    for stranger in (cast.al, cast.bo, cast.cy):
        with pytest.raises(NotOnTheList):
            submit_report(report_id=report.id, actor=stranger, at=later(90))


def test_a_second_submission_is_refused_with_the_number(report: Report, cast: Cast) -> None:
    done = submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    with pytest.raises(ReportSubmittedAlready) as refused:
        submit_report(report_id=report.id, actor=cast.ann, at=later(91))
    assert refused.value.data["number"] == done.number
    assert Case.objects.count() == 1


def test_a_threat_that_was_none_is_not_reported(
    incident: Incident, report: Report, cast: Cast
) -> None:
    grant(incident, cast)
    open_in_error(
        incident_id=incident.id,
        reason="A song on the radio.",
        spoke_to="agent",
        read_words=True,
        actor=cast.bo,
        at=later(60),
    )
    with pytest.raises(ThreatVoid):
        submit_report(report_id=report.id, actor=cast.ann, at=later(90))


def test_a_draft_has_no_report_to_read_and_an_unknown_id_is_said(
    report: Report, cast: Cast
) -> None:
    with pytest.raises(ReportNotSubmitted):
        report_view(report.id)
    with pytest.raises(ReportNotFound):
        submit_report(report_id=cast.site.id, actor=cast.ann, at=later(90))


def test_what_was_erased_is_shown_as_erased(incident: Incident, report: Report, cast: Cast) -> None:
    submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    assert incident.contact is not None
    erase_subject(
        stream_id=incident.stream_id,
        subject=incident.contact.subject,
        reason="The caller asked.",
        actor=cast.mo,
        at=later(900),
    )
    view = report_view(report.id)
    assert view.erased
    assert view.fields == ()
    assert view.number


def grant(incident: Incident, cast: Cast) -> None:
    grant_in_transaction(
        incident.id,
        cast.bo,
        because="accepted",
        stream_id=incident.stream_id,
        actor=cast.bo,
        at=later(30),
    )


def test_a_report_beside_the_threats_meets_none_of_theirs(incident: Incident, cast: Cast) -> None:
    with transaction.atomic():
        locked = lock_incident_in_transaction(incident.id)
        other = open_report_in_transaction(locked, None, actor=cast.ann, at=later(60))
    done = submit_report(report_id=other.id, actor=cast.ann, at=later(90))
    assert done.number
    assert "1 threat report is not filed." in blocking_close(incident)
    assert time_to_submission(Report.objects.get(id=other.id)) == timedelta(seconds=30)
