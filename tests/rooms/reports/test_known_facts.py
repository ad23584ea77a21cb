"""What a form fills by itself: the times of a call, what was said in the run, who took part."""

from __future__ import annotations

import pytest
from django.db import transaction

from stayline.contacts.models import Contact
from stayline.escalation.events import ReceiverSpoke
from stayline.incidents.actions import (
    answer_step,
    get_help,
    lock_incident_in_transaction,
    log_in_transaction,
    record_caller_left,
    release_contact,
    start_aid,
    state_threat,
)
from stayline.incidents.events import WarningGiven
from stayline.incidents.models import Incident
from stayline.incidents.queries import current_run
from stayline.platform.actors import Actor
from stayline.privacy.models import IncidentAccess
from stayline.reports.actions import save_draft, submit_report
from stayline.reports.models import CALL_RECORD, PEOPLE_AT_RISK, THREAT_FORM, Report
from stayline.reports.queries import draft, report_view, reports_of
from stayline_core.forms import Answer, AnswerState
from tests.cast import Cast, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook", "noted")]


def form(incident: Incident, form_id: str) -> Report:
    return next(one for one in reports_of(incident.id) if one.form_id == form_id)


def shown(report: Report) -> dict[str, str]:
    return {one.field.name: one.shown for one in draft(report.id).fields if one.answer}


def joins(actor: Actor, incident: Incident) -> None:
    """Put somebody on the incident's list."""
    IncidentAccess.objects.create(
        incident_id=incident.id, person_id=actor.id, because="accepted", granted_at=later(3)
    )


def threatened(cast: Cast, kind: str) -> Incident:
    incident = get_help(contact_id=cast.contact().id, actor=cast.ann, at=later(1))
    state_threat(incident_id=incident.id, kind=kind, form="direct", actor=cast.ann, at=later(2))
    return incident


@pytest.mark.covers("S1-54")
def test_the_times_of_the_call_are_filled_by_the_system(cast: Cast) -> None:
    incident = threatened(cast, "bomb")
    before = shown(form(incident, THREAT_FORM))
    assert before["bomb.received_at"] == "2026-11-22T09:00:00+00:00"
    assert before["bomb.caller_id"] == "+15550100"
    assert not {"bomb.hung_up_at", "bomb.call_length_s"} & set(before)
    contact = Contact.objects.get()
    record_caller_left(contact_id=contact.id, by="caller", actor=cast.ann, at=later(95))
    joins(cast.bo, incident)
    release_contact(contact_id=contact.id, reason="Over.", actor=cast.bo, at=later(300))
    after = shown(form(incident, THREAT_FORM))
    assert after["bomb.hung_up_at"] == "2026-11-22T09:01:35+00:00"
    assert after["bomb.call_length_s"] == "95"


@pytest.mark.covers("S1-54")
def test_only_a_bomb_threat_has_the_bomb_section(cast: Cast) -> None:
    fields = {
        one.field.name for one in draft(form(threatened(cast, "bomb"), THREAT_FORM).id).fields
    }
    assert "bomb.where" in fields
    others = threatened(cast, "violence")
    names = {one.field.name for one in draft(form(others, THREAT_FORM).id).fields}
    assert not [name for name in names if name.startswith("bomb.")]
    assert not [name for name in shown(form(others, THREAT_FORM)) if name.startswith("bomb.")]


@pytest.mark.covers("S1-57")
def test_what_was_said_in_the_run_stands_word_for_word_in_its_field(cast: Cast) -> None:
    words = "  under the STAIRS, i think — not telling u more "
    incident = threatened(cast, "bomb")
    run = current_run(incident.id)
    assert run is not None
    answer_step(
        incident_id=incident.id,
        expected=run.sequence,
        field="bomb.where",
        value="answered",
        text=words,
        actor=cast.ann,
        at=later(9),
    )
    answers = {one.field.name: one.answer for one in draft(form(incident, THREAT_FORM).id).fields}
    found = answers["bomb.where"]
    assert found is not None
    assert found.value == words


def difficult(cast: Cast) -> Incident:
    return start_aid(
        contact_id=cast.contact().id, kind="abusive_language", actor=cast.ann, at=later(1)
    )


@pytest.mark.covers("S2-32", "S2-33", "S2-35", "S2-36", "S2-38")
def test_the_record_of_a_difficult_call_knows_when_who_what_and_how_it_ended(cast: Cast) -> None:
    incident = difficult(cast)
    contact = Contact.objects.get()
    record_caller_left(contact_id=contact.id, by="caller", actor=cast.ann, at=later(60))
    known = shown(form(incident, CALL_RECORD))
    assert known["occurred_at"] == "2026-11-22T09:00:00+00:00"
    assert known["caller_information"] == "Alex Thistle, +15550100"
    assert "09:00:01 " in known["actions_taken"]
    assert known["outcome"] == "The caller left"
    assert known["personnel"] == "Ann Example"
    assert "warnings" not in known


