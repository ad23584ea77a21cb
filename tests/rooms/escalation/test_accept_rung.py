"""Accept: one wins, the others are told who; access, availability, run and log follow."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from stayline.escalation.actions import accept_rung, call_off_ladder, raise_ladder_in_transaction
from stayline.escalation.errors import (
    AcceptForbidden,
    AcceptRefused,
    LadderEnded,
    LadderNotFound,
    OwnContact,
)
from stayline.escalation.models import HandOver, Ladder
from stayline.escalation.queries import accepted_by, coming, rings_for
from stayline.incidents.models import Incident
from stayline.incidents.queries import last_run, state_of
from stayline.ledger.queries import entries
from stayline.people.models import Person
from stayline.platform.actors import Actor
from stayline.platform.models import LiveEvent
from stayline.privacy.actions import exclude_in_transaction
from stayline.privacy.policies import may_see_incident
from tests.cast import Cast, later
from tests.rooms.escalation.conftest import Kinds

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S0-25")
def test_acceptance_is_recorded_and_stops_the_rung(
    accepted: Ladder, first: Actor, incident: Incident, logged: Kinds
) -> None:
    accepted.refresh_from_db()
    hand_over = accepted.hand_overs.get()
    assert (hand_over.receiver_id, hand_over.accepted_at) == (first.id, later(5))
    assert hand_over.due_at == later(35)
    assert accepted.due_at is None
    assert accepted.pages.get().answer == "accepted"
    (entry,) = entries(incident.stream_id, kinds=["escalation.rung.accepted"])
    assert (entry.actor, entry.at) == (first.pseudonym, later(5))
    assert logged().count("escalation.rung.accepted") == 1
    assert not rings_for(first.id, at=later(6))
    assert [one.id for one in accepted_by(first.id)] == [accepted.id]


@pytest.mark.usefixtures("accepted")
def test_whoever_accepts_sees_everything_and_is_busy(first: Actor, incident: Incident) -> None:
    assert may_see_incident(first, incident.id)
    assert Person.objects.get(id=first.id).availability == "in_crisis"


@pytest.mark.usefixtures("accepted")
def test_the_run_and_the_desk_know_who_is_coming(first: Actor, incident: Incident) -> None:
    run = last_run(incident.id)
    assert run is not None
    assert state_of(run).help == "accepted"
    shown = coming(incident)
    assert (shown.state, shown.who) == ("accepted", first.name)
    assert shown.sentence.startswith(f"{first.name} is coming.")
    assert shown.stages[:3] == (("Ringing", "done"), ("Accepted", "now"), ("On the line", "next"))
    urgent = set(LiveEvent.objects.filter(urgent=True).values_list("topic", "kind"))
    assert (f"incident:{incident.id}", "accepted") in urgent
    assert (f"board:{incident.site_id}", "accepted") in urgent


@pytest.mark.covers("X-6")
def test_the_second_is_told_who_and_when(accepted: Ladder, first: Actor, centre: Cast) -> None:
    second = centre.bea if first == centre.bo else centre.bo
    with pytest.raises(AcceptRefused) as refusal:
        accept_rung(ladder_id=accepted.id, actor=second, at=later(5.2))
    assert refusal.value.sentence == f"{first.name} took it at 09:00:05 (+0000)."
    assert accepted.hand_overs.count() == 1


def test_pressing_twice_changes_nothing(accepted: Ladder, first: Actor, logged: Kinds) -> None:
    before = logged()
    again = accept_rung(ladder_id=accepted.id, actor=first, at=later(6))
    assert again.receipt is None
    assert logged() == before


def test_a_supervisor_may_take_it_from_the_floor(
    crisis: Ladder, first: Actor, incident: Incident, centre: Cast
) -> None:
    other = centre.bea if first == centre.bo else centre.bo
    accept_rung(ladder_id=crisis.id, actor=other, at=later(2))
    (entry,) = entries(incident.stream_id, kinds=["escalation.rung.accepted"])
    assert entry.event is not None
    assert entry.event.content()["how"] == "saw it on the floor"
    assert not rings_for(first.id, at=later(3))


def test_who_may_not(crisis: Ladder, centre: Cast) -> None:
    for stranger in (centre.al, centre.lou, centre.cy):
        with pytest.raises(AcceptForbidden):
            accept_rung(ladder_id=crisis.id, actor=stranger, at=later(2))
    with pytest.raises(OwnContact):
        accept_rung(ladder_id=crisis.id, actor=centre.ann, at=later(2))
    assert not HandOver.objects.filter(ladder=crisis).exists()


@pytest.mark.covers("S0-35")
def test_whoever_is_kept_out_may_not_even_when_rung(
    crisis: Ladder, first: Actor, incident: Incident, centre: Cast
) -> None:
    exclude_in_transaction(
        incident.id,
        first,
        because="discloser",
        stream_id=incident.stream_id,
        actor=centre.ann,
        at=later(1),
    )
    with pytest.raises(AcceptForbidden):
        accept_rung(ladder_id=crisis.id, actor=first, at=later(2))


def test_an_ended_ladder_is_not_accepted(crisis: Ladder, centre: Cast, first: Actor) -> None:
    call_off_ladder(ladder_id=crisis.id, reason="A wrong button.", actor=centre.mo, at=later(3))
    with pytest.raises(LadderEnded):
        accept_rung(ladder_id=crisis.id, actor=first, at=later(4))


def test_no_such_ladder(incident: Incident, centre: Cast) -> None:
    with pytest.raises(LadderNotFound):
        accept_rung(ladder_id=incident.id, actor=centre.bo, at=later(1))


def test_the_database_itself_lets_one_win(accepted: Ladder, centre: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.create(ladder=accepted, receiver_id=centre.mo.id, accepted_at=later(5))


@pytest.mark.covers("S0-26")
def test_a_manager_who_was_told_has_said_so(incident: Incident, centre: Cast) -> None:
    told = raise_ladder_in_transaction(
        incident, "management", because="two minutes", actor=centre.ann, at=later(120)
    )
    accept_rung(ladder_id=told.id, actor=centre.mo, at=later(127))
    told.refresh_from_db()
    assert (told.state, told.ended_at, told.ended_by) == ("completed", later(127), centre.mo.id)
    assert told.hand_overs.get().state == "completed"
    assert Person.objects.get(id=centre.mo.id).availability == "free"
    run = last_run(incident.id)
    assert run is not None
    assert state_of(run).help == "ringing"
    (entry,) = entries(incident.stream_id, kinds=["escalation.hand_over.completed"])
    assert entry.actor == centre.mo.pseudonym
    assert coming(incident).state == "ringing"
