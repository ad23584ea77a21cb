"""Returned: given back by whoever accepted, or back again after being lost. Nobody left alone."""

from __future__ import annotations

import pytest

from stayline.escalation.actions import (
    accept_rung,
    come_back_to_contact,
    receiver_lost,
    record_spoke,
    return_contact,
)
from stayline.escalation.errors import AcceptForbidden, NobodyToReturnTo
from stayline.escalation.models import Ladder
from stayline.escalation.queries import coming, rings_for
from stayline.incidents.models import Incident, Obligation
from stayline.incidents.queries import last_run, state_of
from stayline.people.actions import note_gone
from stayline.people.models import Person
from stayline.platform.actors import Actor
from stayline.privacy.models import Exclusion
from tests.cast import NOW, Cast, later
from tests.rooms.escalation.conftest import Kinds, sit_down

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S1-11")
def test_what_was_taken_over_goes_back_to_the_agent_and_rings_again(
    accepted: Ladder, incident: Incident, first: Actor, centre: Cast, logged: Kinds
) -> None:
    record_spoke(ladder_id=accepted.id, actor=first, at=later(20))
    sit_down(centre, seconds=29)
    return_contact(
        ladder_id=accepted.id, reason="The agent knows them best.", actor=first, at=later(30)
    )
    incident.refresh_from_db()
    assert incident.owner_id == centre.ann.id
    owed = Obligation.objects.filter(incident=incident, by="receiver", state="owed")
    assert {one.owner_id for one in owed} <= {centre.ann.id}
    hand_over = accepted.hand_overs.get()
    assert (hand_over.state, hand_over.returned_at) == ("returned", later(30))
    assert Person.objects.get(id=first.id).availability == "free"
    assert coming(incident).state == "ringing"
    run = last_run(incident.id)
    assert run is not None
    assert state_of(run).help == "ringing"
    assert logged().count("escalation.contact.returned") == 1
    accept_rung(ladder_id=accepted.id, actor=first, at=later(40))
    assert coming(incident).state == "accepted"


def test_whoever_spoke_and_is_reported_gone_leaves_the_contact_to_its_agent(
    accepted: Ladder, incident: Incident, first: Actor, centre: Cast, logged: Kinds
) -> None:
    record_spoke(ladder_id=accepted.id, actor=first, at=later(20))
    sit_down(centre, seconds=29)
    receiver_lost(ladder_id=accepted.id, actor=centre.ann, at=later(30))
    incident.refresh_from_db()
    assert incident.owner_id == centre.ann.id
    assert logged().count("escalation.agent.has_it") == 1
    assert coming(incident).state == "ringing"


@pytest.mark.parametrize("gone", ["screen", "contact"])
def test_nobody_who_has_the_caller_gives_them_back_to_nobody(
    accepted: Ladder, incident: Incident, first: Actor, centre: Cast, gone: str
) -> None:
    record_spoke(ladder_id=accepted.id, actor=first, at=later(20))
    sit_down(centre, seconds=29)
    if gone == "screen":
        note_gone(person_id=centre.ann.id, at=later(29), process="tests")
    else:
        contact = incident.contact
        assert contact is not None
        contact.released_at = later(29)
        contact.save()
    with pytest.raises(NobodyToReturnTo):
        return_contact(ladder_id=accepted.id, actor=first, at=later(30))
    incident.refresh_from_db()
    assert incident.owner_id == first.id


def test_what_staff_reported_waits_for_whoever_accepts_next(
    accepted: Ladder, incident: Incident, first: Actor
) -> None:
    record_spoke(ladder_id=accepted.id, actor=first, at=later(20))
    Incident.objects.filter(id=incident.id).update(contact=None)
    return_contact(ladder_id=accepted.id, actor=first, at=later(30))
    incident.refresh_from_db()
    assert incident.owner_id is None


def test_whoever_is_back_takes_their_place_again(
    accepted: Ladder, incident: Incident, first: Actor, centre: Cast, logged: Kinds
) -> None:
    receiver_lost(ladder_id=accepted.id, actor=centre.ann, at=later(15))
    assert Person.objects.get(id=first.id).availability == "away"
    back = come_back_to_contact(ladder_id=accepted.id, actor=first, at=later(17))
    assert back.receipt is not None
    assert coming(incident).who == first.name
    assert not rings_for(centre.lou.id, at=later(18))
    assert Person.objects.get(id=first.id).availability == "in_crisis"
    assert accepted.hand_overs.latest("accepted_at").was == "free"
    assert "escalation.receiver.returned" in logged()
    again = come_back_to_contact(ladder_id=accepted.id, actor=first, at=later(18))
    assert again.receipt is None


def test_whoever_is_kept_out_by_now_does_not_come_back(
    accepted: Ladder, incident: Incident, first: Actor, centre: Cast
) -> None:
    receiver_lost(ladder_id=accepted.id, actor=centre.ann, at=later(15))
    Exclusion.objects.create(
        incident_id=incident.id, person_id=first.id, because="implicated", noted_at=NOW
    )
    with pytest.raises(AcceptForbidden):
        come_back_to_contact(ladder_id=accepted.id, actor=first, at=later(17))
