"""A difficult call and its ladders: hand-over at leisure, and the crisis that cuts in."""

from __future__ import annotations

import pytest

from stayline.escalation.actions import accept_rung, join_contact, record_spoke
from stayline.escalation.models import Ladder
from stayline.escalation.queries import absent_agents
from stayline.incidents.actions import (
    go_on,
    hear_lines,
    release_contact,
    report_seen,
    start_aid,
    switch_run,
    take_step,
)
from stayline.incidents.models import Incident, Obligation, Run
from stayline.incidents.queries import incident as incident_of
from stayline.people.queries import actor as actor_of
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast, later, line
from tests.rooms.escalation.conftest import sit_down

pytestmark = pytest.mark.django_db


def ladder(row: Incident, document: str) -> Ladder:
    return Ladder.objects.get(incident=row, document_id=document)


def rung(row: Ladder) -> Actor:
    return actor_of(row.pages.order_by("paged_at").values_list("person_id", flat=True)[0])


def sequence(row: Incident) -> int:
    return Run.objects.get(incident=row, parked_at=None, ended_at=None).sequence


@pytest.fixture
def call(centre: Cast) -> Incident:
    """Ann has started the aid."""
    return start_aid(contact_id=centre.contact().id, actor=centre.ann, at=NOW)


def test_the_aid_rings_nobody_until_a_supervisor_is_asked_for(centre: Cast, call: Incident) -> None:
    assert not Ladder.objects.exists()
    take_step(
        incident_id=call.id, expected=sequence(call), step="connect", actor=centre.ann, at=later(5)
    )
    handoff = ladder(call, "handoff")
    assert not handoff.urgent
    assert not handoff.informs
    receiver = rung(handoff)
    accept_rung(ladder_id=handoff.id, actor=receiver, at=later(10))
    join_contact(ladder_id=handoff.id, actor=receiver, at=later(20))
    record_spoke(ladder_id=handoff.id, actor=receiver, at=later(25))
    assert incident_of(call.id).owner_id == receiver.id
    go_on(incident_id=call.id, expected=sequence(call), actor=receiver, at=later(30))


@pytest.mark.covers("X-1")
def test_a_threat_in_it_rings_the_crisis_ladder_which_brings_who_takes_over(
    centre: Cast, call: Incident
) -> None:
    assert call.contact is not None
    hear_lines(
        contact_id=call.contact.id,
        lines=[line(5, "I will come to your office and kill you.")],
        actor=centre.ann,
        at=later(5),
    )
    crisis = ladder(call, "crisis")
    assert crisis.started_at == later(5)
    assert crisis.urgent
    assert not crisis.informs
    receiver = rung(crisis)
    accept_rung(ladder_id=crisis.id, actor=receiver, at=later(10))
    switch_run(
        incident_id=call.id,
        to="violence",
        expected=sequence(call),
        actor=centre.ann,
        at=later(12),
    )
    assert Ladder.objects.filter(incident=call, document_id="crisis").count() == 1
    assert crisis.pages.filter(paged_at=later(12)).count() == 0
    join_contact(ladder_id=crisis.id, actor=receiver, at=later(15))
    record_spoke(ladder_id=crisis.id, actor=receiver, at=later(20))
    assert incident_of(call.id).owner_id == receiver.id
    run = Run.objects.get(incident=call, parked_at=None)
    assert run.state["help"] == "spoke"
    release_contact(
        contact_id=call.contact.id, reason="They are calm.", actor=receiver, at=later(60)
    )
    owed = Obligation.objects.filter(incident=call, do_kind="file", state="owed")
    by = {one.do_target: one.owner_id for one in owed}
    assert by == {
        "security_threat": receiver.id,
        "people_at_risk": receiver.id,
        "call_record": receiver.id,  # the agent is off the queue, in aftercare
    }


def test_an_agent_who_vanishes_from_a_difficult_call_is_not_paged_for(
    centre: Cast, call: Incident
) -> None:
    sit_down(centre, seconds=5)
    assert absent_agents(later(60)) == []
    Incident.objects.filter(id=call.id).update(level=1)
    assert absent_agents(later(60)) == [call.id]


@pytest.mark.covers("S1-21")
def test_what_staff_saw_rings_the_crisis_ladder_and_never_the_reporter(centre: Cast) -> None:
    row = report_seen(
        site_id=centre.site.id,
        kind="violence",
        form="direct",
        text="A note on the door says that they will come back with a weapon.",
        actor=centre.bo,
        at=NOW,
    )
    crisis = ladder(row, "crisis")
    assert rung(crisis).id == centre.bea.id
    accept_rung(ladder_id=crisis.id, actor=centre.bea, at=later(5))
    join_contact(ladder_id=crisis.id, actor=centre.bea, at=later(6))
    record_spoke(ladder_id=crisis.id, actor=centre.bea, at=later(7))
    assert incident_of(row.id).owner_id == centre.bea.id
    report = Obligation.objects.get(incident=row, do_target="security_threat")
    assert report.owner_id == centre.bea.id
