"""How an incident ends: what blocks it, who may, and rule X-10."""

from __future__ import annotations

from typing import Any

import pytest

from stayline.incidents.actions import (
    close_incident,
    fire_obligation,
    get_help,
    hear_lines,
    open_in_error,
    record_safety,
    release_contact,
    state_threat,
    waive_obligation,
)
from stayline.incidents.errors import (
    CloseBlocked,
    LawsUnchecked,
    NotASupervisor,
    ObligationNotOwed,
    OpenedInErrorRefused,
    ReasonMissing,
    ReportNeverWaived,
)
from stayline.incidents.models import Incident, Obligation, Run
from stayline.incidents.ports import NotedEffects
from stayline.incidents.queries import blocking_close, laws_of, log
from stayline.people.models import Availability, Person
from tests.cast import NOW, Cast, later, line
from tests.record import Opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

X10: dict[str, Any] = {"reason": "A film title.", "spoke_to": "agent", "read_words": True}


def finish(opened: Opened) -> None:
    """Everything but the closing: the report filed, safety recorded, the line released."""
    opened.let_in(opened.cast.bo)
    bo = opened.cast.bo
    record_safety(incident_id=opened.incident.id, text="Safe.", actor=bo, at=later(1))
    release_contact(contact_id=opened.contact_id, reason="Safe.", actor=bo, at=later(2))
    opened.incident.threats.update(report_number="SLXR-2026-000001")
    Obligation.objects.filter(incident=opened.incident).exclude(state="met").update(state="met")


def close(opened: Opened, **more: Any) -> Incident:
    told = {"resolution": "Handed over.", "laws": opened.laws_kept} | more
    told = {"actor": opened.cast.bo, "at": later(9)} | told
    return close_incident(incident_id=opened.incident.id, **told)


@pytest.mark.covers("S1-19", "S0-5", "S0-27")
def test_nothing_closes_while_a_report_safety_the_line_or_anything_else_is_open(
    opened: Opened, effects: NotedEffects
) -> None:
    opened.let_in(opened.cast.bo)
    effects.stands_in_the_way = ["The ladder rings."]
    with pytest.raises(CloseBlocked) as blocked:
        close(opened)
    said = " ".join(blocked.value.blocking)
    for part in ("report", "safety", "contact is still open", "manager", "The ladder rings."):
        assert part in said
    state_threat(
        incident_id=opened.incident.id,
        kind="violence",
        form="direct",
        actor=opened.cast.ann,
        at=NOW,
    )
    assert "2 threat reports" in blocking_close(opened.incident)[0]


def test_with_everything_met_a_supervisor_closes_it_with_a_resolution(opened: Opened) -> None:
    finish(opened)
    with pytest.raises(ReasonMissing):
        close(opened, resolution=" ")
    for outsider in (opened.cast.ann, opened.cast.bea, opened.cast.cy):
        with pytest.raises(NotASupervisor):
            close(opened, actor=outsider)
    assert close(opened).state == "closed"
    assert opened.kinds[-1] == "incidents.incident.closed"
    assert not Run.objects.filter(incident=opened.incident, ended_at=None).exists()
    assert close(opened, at=later(99)).closed_at == later(9)


@pytest.mark.covers("S3-15")
def test_closing_goes_through_the_laws_that_apply_by_name_or_says_why_not(opened: Opened) -> None:
    finish(opened)
    applying = {law.id for law in laws_of(opened.incident)}
    assert {"gb_vital_interests", "report_always", "card_data"} <= applying
    assert not applying & {"gb_riddor", "us_hipaa"}
    kept = opened.laws_kept
    assert 3 <= len(kept) < len(applying)
    with pytest.raises(LawsUnchecked, match="Vital interests") as refused:
        close(opened, laws={law: "" for law in kept if law != "gb_vital_interests"})
    assert len(refused.value.titles) == 1
    assert opened.incident.state == "open"
    close(opened, laws={**kept, "no_secrecy": "She heard it only from me"})
    (said,) = [one for one in log(opened.incident) if one.kind == "incidents.laws.checked"]
    assert "Confirmed: What was shared" in said.sentence
    assert "Secrecy is never promised: She heard it only from me." in said.sentence
    assert said.who == log(opened.incident)[-1].who


