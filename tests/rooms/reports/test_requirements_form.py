"""What the reporting procedure promises of its form, seen from a whole incident."""

from __future__ import annotations

import pytest

from stayline.incidents.actions import get_help, state_threat
from stayline.incidents.models import Incident
from stayline.incidents.queries import log
from stayline.reports.actions import save_draft, submit_report
from stayline.reports.queries import draft, report_view
from stayline_core.forms import Answer, AnswerState
from tests.cast import Cast, later
from tests.rooms.reports.conftest import threat_reports

pytestmark = pytest.mark.django_db

KINDS = (
    "self_harm",
    "violence",
    "bomb",
    "abuse_disclosure",
    "harassment",
    "emergency",
    "other",
)


@pytest.mark.covers("S1-17")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("playbook", "noted")
def test_a_threat_of_any_type_gets_its_report_and_number(cast: Cast, kind: str) -> None:
    incident = get_help(contact_id=cast.contact().id, actor=cast.ann, at=later(1))
    threat = state_threat(
        incident_id=incident.id, kind=kind, form="implied", actor=cast.ann, at=later(2)
    )
    (report,) = threat_reports(incident.id)
    done = submit_report(report_id=report.id, actor=cast.ann, at=later(60))
    threat.refresh_from_db()
    assert threat.report_number == done.number != ""


@pytest.mark.covers("S1-14")
def test_the_corporate_security_threat_form_comes_before_every_other_step(
    incident: Incident,
) -> None:
    (report,) = threat_reports(incident.id)
    assert draft(report.id).form.title == "Corporate Security Threat Form"
    kinds = [entry.kind for entry in log(incident)]
    assert kinds.index("reports.draft.opened") < kinds.index("incidents.run.started")
    assert kinds.index("reports.draft.opened") < kinds.index("incidents.step.shown")


@pytest.mark.covers("S1-29", "S1-30", "S1-31", "S1-32", "S1-33", "S1-34")
@pytest.mark.parametrize("channel", ["in_person", "by_phone", "by_email", "by_social_media"])
def test_a_person_sets_type_self_harm_and_imminence_in_any_combination(
    incident: Incident, cast: Cast, channel: str
) -> None:
    (report,) = threat_reports(incident.id)
    for mark in ("yes", "no"):
        given = {"channel": channel, "self_harm": mark, "imminent": mark}
        kept = save_draft(
            report_id=report.id,
            answers={name: Answer(AnswerState.OBSERVED, one) for name, one in given.items()},
            expected_version=draft(report.id).version,
            actor=cast.ann,
            at=later(60),
        )
        assert kept.faults == ()
    submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    values = {
        view.field.name: view.answer.value
        for view in report_view(report.id).fields
        if view.answer is not None
    }
    assert (values["channel"], values["self_harm"], values["imminent"]) == (channel, "no", "no")