@pytest.mark.covers("S2-38")
def test_everybody_who_acted_is_named_and_no_machine(cast: Cast) -> None:
    incident = difficult(cast)
    joins(cast.bo, incident)
    state_threat(
        incident_id=incident.id, kind="violence", form="direct", actor=cast.bo, at=later(5)
    )
    known = shown(form(incident, CALL_RECORD))
    assert known["personnel"].split(", ") == ["Ann Example", "Bo Example"]


def test_people_at_risk_are_recorded_by_whoever_submits_and_when(cast: Cast) -> None:
    incident = threatened(cast, "violence")
    record = form(incident, PEOPLE_AT_RISK)
    submit_report(report_id=record.id, actor=cast.ann, at=later(90))
    values = {one.field.name: one.shown for one in report_view(record.id).fields if one.answer}
    assert values["recorded_by"] == "Ann Example"
    assert values["recorded_at"] == "2026-11-22T09:01:30+00:00"


@pytest.mark.covers("S2-24", "S2-37")
def test_each_warning_stands_in_the_record_with_its_words_time_and_who(cast: Cast) -> None:
    incident = difficult(cast)
    with transaction.atomic():
        row = lock_incident_in_transaction(incident.id)
        for which, ordinal, seconds in (("warning", 1, 30), ("final_notice", 3, 50)):
            said = WarningGiven(which=which, ordinal=ordinal, words="Please stop — now.")
            log_in_transaction(row, said, actor=cast.ann, at=later(seconds))
        log_in_transaction(row, ReceiverSpoke(ladder="l"), actor=cast.bo, at=later(70))
    known = shown(form(incident, CALL_RECORD))
    assert known["warnings"] == (
        "09:00:30 Warning 1, Ann Example: “Please stop — now.”\n"
        "09:00:50 Final notice, Ann Example: “Please stop — now.”"
    )
    assert known["escalation_details"].startswith("09:01:10 Bo Example: ")
    assert known["outcome"] == "Handed over"


@pytest.mark.covers("S2-36")
def test_a_call_that_was_ended_after_the_final_notice_says_so(cast: Cast) -> None:
    incident = difficult(cast)
    with transaction.atomic():
        row = lock_incident_in_transaction(incident.id)
        said = WarningGiven(which="final_notice", ordinal=3, words="We end it now.")
        log_in_transaction(row, said, actor=cast.ann, at=later(50))
    Contact.objects.update(caller_left_at=later(60), released_at=later(60), ended_by="agent")
    assert shown(form(incident, CALL_RECORD))["outcome"] == "Ended by us after the warnings"


def test_a_call_that_ended_otherwise_leaves_the_outcome_to_a_person(cast: Cast) -> None:
    incident = difficult(cast)
    Contact.objects.update(caller_left_at=later(60), released_at=later(60), ended_by="network")
    assert "outcome" not in shown(form(incident, CALL_RECORD))


@pytest.mark.covers("S0-2")
@pytest.mark.parametrize("kinds", [("physical",), ("sexual",), ("physical", "sexual")])
def test_physical_and_sexual_abuse_are_recorded_apart_or_both_at_once(
    cast: Cast, kinds: tuple[str, ...]
) -> None:
    incident = threatened(cast, "abuse_disclosure")
    report = form(incident, THREAT_FORM)
    save_draft(
        report_id=report.id,
        answers={"abuse.kinds": Answer(AnswerState.OBSERVED, kinds)},
        expected_version=draft(report.id).version,
        actor=cast.ann,
        at=later(20),
    )
    submit_report(report_id=report.id, actor=cast.ann, at=later(90))
    (view,) = (one for one in report_view(report.id).fields if one.field.name == "abuse.kinds")
    assert view.answer == Answer(AnswerState.OBSERVED, kinds)
    assert view.shown == ", ".join(view.field.label_of(one) for one in kinds)


@pytest.mark.covers("S1-22")
def test_the_recording_of_the_line_is_linked(cast: Cast) -> None:
    contact = cast.contact(recorded_line=True, recording="https://rec.example/0042")
    incident = get_help(contact_id=contact.id, actor=cast.ann, at=later(1))
    state_threat(incident_id=incident.id, kind="bomb", form="direct", actor=cast.ann, at=later(2))
    known = shown(form(incident, THREAT_FORM))
    assert known["recorded_line"] == "Yes"
    assert known["recording_reference"] == "https://rec.example/0042"


def test_what_was_said_of_the_person_meant_begins_their_record(cast: Cast) -> None:
    incident = threatened(cast, "violence")
    run = current_run(incident.id)
    assert run is not None
    said = {"target.who": "my  neighbour", "target.place": "the yard"}
    for name, text in said.items():
        answer_step(
            incident_id=incident.id,
            expected=run.sequence,
            field=name,
            value="answered",
            text=text,
            actor=cast.ann,
            at=later(9),
        )
    known = shown(form(incident, PEOPLE_AT_RISK))
    assert (known["person_who"], known["place"]) == ("my  neighbour", "the yard")
