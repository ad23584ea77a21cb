"""Join, speak, complete: the run moves at *spoke*, and there is no cold transfer."""

from __future__ import annotations

import pytest

from stayline.escalation.actions import (
    accept_rung,
    complete_hand_over,
    decline_rung,
    fire_limit,
    fire_rung,
    join_contact,
    note_briefed,
    receiver_lost,
    record_spoke,
)
from stayline.escalation.errors import (
    AcceptForbidden,
    AcceptRefused,
    AlreadySpoken,
    LostForbidden,
    NotSpoken,
    NotTheReceiver,
)
from stayline.escalation.models import Ladder
from stayline.escalation.queries import briefing, coming, how_to_join, ladders, rings_for
from stayline.incidents.actions import hear_lines, record_caller_left
from stayline.incidents.models import Incident, Obligation
from stayline.incidents.queries import last_run, state_of
from stayline.ledger.queries import entries
from stayline.people.models import Person
from stayline.platform.actors import Actor
from tests.cast import Cast, later, line
from tests.rooms.escalation.conftest import Kinds, sit_down

pytestmark = pytest.mark.django_db


def help_of(incident: Incident) -> str:
    run = last_run(incident.id)
    assert run is not None
    return state_of(run).help


@pytest.fixture
def second(first: Actor, centre: Cast) -> Actor:
    return centre.bea if first == centre.bo else centre.bo


@pytest.mark.covers("S1-11", "S3-12")
def test_the_run_moves_at_spoke_and_not_before(
    accepted: Ladder, incident: Incident, first: Actor, centre: Cast, logged: Kinds
) -> None:
    for move, at, owner, state in (
        (join_contact, 12, centre.ann, "joined"),
        (record_spoke, 20, first, "spoke"),
    ):
        move(ladder_id=accepted.id, actor=first, at=later(at))
        incident.refresh_from_db()
        assert incident.owner_id == owner.id
        assert help_of(incident) == state
        assert coming(incident).state == state
    complete_hand_over(ladder_id=accepted.id, actor=first, at=later(60))
    accepted.refresh_from_db()
    hand_over = accepted.hand_overs.get()
    assert (accepted.state, accepted.ended_at) == ("completed", later(60))
    assert hand_over.joined_at == later(12)
    assert hand_over.spoke_at == later(20)
    assert hand_over.completed_at == later(60)
    assert coming(incident).sentence == f"{first.name} has taken over."
    kinds = [kind for kind in logged() if kind.startswith("escalation.")]
    assert kinds[-4:] == [
        "escalation.rung.accepted",
        "escalation.receiver.joined",
        "escalation.receiver.spoke",
        "escalation.hand_over.completed",
    ]


def test_what_the_receiver_owes_passes_to_them(
    accepted: Ladder, incident: Incident, first: Actor
) -> None:
    record_spoke(ladder_id=accepted.id, actor=first, at=later(20))
    owed = Obligation.objects.filter(incident=incident, by="receiver")
    assert {one.owner_id for one in owed} <= {first.id}


def test_each_state_has_its_own_limit(accepted: Ladder, first: Actor) -> None:
    join_contact(ladder_id=accepted.id, actor=first, at=later(12))
    assert accepted.hand_overs.get().due_at == later(72)
    record_spoke(ladder_id=accepted.id, actor=first, at=later(20))
    assert accepted.hand_overs.get().due_at == later(320)


def test_pressing_joined_twice_changes_nothing(
    accepted: Ladder, first: Actor, logged: Kinds
) -> None:
    join_contact(ladder_id=accepted.id, actor=first, at=later(12))
    before = logged()
    join_contact(ladder_id=accepted.id, actor=first, at=later(13))
    assert logged() == before


@pytest.mark.covers("S1-11")
def test_nothing_is_handed_over_before_the_receiver_spoke(accepted: Ladder, first: Actor) -> None:
    join_contact(ladder_id=accepted.id, actor=first, at=later(12))
    with pytest.raises(NotSpoken):
        complete_hand_over(ladder_id=accepted.id, actor=first, at=later(13))


def test_only_the_receiver_joins_speaks_and_completes(
    accepted: Ladder, second: Actor, centre: Cast
) -> None:
    for move in (join_contact, record_spoke, complete_hand_over):
        for stranger in (second, centre.ann, centre.cy):
            with pytest.raises(NotTheReceiver):
                move(ladder_id=accepted.id, actor=stranger, at=later(12))


