"""What people state: threats, levels, what was done for the caller's safety."""

from __future__ import annotations

import pytest

from stayline.incidents.actions import (
    get_help,
    hear_lines,
    lower_level,
    raise_level,
    record_safety,
    state_threat,
)
from stayline.incidents.errors import (
    LevelRefused,
    NotASupervisor,
    ReasonMissing,
    SafetyEmpty,
    ThreatInvalid,
)
from stayline.incidents.models import Obligation, Run
from stayline.incidents.ports import NotedEffects
from stayline.incidents.queries import by_contact, lines, threats
from stayline.privacy.errors import NotOnTheList
from stayline_core.protocol import Released
from tests.cast import NOW, Cast, later, line
from tests.record import Opened

pytestmark = pytest.mark.django_db


def stated(opened: Opened, **more: object) -> None:
    told = {"kind": "violence", "form": "direct", "actor": opened.cast.ann, "at": later(9)} | more
    state_threat(incident_id=opened.incident.id, **told)  # type: ignore[arg-type]  # as a table gives it


@pytest.mark.covers("S1-20")
def test_a_stated_threat_is_a_row_of_its_own_that_owes_its_own_report(opened: Opened) -> None:
    opened.tell(Released())
    stated(opened)
    assert [one.kind for one in threats(opened.incident)] == ["self_harm", "violence"]
    owed = Obligation.objects.filter(incident=opened.incident, do_kind="file")
    assert {one.threat.kind for one in owed if one.threat} == {"self_harm", "violence"}
    assert "incidents.threat.recorded" in opened.kinds


@pytest.mark.covers("S1-27", "S1-5")
def test_a_perceived_threat_needs_no_words_and_no_signal(cast: Cast, playbook: None) -> None:
    contact = cast.contact()
    incident = get_help(contact_id=contact.id, actor=cast.ann, at=NOW)
    assert Run.objects.get(incident=incident).protocol_id == "unforeseen"
    state_threat(
        incident_id=incident.id, kind="self_harm", form="perceived", actor=cast.ann, at=later(3)
    )
    row = by_contact(contact.id)
    assert row is not None
    assert row.kind == "self_harm"
    run = Run.objects.get(incident=incident, parked_at=None)
    assert run.protocol_id == "self-harm"
    assert run.state["step"] == "opening/acknowledge"
    assert threats(row)[0].line_id == ""


def test_a_graver_statement_raises_the_level_and_offers_more(
    opened: Opened, effects: NotedEffects
) -> None:
    effects.asked.clear()
    stated(opened, kind="bomb")
    assert opened.incident.level == 0
    assert ("raise", "crisis") in effects.asked


@pytest.mark.parametrize(
    ("more", "field"), [({"kind": "weather"}, "kind"), ({"form": "loud"}, "form")]
)
def test_a_threat_that_is_none_names_its_field(
    opened: Opened, more: dict[str, str], field: str
) -> None:
    with pytest.raises(ThreatInvalid) as fault:
        stated(opened, **more)
    assert set(fault.value.faults) == {field}


def test_strangers_state_nothing(opened: Opened) -> None:
    with pytest.raises(NotOnTheList):
        stated(opened, actor=opened.cast.cy)


@pytest.mark.covers("S3-16")
def test_anyone_who_handles_it_raises_the_level_and_nobody_lowers_it_silently(
    opened: Opened,
) -> None:
    which = {"incident_id": opened.incident.id, "at": NOW}
    raise_level(level=0, reason="They are outside now.", actor=opened.cast.ann, **which)
    assert opened.incident.level == 0
    with pytest.raises(LevelRefused):
        raise_level(level=1, reason="It calmed down.", actor=opened.cast.ann, **which)
    with pytest.raises(ReasonMissing):
        raise_level(level=0, reason="", actor=opened.cast.ann, **which)
    with pytest.raises(NotASupervisor):
        lower_level(level=1, reason="It calmed down.", actor=opened.cast.ann, **which)
    opened.let_in(opened.cast.bo)
    with pytest.raises(ReasonMissing):
        lower_level(level=1, reason=" ", actor=opened.cast.bo, **which)
    with pytest.raises(LevelRefused):
        lower_level(level=0, reason="The same.", actor=opened.cast.bo, **which)
    lower_level(level=2, reason="They are safe with a relative.", actor=opened.cast.bo, **which)
    assert opened.incident.level == 2
    assert opened.kinds[-1] == "incidents.level.lowered"


@pytest.mark.covers("S0-5")
def test_what_was_done_for_safety_is_recorded_and_never_empty(opened: Opened) -> None:
    which = {"incident_id": opened.incident.id, "actor": opened.cast.ann, "at": NOW}
    with pytest.raises(SafetyEmpty):
        record_safety(text="  ", **which)
    record_safety(text="They are with a relative.", **which)
    assert opened.incident.safety_recorded_at == NOW
    assert opened.kinds[-1] == "incidents.safety.recorded"
    with pytest.raises(NotOnTheList):
        record_safety(text="x", **which | {"actor": opened.cast.cy})


def test_more_words_of_the_same_harm_are_the_same_threat(opened: Opened) -> None:
    hear_lines(
        contact_id=opened.contact_id,
        lines=[line(5, "I want to die, I'm going to kill myself right now.")],
        actor=opened.cast.ann,
        at=later(5),
    )
    (threat,) = threats(opened.incident)
    assert threat.imminent
    assert opened.incident.level == 0
    assert "incidents.threat.said_again" in opened.kinds


@pytest.mark.covers("S1-4")
def test_another_harm_in_the_same_contact_is_another_threat(opened: Opened) -> None:
    opened.tell(Released())
    hear_lines(
        contact_id=opened.contact_id,
        lines=[line(5, "If this issue is not resolved, I will hurt my family.")],
        actor=opened.cast.ann,
        at=later(5),
    )
    assert [one.kind for one in threats(opened.incident)] == ["self_harm", "violence"]
    reports = Obligation.objects.filter(incident=opened.incident, do_target="security_threat")
    assert {one.threat.kind for one in reports if one.threat} == {"self_harm", "violence"}
    assert len(lines(opened.contact_id)) == 2
