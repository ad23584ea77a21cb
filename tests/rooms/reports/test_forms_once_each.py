"""Which form is opened for what: one a threat, one a threat to others, one an incident."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from stayline.incidents.actions import (
    get_help,
    lock_incident_in_transaction,
    start_aid,
    state_threat,
)
from stayline.incidents.models import Incident, Obligation, Threat
from stayline.incidents.queries import log
from stayline.outbox.queries import messages_of_incident
from stayline.reports.actions import ReportEffects, submit_report
from stayline.reports.models import CALL_RECORD, PEOPLE_AT_RISK, THREAT_FORM, Case, Report
from stayline.reports.queries import reports_of
from tests.cast import Cast, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook", "noted")]


def threatened(cast: Cast, *kinds: str) -> Incident:
    """An incident in which a person states these threats."""
    incident = get_help(contact_id=cast.contact().id, actor=cast.ann, at=later(1))
    for kind in kinds:
        state_threat(incident_id=incident.id, kind=kind, form="direct", actor=cast.ann, at=later(2))
    return incident


def forms(incident: Incident) -> list[tuple[str, str | None]]:
    """Each open form with the kind of its threat."""
    found = [(one.form_id, one.threat.kind if one.threat else None) for one in rows(incident)]
    return sorted(found, key=str)


def rows(incident: Incident) -> list[Report]:
    return reports_of(incident.id)


def one_of(incident: Incident, form_id: str) -> Report:
    return next(one for one in rows(incident) if one.form_id == form_id)


@pytest.mark.covers("S1-20")
def test_each_threat_owes_its_own_and_those_to_others_people_at_risk_too(cast: Cast) -> None:
    incident = threatened(cast, "self_harm", "violence", "bomb")
    assert forms(incident) == [
        (PEOPLE_AT_RISK, "bomb"),
        (PEOPLE_AT_RISK, "violence"),
        (THREAT_FORM, "bomb"),
        (THREAT_FORM, "self_harm"),
        (THREAT_FORM, "violence"),
    ]


def test_asking_again_opens_none(cast: Cast) -> None:
    incident = threatened(cast, "violence")
    before = forms(incident)
    for effect, target in (("file", PEOPLE_AT_RISK), ("file", THREAT_FORM), ("open_case", "q")):
        ask(incident, cast, effect, target)
    assert forms(incident) == before


def test_a_form_is_once_of_a_threat_and_once_of_an_incident(cast: Cast) -> None:
    incident = threatened(cast, "violence")
    known = one_of(incident, PEOPLE_AT_RISK)
    twice = {
        "incident": incident,
        "form_id": PEOPLE_AT_RISK,
        "form_digest": "0",
        "exercise": True,
        "opened_at": later(9),
        "changed_at": later(9),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(**twice, threat=known.threat)
    Report.objects.create(**twice, threat=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(**twice, threat=None)


@pytest.mark.covers("S2-31")
def test_a_difficult_call_has_one_record_and_it_is_owed(cast: Cast) -> None:
    incident = difficult(cast)
    assert forms(incident) == [(CALL_RECORD, None)]
    ask(incident, cast, "file", CALL_RECORD)
    assert forms(incident) == [(CALL_RECORD, None)]


@pytest.mark.covers("S2-31")
def test_its_number_is_of_its_own_series_and_opens_no_case(cast: Cast) -> None:
    incident = difficult(cast)
    done = submit_report(report_id=one_of(incident, CALL_RECORD).id, actor=cast.ann, at=later(200))
    assert (done.form_id, done.number) == (CALL_RECORD, "SLXQ-2026-000001")
    assert (done.case_id, done.case_reference) == (None, None)
    assert not Case.objects.exists()
    assert ReportEffects().blocking(incident) == []


def test_people_at_risk_have_numbers_of_their_own_and_meet_only_their_threat(cast: Cast) -> None:
    incident = threatened(cast, "violence", "bomb")
    record = one_of(incident, PEOPLE_AT_RISK)
    done = submit_report(report_id=record.id, actor=cast.ann, at=later(60))
    assert (done.number, done.case_id) == ("SLXP-2026-000001", None)
    assert "open_case" not in {one.kind for one in messages_of_incident(incident.id)}
    assert not Threat.objects.exclude(report_number="").exists()
    assert {
        (one.threat_id, one.state)
        for one in Obligation.objects.filter(incident=incident, do_target=PEOPLE_AT_RISK)
    } == {
        (one.threat_id, "met" if one.id == record.id else "waiting")
        for one in rows(incident)
        if one.form_id == PEOPLE_AT_RISK
    }
    assert "reports.report.submitted" in [entry.kind for entry in log(incident)]


def test_the_threat_report_leaves_people_at_risk_owed(cast: Cast) -> None:
    incident = threatened(cast, "violence")
    done = submit_report(report_id=one_of(incident, THREAT_FORM).id, actor=cast.ann, at=later(60))
    assert Threat.objects.get().report_number == done.number
    assert done.case_reference
    owed = Obligation.objects.get(incident=incident, do_target=PEOPLE_AT_RISK)
    assert owed.state == "waiting"


def difficult(cast: Cast) -> Incident:
    """A difficult call whose record is owed: the caller was aided, and the call is over."""
    incident = start_aid(
        contact_id=cast.contact().id, kind="abusive_language", actor=cast.ann, at=later(1)
    )
    ask(incident, cast, "file", CALL_RECORD)
    return incident


def ask(incident: Incident, cast: Cast, effect: str, target: str) -> None:
    with transaction.atomic():
        ReportEffects().perform_in_transaction(
            incident=lock_incident_in_transaction(incident.id),
            effect=effect,
            target=target,
            because="asked again",
            actor=cast.ann,
            at=later(50),
        )
