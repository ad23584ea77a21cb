"""A form opens with the threat and fills itself from what was said."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction

from stayline.contacts.actions import NewContact, open_contact
from stayline.contacts.queries import Caller
from stayline.incidents.actions import (
    answer_step,
    get_help,
    hear_lines,
    lock_incident_in_transaction,
    record_safety,
    state_threat,
)
from stayline.incidents.models import Incident
from stayline.incidents.queries import by_contact, log
from stayline.ledger.actions import erase_subject
from stayline.library.actions import load_playbook
from stayline.library.models import DocumentVersion, InForce
from stayline.people.queries import system_actor
from stayline.reports.actions import ReportEffects, open_report_in_transaction
from stayline.reports.models import Report
from stayline.reports.queries import draft
from stayline_core.forms import Answer, AnswerState
from tests.cast import Cast, later, line
from tests.rooms.reports.conftest import WORDS, threat_reports

pytestmark = pytest.mark.django_db


def shown(report: Report) -> dict[str, str]:
    return {view.field.name: view.shown for view in draft(report.id).fields if view.shown}


@pytest.mark.covers("S1-14", "S1-20", "S1-22", "S1-33", "S1-47")
def test_the_form_is_there_with_the_threat_and_knows_what_was_said(
    incident: Incident, report: Report
) -> None:
    known = shown(report)
    assert known["exact_words"] == WORDS
    assert known["channel"] == "By Phone"
    assert known["self_harm"] == "Yes"
    assert known["threat_kind"] == "Direct"
    assert known["conditional"] == "Yes"
    assert known["threat_incident_district"] == "1000 Out of State"
    assert known["recorded_line"] == "Yes"
    assert known["recording_reference"] == "rec-0042"
    assert known["caller_name"] == "Alex Thistle"
    assert known["occurred_at"] == "2026-11-22T09:00:02+00:00"
    assert {view.by for view in draft(report.id).fields if view.shown} == {"system"}
    assert "reports.draft.opened" in [entry.kind for entry in log(incident)]


@pytest.mark.covers("S1-29", "S1-30", "S1-31", "S1-32")
@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ("voice", "By Phone"),
        ("in_person", "In Person"),
        ("email", "By Email"),
        ("social_media", "By Social Media"),
        ("chat", "By Chat"),
        ("sms", "By Text Message"),
        ("letter", "By Letter"),
        ("staff", "No Contact: Seen or Heard in the Centre"),
    ],
)
@pytest.mark.usefixtures("playbook", "noted")
def test_each_channel_has_its_type_of_threat_beside_the_mark_of_self_harm(
    cast: Cast, channel: str, words: str
) -> None:
    contact = cast.contact(channel=channel)
    hear_lines(contact_id=contact.id, lines=[line(2, WORDS)], actor=cast.ann, at=later(2))
    known = shown(Report.objects.get())
    assert known["channel"] == words
    assert known["self_harm"] == "Yes"


@pytest.mark.covers("S1-20")
def test_each_threat_has_a_form_of_its_own_and_asking_again_opens_none(
    incident: Incident, cast: Cast
) -> None:
    state_threat(
        incident_id=incident.id, kind="violence", form="implied", actor=cast.ann, at=later(30)
    )
    ask_again(incident, cast)
    first, second = threat_reports(incident.id)
    assert shown(first)["self_harm"] == "Yes"
    assert shown(second)["self_harm"] == "No"
    assert shown(second)["threat_kind"] == "Implied"
    assert "exact_words" not in shown(second)


@pytest.mark.covers("S1-27")
@pytest.mark.usefixtures("playbook", "noted")
def test_a_perceived_threat_has_a_form_though_nothing_was_said(cast: Cast) -> None:
    contact = cast.contact()
    incident = get_help(contact_id=contact.id, actor=cast.ann, at=later(1))
    assert threat_reports(incident.id) == []
    state_threat(
        incident_id=incident.id, kind="violence", form="perceived", actor=cast.ann, at=later(2)
    )
    (report,) = threat_reports(incident.id)
    assert shown(report)["threat_kind"] == "Perceived"
    assert "exact_words" not in draft(report.id).completeness.missing


def test_the_form_follows_what_is_answered_and_recorded(
    incident: Incident, report: Report, cast: Cast
) -> None:
    answer_step(
        incident_id=incident.id,
        expected=None,
        field="safety.location",
        value="answered",
        text="The old mill, by the weir",
        actor=cast.ann,
        at=later(20),
    )
    answer_step(
        incident_id=incident.id,
        expected=None,
        field="safety.alone",
        value="caller_did_not_say",
        actor=cast.ann,
        at=later(25),
    )
    answer_step(
        incident_id=incident.id,
        expected=None,
        field="safety.in_danger_now",
        value="yes",
        actor=cast.ann,
        at=later(30),
    )
    run = incident.runs.get()
    run.state["answers"]["tally.of_another_form"] = {"value": "yes"}
    run.save()
    record_safety(
        incident_id=incident.id, text="Stayed with them. Bo spoke.", actor=cast.ann, at=later(40)
    )
    known = shown(report)
    assert known["safety.location"] == "The old mill, by the weir"
    assert known["safety.alone"] == "Call Did not say"
    assert known["safety.in_danger_now"] == "Yes"
    assert known["safety.summary"] == "Stayed with them. Bo spoke."
    answers = {view.field.name: view.answer for view in draft(report.id).fields}
    assert answers["safety.alone"] == Answer(AnswerState.CALLER_DID_NOT_SAY)


@pytest.mark.covers("S1-46")
@pytest.mark.parametrize(
    ("link", "kept"), [("https://jobs.example/42", True), ("account 1234", False)]
)
@pytest.mark.usefixtures("playbook", "noted")
def test_the_account_number_takes_the_job_link_and_nothing_else(
    cast: Cast, link: str, kept: bool
) -> None:
    contact = open_contact(
        NewContact(
            id=uuid4(),
            site_id=cast.site.id,
            channel="voice",
            source="tests",
            exercise=True,
            agent_id=cast.ann.id,
            caller=Caller(job_link=link),
        ),
        actor=cast.ann,
        at=later(0),
    )
    hear_lines(contact_id=contact.id, lines=[line(2, WORDS)], actor=cast.ann, at=later(2))
    assert shown(Report.objects.get()).get("customer_account_number") == (link if kept else None)


@pytest.mark.usefixtures("noted")
def test_a_form_that_is_not_in_force_still_takes_the_report(cast: Cast) -> None:
    load_playbook(mode="production", actor=system_actor("command_line"), at=later(0))
    assert not InForce.objects.exists()
    contact = cast.contact()
    hear_lines(contact_id=contact.id, lines=[line(2, WORDS)], actor=cast.ann, at=later(2))
    assert Report.objects.get().form_digest


@pytest.mark.usefixtures("noted")
def test_help_comes_though_no_form_was_ever_loaded(cast: Cast) -> None:
    assert not DocumentVersion.objects.exists()
    contact = cast.contact()
    hear_lines(contact_id=contact.id, lines=[line(2, WORDS)], actor=cast.ann, at=later(2))
    assert by_contact(contact.id) is not None
    assert not Report.objects.exists()


def test_a_report_without_a_threat_can_be_opened(incident: Incident, cast: Cast) -> None:
    with transaction.atomic():
        locked = lock_incident_in_transaction(incident.id)
        made = open_report_in_transaction(locked, None, actor=cast.bo, at=later(60))
        again = open_report_in_transaction(locked, None, actor=cast.bo, at=later(61))
    assert made.id == again.id
    assert shown(made)["channel"] == "By Phone"


def ask_again(incident: Incident, cast: Cast) -> None:
    with transaction.atomic():
        ReportEffects().perform_in_transaction(
            incident=lock_incident_in_transaction(incident.id),
            effect="file",
            target="security_threat",
            because="asked again",
            actor=cast.ann,
            at=later(50),
        )


def test_a_report_of_staff_without_a_contact_names_its_way(incident: Incident, cast: Cast) -> None:
    Incident.objects.update(contact=None)
    with transaction.atomic():
        locked = lock_incident_in_transaction(incident.id)
        made = open_report_in_transaction(locked, None, actor=cast.bo, at=later(60))
    assert shown(made)["channel"] == "No Contact: Seen or Heard in the Centre"
    assert "caller_name" not in shown(made)


def test_words_that_were_erased_do_not_come_back_in_a_new_form(
    incident: Incident, cast: Cast
) -> None:
    assert incident.contact is not None
    erase_subject(
        stream_id=incident.stream_id,
        subject=incident.contact.subject,
        reason="The caller asked.",
        actor=cast.mo,
        at=later(100),
    )
    with transaction.atomic():
        locked = lock_incident_in_transaction(incident.id)
        threat = locked.threats.create(
            kind="self_harm", form="direct", line_id="line-2", at=later(110)
        )
        made = open_report_in_transaction(locked, threat, actor=cast.ann, at=later(110))
    assert "exact_words" not in shown(made)
    assert shown(made)["self_harm"] == "Yes"
