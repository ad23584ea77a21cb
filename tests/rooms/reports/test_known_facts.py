"""What a form fills by itself: the times of a call, what was said in the run, who took part."""

from __future__ import annotations

import pytest

from stayline.contacts.models import Contact
from stayline.incidents.actions import (
    answer_step,
    get_help,
    record_caller_left,
    release_contact,
    start_aid,
    state_threat,
)
from stayline.incidents.models import Incident
from stayline.incidents.queries import current_run
from stayline.platform.actors import Actor
from stayline.privacy.models import IncidentAccess
from stayline.reports.actions import submit_report
from stayline.reports.models import CALL_RECORD, PEOPLE_AT_RISK, THREAT_FORM, Report
from stayline.reports.queries import draft, report_view, reports_of
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