def test_the_contact_may_have_ended_and_the_ladder_goes_on(
    accepted: Ladder, incident: Incident, first: Actor, centre: Cast
) -> None:
    assert incident.contact_id is not None
    record_caller_left(contact_id=incident.contact_id, by="caller", actor=centre.ann, at=later(8))
    join_contact(ladder_id=accepted.id, actor=first, at=later(12))
    assert coming(incident).state == "joined"
    assert "line has dropped" in briefing(accepted.id)[0].text


def test_a_written_contact_is_taken_over_without_joining_first(
    accepted: Ladder, incident: Incident, first: Actor, logged: Kinds
) -> None:
    record_spoke(ladder_id=accepted.id, actor=first, at=later(20))
    kinds = logged()
    assert kinds.index("escalation.receiver.joined") < kinds.index("escalation.receiver.spoke")
    assert help_of(incident) == "spoke"


# ── lost, late, given back ──


def test_a_receiver_reported_gone_rings_again(
    accepted: Ladder, incident: Incident, first: Actor, second: Actor, centre: Cast, logged: Kinds
) -> None:
    sit_down(centre, seconds=14)
    receiver_lost(ladder_id=accepted.id, actor=centre.ann, at=later(15))
    accepted.refresh_from_db()
    assert accepted.hand_overs.get().state == "lost"
    assert accepted.due_at == later(35)
    assert accepted.round == 2
    assert help_of(incident) == "ringing"
    assert rings_for(second.id, at=later(15))
    assert f"{first.name} could not come" in coming(incident).sentence
    assert Person.objects.get(id=first.id).availability == "away"
    assert logged().count("escalation.rung.rang") == 2
    assert "escalation.receiver.lost" in logged()
    with pytest.raises(NotTheReceiver):
        join_contact(ladder_id=accepted.id, actor=first, at=later(16))
    accept_rung(ladder_id=accepted.id, actor=first, at=later(17))


def test_strangers_do_not_say_that_somebody_is_gone(accepted: Ladder, centre: Cast) -> None:
    for stranger in (centre.al, centre.cy):
        with pytest.raises(LostForbidden):
            receiver_lost(ladder_id=accepted.id, actor=stranger, at=later(15))


def test_nobody_has_accepted_so_nobody_is_gone(crisis: Ladder, centre: Cast) -> None:
    with pytest.raises(NotTheReceiver):
        receiver_lost(ladder_id=crisis.id, actor=centre.ann, at=later(15))


def test_somebody_who_never_accepted_is_not_gone(
    accepted: Ladder, second: Actor, centre: Cast
) -> None:
    with pytest.raises(NotTheReceiver):
        receiver_lost(ladder_id=accepted.id, receiver_id=second.id, actor=centre.ann, at=later(15))


def test_giving_it_back_rings_again_without_reproach(
    accepted: Ladder, incident: Incident, first: Actor
) -> None:
    decline_rung(ladder_id=accepted.id, actor=first, at=later(9))
    (entry,) = entries(incident.stream_id, kinds=["escalation.receiver.lost"])
    assert entry.event is not None
    assert entry.event.content()["how"] == "given back"
    assert Person.objects.get(id=first.id).availability == "free"
    assert coming(incident).state == "ringing"


def test_after_speaking_it_cannot_be_given_back(accepted: Ladder, first: Actor) -> None:
    record_spoke(ladder_id=accepted.id, actor=first, at=later(20))
    with pytest.raises(AlreadySpoken):
        decline_rung(ladder_id=accepted.id, actor=first, at=later(21))


def test_a_second_may_accept_beside_somebody_late_and_the_first_to_speak_takes_over(
    accepted: Ladder, incident: Incident, first: Actor, second: Actor, logged: Kinds
) -> None:
    late = accepted.hand_overs.get()
    assert fire_limit(hand_over_id=late.id, at=later(35))
    accept_rung(ladder_id=accepted.id, actor=second, at=later(40))
    join_contact(ladder_id=accepted.id, actor=first, at=later(41))
    record_spoke(ladder_id=accepted.id, actor=first, at=later(45))
    states = dict(accepted.hand_overs.values_list("receiver_id", "state"))
    assert states == {first.id: "spoke", second.id: "relieved"}
    assert Person.objects.get(id=second.id).availability == "free"
    assert "escalation.receiver.relieved" in logged()
    incident.refresh_from_db()
    assert incident.owner_id == first.id
    with pytest.raises(NotTheReceiver):
        record_spoke(ladder_id=accepted.id, actor=second, at=later(46))


