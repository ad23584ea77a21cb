"""A draft saves as typed; two windows lose nothing of each other."""

from __future__ import annotations

import pytest

from stayline.incidents.models import Incident
from stayline.incidents.queries import log
from stayline.privacy.errors import NotOnTheList
from stayline.reports.actions import save_draft, submit_report
from stayline.reports.errors import AnswersInvalid, DraftStale, ReportSubmittedAlready
from stayline.reports.models import Report
from stayline.reports.queries import draft
from stayline_core.forms import Answer, AnswerState
from tests.cast import Cast, later

pytestmark = pytest.mark.django_db


def observed(value: str) -> Answer:
    return Answer(AnswerState.OBSERVED, value)


def value_of(report: Report, name: str) -> object:
    (found,) = (view.answer for view in draft(report.id).fields if view.field.name == name)
    return found.value if found else None


def save(report: Report, cast: Cast, expected: int = 0, **answers: Answer | None) -> int:
    kept = save_draft(
        report_id=report.id,
        answers=answers,
        expected_version=expected,
        actor=cast.ann,
        at=later(60),
    )
    return kept.version


@pytest.mark.covers("S1-57")
def test_what_was_typed_stands_byte_for_byte_and_the_log_names_the_field_alone(
    incident: Incident, report: Report, cast: Cast
) -> None:
    words = "  Its me,  the  panels!! \u00abnow\u00bb "
    assert save(report, cast, exact_words=observed(words)) == 1
    assert value_of(report, "exact_words") == words
    (entry,) = (one for one in log(incident) if one.kind == "reports.draft.saved")
    assert entry.sentence == "The form was saved: ['exact_words']."


def test_what_a_person_typed_is_not_filled_over(report: Report, cast: Cast) -> None:
    save(report, cast, threat_incident_district=observed("2000 North"), caller_name=None)
    assert value_of(report, "threat_incident_district") == "2000 North"
    assert value_of(report, "caller_name") is None
    assert value_of(report, "self_harm") == "yes"


@pytest.mark.covers("S1-47")
def test_the_district_can_be_changed(report: Report, cast: Cast) -> None:
    save(report, cast, threat_incident_district=observed("2000 North"))
    assert value_of(report, "threat_incident_district") == "2000 North"


def test_saving_the_same_again_is_no_new_version(report: Report, cast: Cast) -> None:
    first = save(report, cast, caller_name=observed("Alex Thistle"))
    assert first == 0, "the system had filled in just this"
    second = save(report, cast, caller_name=observed("Alex T."))
    assert save(report, cast, expected=second, caller_name=observed("Alex T.")) == second


def test_two_windows_that_fill_different_fields_are_merged(report: Report, cast: Cast) -> None:
    save(report, cast, caller_name=observed("Alex T."))
    save(report, cast, imminent_reason=observed("Said: tonight."))
    assert value_of(report, "caller_name") == "Alex T."
    assert value_of(report, "imminent_reason") == "Said: tonight."


def test_two_windows_that_fill_one_field_keep_both_values(report: Report, cast: Cast) -> None:
    save(report, cast, caller_name=observed("Alex T."))
    with pytest.raises(DraftStale) as stale:
        save(report, cast, caller_name=observed("A. Thistle"), imminent_reason=observed("Now."))
    (conflict,) = stale.value.conflicts
    assert (conflict.field, conflict.theirs, conflict.yours) == (
        "caller_name",
        {"state": "observed", "value": "Alex T."},
        {"state": "observed", "value": "A. Thistle"},
    )
    assert stale.value.data == {"fields": ["caller_name"], "version": 1}
    assert value_of(report, "caller_name") == "Alex T."
    assert value_of(report, "imminent_reason") is None


@pytest.mark.covers("S1-43")
def test_what_does_not_fit_is_kept_and_named_with_the_mend(report: Report, cast: Cast) -> None:
    kept = save_draft(
        report_id=report.id,
        answers={"customer_account_number": observed("account 1234")},
        expected_version=0,
        actor=cast.ann,
        at=later(60),
    )
    (fault,) = kept.faults
    assert (fault.field, fault.code) == ("customer_account_number", "value_unfit")
    assert "job link" in fault.mend
    assert value_of(report, "customer_account_number") == "account 1234"


def test_a_field_that_the_form_does_not_have_is_refused(report: Report, cast: Cast) -> None:
    with pytest.raises(AnswersInvalid) as refused:
        save(report, cast, exact_word=observed("x"))
    assert "exact_words" in refused.value.faults["exact_word"]


def test_nobody_else_may_type_into_it(report: Report, cast: Cast) -> None:
    for stranger in (cast.al, cast.bo, cast.cy):
        with pytest.raises(NotOnTheList):
            save_draft(
                report_id=report.id,
                answers={},
                expected_version=0,
                actor=stranger,
                at=later(60),
            )


def test_after_submission_it_is_shut(report: Report, cast: Cast) -> None:
    submitted = submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    with pytest.raises(ReportSubmittedAlready) as shut:
        save(report, cast, caller_name=observed("Later"))
    assert shut.value.data["number"] == submitted.number