def test_what_was_opened_in_error_has_no_law_to_go_through(opened: Opened) -> None:
    opened.let_in(opened.cast.bo)
    assert opened.laws_kept
    open_in_error(incident_id=opened.incident.id, actor=opened.cast.bo, at=later(5), **X10)
    assert opened.laws_kept == {}
    assert laws_of(opened.incident) == []


@pytest.mark.covers("X-10")
def test_opened_in_error_releases_the_lock_and_the_report_and_stays_in_the_log(
    opened: Opened, effects: NotedEffects
) -> None:
    opened.let_in(opened.cast.bo)
    effects.asked.clear()
    open_in_error(incident_id=opened.incident.id, actor=opened.cast.bo, at=later(5), **X10)
    row = opened.incident
    assert row.opened_in_error_at == later(5)
    assert row.duties == []
    assert ("call_off", "all") in effects.asked
    assert "incidents.incident.opened_in_error" in opened.kinds
    release_contact(contact_id=opened.contact_id, actor=opened.cast.ann, at=later(6))
    assert ("raise", "management") not in effects.asked
    assert Person.objects.get(id=opened.cast.ann.id).availability == Availability.FREE
    assert not Obligation.objects.filter(
        incident=row, do_kind="file", state__in=("owed", "waiting")
    ).exists()


@pytest.mark.covers("X-10")
@pytest.mark.parametrize(
    "wrong",
    [{"spoke_to": "nobody"}, {"read_words": False}],
    ids=["nobody was spoken to", "words not read"],
)
def test_opened_in_error_needs_the_words_read_and_somebody_spoken_to(
    opened: Opened, wrong: dict[str, Any]
) -> None:
    opened.let_in(opened.cast.bo)
    with pytest.raises(OpenedInErrorRefused):
        open_in_error(incident_id=opened.incident.id, actor=opened.cast.bo, at=NOW, **X10 | wrong)


@pytest.mark.covers("X-10", "S1-18")
def test_what_a_person_stated_is_never_opened_in_error(opened: Opened) -> None:
    opened.let_in(opened.cast.bo)
    state_threat(
        incident_id=opened.incident.id,
        kind="self_harm",
        form="direct",
        actor=opened.cast.ann,
        at=NOW,
    )
    with pytest.raises(OpenedInErrorRefused):
        open_in_error(incident_id=opened.incident.id, actor=opened.cast.bo, at=NOW, **X10)


@pytest.mark.covers("X-10", "S0-27")
def test_opened_in_error_is_a_supervisors_with_a_reason(opened: Opened) -> None:
    with pytest.raises(NotASupervisor):
        open_in_error(incident_id=opened.incident.id, actor=opened.cast.ann, at=NOW, **X10)
    opened.let_in(opened.cast.bo)
    with pytest.raises(ReasonMissing):
        open_in_error(
            incident_id=opened.incident.id, actor=opened.cast.bo, at=NOW, **X10 | {"reason": ""}
        )


@pytest.mark.covers("X-10")
def test_a_press_is_taken_back_only_with_the_person_who_pressed(cast: Cast) -> None:
    contact = cast.contact()
    incident = get_help(contact_id=contact.id, actor=cast.ann, at=NOW)
    opened = Opened(cast, contact.id)
    opened.let_in(cast.bo)
    with pytest.raises(OpenedInErrorRefused):
        open_in_error(incident_id=incident.id, actor=cast.bo, at=NOW, **X10)
    open_in_error(
        incident_id=incident.id, actor=cast.bo, at=NOW, second_person_id=cast.ann.id, **X10
    )
    assert opened.incident.opened_in_error_at == NOW