def test_one_of_two_lost_leaves_the_other_coming(
    accepted: Ladder, incident: Incident, first: Actor, second: Actor, centre: Cast
) -> None:
    fire_limit(hand_over_id=accepted.hand_overs.get().id, at=later(35))
    accept_rung(ladder_id=accepted.id, actor=second, at=later(40))
    receiver_lost(ladder_id=accepted.id, receiver_id=first.id, actor=centre.ann, at=later(41))
    accepted.refresh_from_db()
    assert accepted.due_at is None
    assert help_of(incident) == "accepted"
    assert coming(incident).who == second.name


# ── decline ──


def test_a_no_rings_the_next_at_once(
    crisis: Ladder, first: Actor, centre: Cast, logged: Kinds
) -> None:
    decline_rung(ladder_id=crisis.id, reason="On another call.", actor=first, at=later(3))
    crisis.refresh_from_db()
    assert crisis.rung == 1
    assert crisis.pages.get(rung=1).person_id == centre.lou.id
    page = crisis.pages.get(person_id=first.id)
    assert (page.answer, page.reason) == ("declined", "On another call.")
    assert "escalation.rung.declined" in logged()
    assert not rings_for(first.id, at=later(4))


def test_a_no_on_the_last_rung_waits_for_the_others(
    crisis: Ladder, first: Actor, centre: Cast, logged: Kinds
) -> None:
    for at in (20, 40, 60):
        sit_down(centre, seconds=at)
        fire_rung(ladder_id=crisis.id, at=later(at))
    before = logged().count("escalation.rung.rang")
    decline_rung(ladder_id=crisis.id, actor=first, at=later(63))
    crisis.refresh_from_db()
    assert (crisis.rung, crisis.due_at) == (3, later(80))
    assert logged().count("escalation.rung.rang") == before
    assert not rings_for(first.id, at=later(64))
    assert rings_for(centre.mo.id, at=later(64))


def test_who_was_not_rung_has_nothing_to_decline(
    crisis: Ladder, second: Actor, centre: Cast
) -> None:
    for one in (second, centre.al, centre.cy):
        with pytest.raises(AcceptForbidden):
            decline_rung(ladder_id=crisis.id, actor=one, at=later(3))


def test_a_no_after_somebody_took_it_says_who(crisis: Ladder, first: Actor, second: Actor) -> None:
    accept_rung(ladder_id=crisis.id, actor=second, at=later(2))
    with pytest.raises(AcceptRefused, match=second.name):
        decline_rung(ladder_id=crisis.id, actor=first, at=later(3))


# ── the briefing ──


@pytest.mark.covers("S3-12")
def test_the_briefing_is_five_lines_of_facts(
    accepted: Ladder, incident: Incident, centre: Cast
) -> None:
    assert incident.contact_id is not None
    words = "If you shut us off on Monday, I'm going to kill myself."
    hear_lines(
        contact_id=incident.contact_id, lines=[line(6, words)], actor=centre.ann, at=later(6)
    )
    lines = briefing(accepted.id)
    assert [one.heading for one in lines] == [
        "Situation",
        "Background",
        "Assessment",
        "Recommendation",
        "Next words",
    ]
    told = " ".join(one.text for one in lines)
    assert "Alex Thistle is on the phone with Ann Example." in told
    assert words in told
    assert "Said directly, with a condition." in told
    assert "Emergency services have not been asked for." in told
    assert "risk" not in told.lower()


def test_opening_the_briefing_is_noted_once_and_gates_nothing(
    accepted: Ladder, first: Actor, second: Actor, logged: Kinds
) -> None:
    for at in (7, 8):
        note_briefed(ladder_id=accepted.id, actor=first, at=later(at))
    assert accepted.hand_overs.get().briefed_at == later(7)
    note_briefed(ladder_id=accepted.id, actor=second, at=later(9))
    assert logged().count("escalation.receiver.briefed") == 1


def test_how_to_join_is_said_in_words(accepted: Ladder, first: Actor) -> None:
    told = how_to_join(accepted.id, first.id)
    assert told is not None
    assert not told.done
    assert "Ann Example" in told.steps[0]
    assert told.confirm == "I have joined"


@pytest.mark.usefixtures("accepted")
def test_the_incident_page_sees_every_page_and_stage(incident: Incident, first: Actor) -> None:
    (view,) = ladders(incident)
    assert view.open
    assert [(one.who, one.answer) for one in view.pages] == [(first.name, "accepted")]
    assert [(one.who, one.state) for one in view.hand_overs] == [(first.name, "accepted")]
