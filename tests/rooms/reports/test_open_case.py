"""The case follows the report, names it, goes to the queue, and is noted when it arrives."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings

from stayline.config.loading import load
from stayline.incidents.models import Incident
from stayline.incidents.queries import log
from stayline.outbox.models import Message
from stayline.outbox.queries import messages_of_incident, opened
from stayline.people.queries import system_actor
from stayline.privacy.errors import NotOnTheList
from stayline.reports.actions import (
    ReportEffects,
    open_case,
    record_case_delivered,
    submit_report,
)
from stayline.reports.errors import CaseNotFound, ReportNotSubmitted
from stayline.reports.models import Case, Report
from stayline.reports.queries import case_of, case_view, cases_of, report_view
from stayline.reports.workers import CaseArrived
from tests.cast import Cast, later
from tests.rooms.reports.conftest import WORDS

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S1-62", "S1-64", "S1-65", "S1-66")
def test_the_case_is_opened_with_the_reports_number_and_both_link(
    incident: Incident, report: Report, cast: Cast
) -> None:
    done = submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    view = case_view(done.case_id)
    shown = {one.field.name: one.shown for one in view.fields if one.shown}
    assert view.referral_comments == shown["referral_comments"] == done.number
    assert view.queue == shown["assignee_queue"] == "Customer Support Team Supervisor"
    assert shown["classification_of_threat"] == "Suicide/Self Threat"
    assert shown["classification_of_person"] == "Unknown"
    assert shown["date_time"] == "2026-11-22T09:00:02+00:00"
    assert WORDS in shown["summary"]
    assert incident.number in shown["summary"]
    assert (view.report_id, view.report_number) == (report.id, done.number)
    assert report_view(report.id).case_id == view.case_id
    assert case_of(report.id) == view
    assert cases_of(incident.id) == [view]


def test_the_case_leaves_by_the_outbox_with_all_it_needs(
    incident: Incident, report: Report, cast: Cast
) -> None:
    done = submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    (message,) = messages_of_incident(incident.id)
    assert (message.kind, message.channel, message.exercise) == (
        "reports.case.opened",
        "case",
        True,
    )
    payload = opened(Message.objects.get(id=message.id)).payload
    assert payload["report_number"] == payload["referral_comments"] == done.number
    assert payload["reference"] == done.case_reference
    assert payload["fields"]["summary"]["label"] == "Incident threat summary"
    assert WORDS.encode() not in bytes(Message.objects.get(id=message.id).sealed)


@pytest.mark.covers("S1-63")
def test_the_queue_is_the_organisations_own(report: Report, cast: Cast) -> None:
    ours = load({"STAYLINE_CASE_QUEUE": "Customer Supervisor"})
    with override_settings(STAYLINE=ours):
        done = submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    assert case_view(done.case_id).queue == "Customer Supervisor"


@pytest.mark.covers("S1-65")
def test_a_case_needs_the_reports_number(incident: Incident, report: Report, cast: Cast) -> None:
    with pytest.raises(ReportNotSubmitted):
        open_case(report_id=report.id, actor=cast.ann, at=later(80))
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(
            incident=incident,
            report=report,
            reference="SLC-0",
            form_digest="0",
            queue="Queue",
            referral_comments="",
            fields_sealed=b"",
            exercise=True,
            opened_at=later(80),
        )


def test_opening_it_again_finds_it(incident: Incident, report: Report, cast: Cast) -> None:
    done = submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    again = open_case(report_id=report.id, actor=cast.ann, at=later(95))
    assert again.id == done.case_id
    assert len(messages_of_incident(incident.id)) == 1


def test_a_report_whose_case_is_missing_stands_in_the_way(
    incident: Incident, report: Report, cast: Cast
) -> None:
    done = submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    assert ReportEffects().blocking(incident) == []
    Case.objects.all().delete()
    assert ReportEffects().blocking(incident) == [f"Report {done.number} has no case yet: open it."]
    open_case(report_id=report.id, actor=cast.ann, at=later(95))
    assert ReportEffects().blocking(incident) == []


def test_nobody_else_opens_it(report: Report, cast: Cast) -> None:
    with pytest.raises(NotOnTheList):
        open_case(report_id=report.id, actor=cast.bo, at=later(95))


def test_delivery_is_noted_once(incident: Incident, report: Report, cast: Cast) -> None:
    done = submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    message = Case.objects.get(id=done.case_id).message_id
    assert message is not None
    CaseArrived().delivered(message, "CRM-77", later(91))
    CaseArrived().delivered(message, "CRM-78", later(99))
    view = case_view(done.case_id)
    assert (view.outside_reference, view.delivered_at) == ("CRM-77", later(91))
    told = [entry for entry in log(incident) if entry.kind == "reports.case.delivered"]
    assert len(told) == 1
    assert "CRM-77" in told[0].sentence


def test_a_message_of_no_case_is_said() -> None:
    with pytest.raises(CaseNotFound):
        record_case_delivered(
            message_id=uuid4(), reference="", actor=system_actor("outbox"), at=later(1)
        )


def test_an_unknown_case_is_said() -> None:
    with pytest.raises(CaseNotFound):
        case_view(uuid4())
