"""One press when the caller gave only the bare statement."""

from __future__ import annotations

import pytest

from stayline.incidents.actions import answer_step
from stayline.incidents.models import Incident
from stayline.incidents.queries import log
from stayline.privacy.errors import NotOnTheList
from stayline.reports.actions import fill_open_fields, submit_report
from stayline.reports.errors import ReportSubmittedAlready
from stayline.reports.models import Report
from stayline.reports.queries import draft, report_view
from stayline_core.forms import AskMode
from tests.cast import Cast, later

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S1-55", "S1-56")
def test_every_open_question_says_so_and_nothing_else_changes(
    incident: Incident, report: Report, cast: Cast
) -> None:
    answer_step(
        incident_id=incident.id,
        expected=None,
        field="safety.alone",
        value="unknown",
        actor=cast.ann,
        at=later(20),
    )
    before = {view.field.name: view.answer for view in draft(report.id).fields}
    assert fill_open_fields(report_id=report.id, actor=cast.ann, at=later(60)) == 1
    for view in draft(report.id).fields:
        if view.field.ask is AskMode.ASK and before[view.field.name] is None:
            assert view.shown == "Call Did not say"
        else:
            assert view.answer == before[view.field.name]
    shown = {view.field.name: view.shown for view in draft(report.id).fields}
    assert shown["safety.alone"] == "Unknown"
    assert shown["safety.location"] == "Call Did not say"
    assert "reports.draft.saved" in [entry.kind for entry in log(incident)]
    assert fill_open_fields(report_id=report.id, actor=cast.ann, at=later(61)) == 1
    submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    submitted = {view.field.name: view.shown for view in report_view(report.id).fields}
    assert submitted["safety.location"] == "Call Did not say"


def test_nobody_else_presses_it_and_not_afterwards(report: Report, cast: Cast) -> None:
    with pytest.raises(NotOnTheList):
        fill_open_fields(report_id=report.id, actor=cast.bo, at=later(60))
    submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    with pytest.raises(ReportSubmittedAlready):
        fill_open_fields(report_id=report.id, actor=cast.ann, at=later(91))
