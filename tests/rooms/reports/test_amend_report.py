"""A later fact is an amendment with a number of its own; the report stands."""

from __future__ import annotations

import pytest

from stayline.incidents.models import Incident
from stayline.incidents.queries import log
from stayline.privacy.errors import NotOnTheList
from stayline.reports.actions import amend_report, submit_report
from stayline.reports.errors import AnswersInvalid, ReportNotSubmitted
from stayline.reports.models import Report
from stayline.reports.queries import report_view
from stayline_core.forms import Answer, AnswerState
from tests.cast import Cast, later
from tests.rooms.reports.conftest import WORDS

pytestmark = pytest.mark.django_db

FACT = {"further_facts": Answer(AnswerState.OBSERVED, "The voice was calm at the end.")}


@pytest.mark.covers("X-4")
def test_amendments_are_counted_and_overwrite_nothing(
    incident: Incident, report: Report, cast: Cast
) -> None:
    submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    before = report_view(report.id)
    corrected = {"exact_words": Answer(AnswerState.OBSERVED, "Other words.")}
    amend_report(report_id=report.id, answers=FACT, actor=cast.ann, at=later(200))
    amend_report(report_id=report.id, answers=corrected, actor=cast.ann, at=later(300))
    after = report_view(report.id)
    assert after.fields == before.fields
    assert [(one.ordinal, one.at) for one in after.amendments] == [
        (1, later(200)),
        (2, later(300)),
    ]
    assert [view.shown for view in after.amendments[1].fields] == ["Other words."]
    assert WORDS in [view.shown for view in after.fields]
    assert "reports.report.amended" in [entry.kind for entry in log(incident)]


def test_a_draft_is_not_amended(report: Report, cast: Cast) -> None:
    with pytest.raises(ReportNotSubmitted):
        amend_report(report_id=report.id, answers=FACT, actor=cast.ann, at=later(200))


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"no_such_field": Answer(AnswerState.UNKNOWN)},
        {"channel": Answer(AnswerState.OBSERVED, "by_pigeon")},
    ],
)
def test_an_amendment_that_does_not_fit_is_refused(
    report: Report, cast: Cast, answers: dict[str, Answer]
) -> None:
    submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    with pytest.raises(AnswersInvalid) as refused:
        amend_report(report_id=report.id, answers=answers, actor=cast.ann, at=later(200))
    assert set(refused.value.faults) == set(answers)
    assert report_view(report.id).amendments == ()


def test_nobody_else_may_amend(report: Report, cast: Cast) -> None:
    submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    with pytest.raises(NotOnTheList):
        amend_report(report_id=report.id, answers=FACT, actor=cast.bo, at=later(200))