@pytest.mark.covers("X-10")
def test_a_bomb_needs_a_second_named_person(cast: Cast) -> None:
    contact = cast.contact()
    hear_lines(contact_id=contact.id, lines=[line(1, "There is a bomb.")], actor=cast.ann, at=NOW)
    opened = Opened(cast, contact.id)
    opened.let_in(cast.bo)
    for second in (None, cast.bo.id):
        with pytest.raises(OpenedInErrorRefused):
            open_in_error(
                incident_id=opened.incident.id,
                actor=cast.bo,
                at=NOW,
                second_person_id=second,
                **X10,
            )
    open_in_error(
        incident_id=opened.incident.id,
        actor=cast.bo,
        at=NOW,
        second_person_id=cast.bea.id,
        **X10,
    )


def test_a_threat_after_opened_in_error_guides_and_rings_again(
    opened: Opened, effects: NotedEffects
) -> None:
    opened.let_in(opened.cast.bo)
    open_in_error(incident_id=opened.incident.id, actor=opened.cast.bo, at=later(5), **X10)
    effects.asked.clear()
    hear_lines(
        contact_id=opened.contact_id,
        lines=[line(9, "I'm going to kill myself tonight.")],
        actor=opened.cast.ann,
        at=later(9),
    )
    assert opened.incident.opened_in_error_at is None
    assert "keep_contact_open" in opened.incident.duties
    assert ("raise", "crisis") in effects.asked
    assert opened.incident.threats.filter(void_at=None).count() == 1


@pytest.mark.covers("S1-18", "S1-19")
def test_a_supervisor_waives_with_a_reason_and_never_a_report(opened: Opened) -> None:
    opened.let_in(opened.cast.bo)
    manager = opened.obligation("manager")
    which = {"obligation_id": manager.id, "at": NOW}
    with pytest.raises(NotASupervisor):
        waive_obligation(reason="x", actor=opened.cast.ann, **which)
    with pytest.raises(ReasonMissing):
        waive_obligation(reason=" ", actor=opened.cast.bo, **which)
    waive_obligation(reason="The manager is in the room.", actor=opened.cast.bo, **which)
    assert opened.obligation("manager").state == "waived"
    assert "incidents.obligation.waived" in opened.kinds
    with pytest.raises(ObligationNotOwed):
        waive_obligation(reason="again", actor=opened.cast.bo, **which)
    with pytest.raises(ObligationNotOwed):
        waive_obligation(obligation_id=opened.contact_id, reason="x", actor=opened.cast.bo, at=NOW)
    release_contact(contact_id=opened.contact_id, reason="Safe.", actor=opened.cast.bo, at=NOW)
    report = Obligation.objects.get(incident=opened.incident, do_kind="file")
    with pytest.raises(ReportNeverWaived):
        waive_obligation(obligation_id=report.id, reason="x", actor=opened.cast.bo, at=NOW)


@pytest.mark.covers("S0-26")
def test_the_manager_is_rung_by_the_clock_once_without_anybody_pressing(
    opened: Opened, effects: NotedEffects
) -> None:
    manager = opened.obligation("manager")
    assert manager.due_at == later(120)
    effects.asked.clear()
    assert not fire_obligation(obligation_id=manager.id, at=later(119))
    assert fire_obligation(obligation_id=manager.id, at=later(120))
    assert not fire_obligation(obligation_id=manager.id, at=later(121))
    assert not fire_obligation(obligation_id=opened.contact_id, at=later(121))
    assert effects.asked == [("raise", "management")]


@pytest.mark.covers("S1-44")
def test_an_overdue_report_is_missed_and_alerts(opened: Opened, effects: NotedEffects) -> None:
    opened.let_in(opened.cast.bo)
    release_contact(contact_id=opened.contact_id, reason="Safe.", actor=opened.cast.bo, at=NOW)
    report = Obligation.objects.get(incident=opened.incident, do_kind="file")
    effects.asked.clear()
    assert fire_obligation(obligation_id=report.id, at=later(600))
    report.refresh_from_db()
    assert report.state == "missed"
    assert ("raise", "management") in effects.asked
    assert "incidents.obligation.missed" in opened.kinds
