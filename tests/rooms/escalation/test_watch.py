"""What the watcher does: rungs, limits, people who vanish, a clock that steps. Never twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stayline.escalation.actions import (
    accept_rung,
    complete_hand_over,
    fire_absence,
    fire_agent_absence,
    fire_limit,
    fire_rung,
    join_contact,
    record_spoke,
    ring_all_again,
)
from stayline.escalation.models import Ladder
from stayline.escalation.queries import coming
from stayline.escalation.workers import (
    AgentAbsent,
    LimitDue,
    ReceiverAbsent,
    RingAgainAfterStep,
    RungDue,
)
from stayline.incidents.models import Incident
from stayline.people.actions import note_gone, set_availability_in_transaction
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast, later
from tests.rooms.escalation.conftest import Kinds, sit_down

pytestmark = pytest.mark.django_db


def test_a_rung_that_runs_out_rings_the_next(crisis: Ladder, centre: Cast) -> None:
    port = RungDue()
    assert port.next_due() == later(20)
    assert port.due(later(19), 50) == []
    assert port.due(later(20), 50) == [crisis.id]
    sit_down(centre, seconds=19)
    assert port.fire(crisis.id, later(20))
    crisis.refresh_from_db()
    assert (crisis.rung, crisis.due_at) == (1, later(40))
    assert crisis.pages.get(rung=1).person_id == centre.lou.id


def test_firing_twice_rings_once(crisis: Ladder, logged: Kinds) -> None:
    assert fire_rung(ladder_id=crisis.id, at=later(20))
    before = logged()
    assert not fire_rung(ladder_id=crisis.id, at=later(20))
    assert logged() == before


@pytest.mark.covers("S1-12")
def test_the_last_rung_pages_everyone_until_somebody_accepts(crisis: Ladder, centre: Cast) -> None:
    set_availability_in_transaction(centre.bea.id, "off_queue", at=NOW)
    for at in range(20, 141, 20):
        sit_down(centre, seconds=at)
        assert fire_rung(ladder_id=crisis.id, at=later(at))
    crisis.refresh_from_db()
    assert (crisis.rung, crisis.round) == (3, 5)
    now = set(crisis.pages.filter(round=5).values_list("person_id", flat=True))
    assert now == {centre.bo.id, centre.bea.id, centre.lou.id, centre.mo.id}
    accept_rung(ladder_id=crisis.id, actor=centre.mo, at=later(141))
    assert not RungDue().due(later(1000), 50)


def test_whoever_comes_on_duty_is_rung_by_the_next_repeat(cast: Cast, incident: Incident) -> None:
    ladder = Ladder.objects.get(incident=incident, document_id="crisis")
    for at in range(20, 101, 20):
        fire_rung(ladder_id=ladder.id, at=later(at))
    assert coming(incident).nobody_on_duty
    sit_down(cast, cast.bea, seconds=119)
    fire_rung(ladder_id=ladder.id, at=later(120))
    assert not coming(incident).nobody_on_duty
    assert coming(incident).state == "ringing"


@pytest.mark.parametrize(("stage", "due"), [("accepted", 35), ("joined", 72), ("spoke", 320)])
def test_past_its_limit_it_rings_beside_and_they_stay(
    accepted: Ladder, first: Actor, logged: Kinds, incident: Incident, stage: str, due: int
) -> None:
    if stage != "accepted":
        join_contact(ladder_id=accepted.id, actor=first, at=later(12))
    if stage == "spoke":
        record_spoke(ladder_id=accepted.id, actor=first, at=later(20))
    hand_over = accepted.hand_overs.get()
    port = LimitDue()
    assert port.next_due() == later(due)
    assert port.due(later(due - 1), 50) == []
    assert port.due(later(due), 50) == [hand_over.id]
    assert port.fire(hand_over.id, later(due))
    assert not fire_limit(hand_over_id=hand_over.id, at=later(due))
    accepted.refresh_from_db()
    hand_over.refresh_from_db()
    assert (hand_over.state, hand_over.late) == (stage, True)
    assert accepted.due_at is not None
    assert logged().count("escalation.receiver.late") == 1
    assert coming(incident).late


def test_a_receiver_who_vanishes_is_rung_for_again(
    accepted: Ladder, first: Actor, centre: Cast
) -> None:
    hand_over = accepted.hand_overs.get()
    sit_down(centre, first, seconds=8)
    port = ReceiverAbsent()
    assert port.next_due() == later(20)
    assert port.due(later(19.9), 50) == []
    assert not fire_absence(hand_over_id=hand_over.id, at=later(19.9))
    assert port.due(later(20), 50) == [hand_over.id]
    assert port.fire(hand_over.id, later(20))
    assert not port.fire(hand_over.id, later(20))
    hand_over.refresh_from_db()
    assert hand_over.state == "lost"
    assert port.next_due() is None


@pytest.mark.usefixtures("accepted")
def test_turning_to_another_page_is_not_vanishing(first: Actor, centre: Cast) -> None:
    sit_down(centre, first, seconds=8)
    note_gone(person_id=first.id, at=later(9), process="tests")
    assert ReceiverAbsent().due(later(12), 50) == []
    assert ReceiverAbsent().next_due() == later(21)


def test_somebody_without_a_live_stream_is_left_to_the_limits(crisis: Ladder, centre: Cast) -> None:
    crisis.refresh_from_db()
    sit_down(centre, centre.mo, seconds=-600)
    accept_rung(ladder_id=crisis.id, actor=centre.mo, at=later(5))
    assert ReceiverAbsent().next_due() is None


def test_an_agent_who_vanishes_is_rung_for(
    accepted: Ladder, incident: Incident, centre: Cast, first: Actor, logged: Kinds
) -> None:
    sit_down(centre, centre.ann, seconds=8)
    port = AgentAbsent()
    assert port.due(later(19), 50) == []
    assert port.due(later(20), 50) == [incident.id]
    assert port.fire(incident.id, later(20))
    assert not fire_agent_absence(incident_id=incident.id, at=later(20))
    assert port.next_due() is None
    assert "escalation.ladder.raised_again" in logged()
    join_contact(ladder_id=accepted.id, actor=first, at=later(22))
    assert port.due(later(60), 50) == []


@pytest.mark.covers("S1-12")
@pytest.mark.parametrize("confirmed", [False, True])
def test_a_receiver_who_has_the_caller_and_vanishes_is_rung_for(
    accepted: Ladder, incident: Incident, centre: Cast, first: Actor, confirmed: bool
) -> None:
    record_spoke(ladder_id=accepted.id, actor=first, at=later(20))
    if confirmed:
        complete_hand_over(ladder_id=accepted.id, actor=first, at=later(25))
    sit_down(centre, first, seconds=30)
    sit_down(centre, centre.ann, centre.mo, seconds=41)
    port = AgentAbsent()
    assert port.due(later(41), 50) == []
    assert port.due(later(42), 50) == [incident.id]
    assert port.fire(incident.id, later(42))
    incident.refresh_from_db()
    assert incident.owner_id == first.id, "they may be on the line all the same"
    rings = Ladder.objects.get(incident=incident, document_id="crisis", ended_at=None)
    assert rings.due_at is not None
    assert first.id not in rings.pages.filter(paged_at=later(42)).values_list(
        "person_id", flat=True
    )
    assert port.due(later(43), 50) == []


def test_an_agent_is_not_missed_while_it_rings_anyway(crisis: Ladder) -> None:
    assert crisis.due_at is not None
    assert AgentAbsent().due(NOW + timedelta(hours=1), 50) == []


def test_after_a_step_of_the_clock_every_open_ladder_rings_again(
    crisis: Ladder, logged: Kinds
) -> None:
    RingAgainAfterStep().on_clock_step(-3600.0, later(-3600))
    crisis.refresh_from_db()
    assert crisis.due_at == later(-3580)
    assert logged().count("escalation.ladder.raised_again") == 1
    assert ring_all_again(at=later(-3590)) == 1


def test_unknown_ids_fire_nothing(incident: Incident) -> None:
    assert not fire_limit(hand_over_id=incident.id, at=later(1))
    assert not fire_absence(hand_over_id=incident.id, at=later(1))
