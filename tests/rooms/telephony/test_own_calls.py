"""Calls of people's own, as the provider's status call-backs tell of them."""

from __future__ import annotations

from itertools import permutations

import pytest

from stayline.people.models import PhoneLeg, PhoneState
from stayline.people.queries import Candidate, everyone
from stayline.platform.actors import Actor
from tests.cast import later
from tests.fakes.conference_api import Form, Participant
from tests.rooms.telephony.conftest import Telephone
from tests.rooms.telephony.test_people import line_of_ann

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

OWN = "CA" + "8" * 32
AL = "client:platform-al"


def call(status: str, sequence: int, at: int = 5, **ends: str) -> Form:
    return {
        "CallSid": OWN,
        "CallStatus": status,
        "SequenceNumber": str(sequence),
        "Timestamp": later(at).strftime("%a, %d %b %Y %H:%M:%S +0000"),
        **(ends or {"To": AL, "From": "+15550100"}),
    }


def of(telephone: Telephone, who: Actor) -> Candidate:
    crew = everyone(site_id=telephone.cast.site.id, at=later(10))
    return next(one for one in crew if one.id == who.id)


def test_a_call_that_is_none_of_ours_makes_busy_until_it_is_over(telephone: Telephone) -> None:
    al = telephone.cast.al
    telephone.post("calls", call("ringing", 1))
    assert not of(telephone, al).calling, "a telephone that rings is not in a call"
    telephone.post("calls", call("in-progress", 2))
    assert of(telephone, al).calling
    assert of(telephone, al).there == "in a call, as their telephone says"
    telephone.post("calls", call("completed", 3))
    assert not of(telephone, al).calling


@pytest.mark.parametrize("numbers", [(1, 2), (0, 0)], ids=["numbered", "not numbered"])
def test_the_end_of_a_call_is_its_last_word_in_any_order(
    telephone: Telephone, numbers: tuple[int, int]
) -> None:
    up, gone = call("in-progress", numbers[0]), call("completed", numbers[1])
    for order in permutations([up, up, gone]):
        PhoneLeg.objects.all().delete()
        for event in order:
            assert telephone.post("calls", event).status_code == 204
        assert not of(telephone, telephone.cast.al).calling


def test_the_address_may_say_whose_call_it_is(telephone: Telephone) -> None:
    by_phone = call("in-progress", 1, To="+15550101", From="+15550100")
    telephone.post("calls", by_phone)
    assert not PhoneLeg.objects.filter(call=OWN).exists()
    telephone.post("calls?user=platform-al", by_phone)
    assert of(telephone, telephone.cast.al).calling


def test_two_colleagues_in_one_call_are_both_busy(telephone: Telephone) -> None:
    telephone.post("calls", call("in-progress", 1, To=AL, From="client:platform-ann"))
    people = PhoneLeg.objects.filter(call=OWN, up=True).values_list("person", flat=True)
    assert set(people) == {telephone.cast.al.id, telephone.cast.ann.id}


def test_a_conference_that_is_no_contact_makes_busy_too(telephone: Telephone) -> None:
    provider, al = telephone.provider, telephone.cast.al
    other = provider.conference()
    came = provider.join(other.sid, Participant(OWN, "agent-platform-al"))
    late = dict(came)
    telephone.tell(came)
    assert of(telephone, al).calling
    left = provider.leave(other.sid, OWN)
    telephone.tell(left, late)
    assert not of(telephone, al).calling


def test_a_conference_that_ends_takes_its_legs_with_it(telephone: Telephone) -> None:
    provider, al = telephone.provider, telephone.cast.al
    other = provider.conference()
    came = provider.join(other.sid, Participant(OWN, "agent-platform-al"))
    telephone.tell(came, provider.end(other.sid))
    assert not of(telephone, al).calling


def test_what_taskrouter_says_is_kept_with_its_time(telephone: Telephone) -> None:
    for activity, state in (("Lunch break", "not_available"), ("Offline", "signed_out")):
        seconds = 5 if state == "not_available" else 6
        event = line_of_ann(telephone, activity, "", seconds) | {"WorkerName": "platform-al"}
        telephone.post("workers", event)
        row = PhoneState.objects.get(person=telephone.cast.al.id)
        assert (row.state, row.happened_at) == (state, later(seconds))
