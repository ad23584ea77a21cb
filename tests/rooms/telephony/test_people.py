"""People and their phones: brought in by a key, heard or not, and given no further call."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from stayline.contacts.models import Contact, Handset, Leg
from stayline.escalation.actions import accept_rung
from stayline.escalation.actions.telephoning import ring_my_phone, set_voice
from stayline.escalation.errors import NotTheReceiver
from stayline.escalation.models import HandOver, Page
from stayline.escalation.queries import how_to_join
from stayline.escalation.queries.telephone import how_to_be_heard, how_to_hold_back
from stayline.incidents.actions import get_help, note_released
from stayline.people.actions import add_contact_point, set_availability_in_transaction
from stayline.people.models import Person
from stayline.platform.actors import Actor
from tests.cast import later
from tests.fakes.conference_api import BUSY, FREE, Form, Participant
from tests.rooms.telephony.conftest import AGENT, CALLBACKS, CALLER, Telephone

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

WORKER = "WK" + "7" * 32
PHONE = "+15550123"


@pytest.fixture
def boss(telephone: Telephone) -> Actor:
    """Whoever was rung first, with a phone, who has accepted."""
    get_help(
        contact_id=telephone.contact.id, kind="self_harm", actor=telephone.cast.ann, at=later(1)
    )
    page = Page.objects.get(ladder__incident=telephone.incident)
    cast = telephone.cast
    who = {one.id: one for one in (cast.bo, cast.bea)}[page.person_id]
    add_contact_point(person_id=who.id, channel="voice", address=PHONE, actor=cast.mo, at=later(1))
    accept_rung(ladder_id=page.ladder_id, actor=who, at=later(5))
    return who


def ladder_of(boss: Actor) -> HandOver:
    """How far they are."""
    return HandOver.objects.get(receiver=boss.id)


def press(telephone: Telephone, leg: Leg, digits: str) -> str:
    """What the phone is told when this was pressed."""
    return telephone.post(f"door/{leg.id}", {"Digits": digits}).content.decode()


@pytest.mark.covers("S1-11")
def test_a_phone_comes_in_by_a_key_and_then_they_have_joined(
    telephone: Telephone, boss: Actor
) -> None:
    telephone.work(6)
    (call,) = telephone.provider.calls
    assert (call["to"], call["from"]) == (PHONE, "+15550199")
    leg = Leg.objects.get(role="receiver")
    assert call["url"] == f"{CALLBACKS}/api/v1/telephony/twilio/door/{leg.id}"
    how = how_to_join(ladder_of(boss).ladder_id, boss.id)
    assert how is not None
    assert (how.done, how.asked) == (False, True)

    telephone.post(f"leg/{leg.id}", {"CallStatus": "ringing", "CallSid": call["sid"]})
    how = how_to_join(ladder_of(boss).ladder_id, boss.id)
    assert how is not None
    assert how.steps[0] == "Your phone rings. Answer it."
    assert "<Gather" in press(telephone, leg, ""), "an answering machine presses nothing"
    inside = press(telephone, leg, "1")
    assert 'endConferenceOnExit="false"' in inside
    assert 'muted="true"' in inside
    assert f'participantLabel="stayline-{boss.id}"' in inside
    assert "call-7</Conference>" in inside
    assert 'muted="false"' in press(telephone, leg, "2")
    assert ladder_of(boss).state == "accepted", "a phone that was answered has not joined"

    telephone.join(call["sid"], f"stayline-{boss.id}", muted=True, end_conference_on_exit=False)
    assert ladder_of(boss).state == "joined"
    assert Leg.objects.filter(role="receiver").count() == 1
    assert how_to_be_heard(telephone.contact.id, boss.id).steps == ("Nobody hears you.",)


def test_a_lost_answer_rings_no_phone_twice(telephone: Telephone, boss: Actor) -> None:
    telephone.ask(6, only=["telephony.call_in"])
    telephone.provider.faults = ["lost", "lost"]
    telephone.send(6)
    telephone.send(20)
    telephone.send(60)
    assert len(telephone.provider.calls) == 1
    assert Leg.objects.get(role="receiver").call_sid == telephone.provider.calls[0]["sid"]


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "completed"])
def test_a_phone_that_is_not_answered_is_said_and_logged_once(
    telephone: Telephone, boss: Actor, status: str
) -> None:
    telephone.work(6)
    leg = Leg.objects.get(role="receiver")
    for _ in range(2):
        telephone.post(f"leg/{leg.id}", {"CallStatus": status, "CallSid": leg.call_sid})
    how = how_to_join(ladder_of(boss).ladder_id, boss.id)
    assert how is not None
    assert how.failed
    assert how.steps[0].startswith("On your phone, join the call of Ann Example")
    assert telephone.kinds.count("contacts.line.receiver_not_reached") == 1
    telephone.work(30)
    assert len(telephone.provider.calls) == 1, "rung again by a press alone"
    assert ring_my_phone(ladder_id=ladder_of(boss).ladder_id, actor=boss, at=later(31))
    assert not ring_my_phone(ladder_id=ladder_of(boss).ladder_id, actor=boss, at=later(32))
    telephone.send(33)
    assert len(telephone.provider.calls) == 2


def test_a_number_that_is_refused_is_said(telephone: Telephone, boss: Actor) -> None:
    telephone.ask(6, only=["telephony.call_in"])
    telephone.provider.faults = ["400"]
    telephone.send(6)
    assert Leg.objects.get(role="receiver").state == "failed"
    assert "contacts.line.receiver_not_reached" in telephone.kinds


def test_without_a_number_people_join_by_themselves(telephone: Telephone) -> None:
    get_help(
        contact_id=telephone.contact.id, kind="self_harm", actor=telephone.cast.ann, at=later(1)
    )
    page = Page.objects.get(ladder__incident=telephone.incident)
    cast = telephone.cast
    who = {one.id: one for one in (cast.bo, cast.bea)}[page.person_id]
    accept_rung(ladder_id=page.ladder_id, actor=who, at=later(5))
    telephone.work(6)
    telephone.work(7)
    assert telephone.provider.calls == []
    assert Leg.objects.get(role="receiver").why == "no telephone number of theirs is known"


def test_a_phone_is_not_rung_for_a_contact_that_is_over(telephone: Telephone, boss: Actor) -> None:
    telephone.ask(6, only=["telephony.call_in"])
    note_released(
        contact_id=telephone.contact.id, by="network", actor=telephone.cast.ann, at=later(7)
    )
    telephone.send(8)
    assert telephone.provider.calls == []
    assert "<Hangup" in press(telephone, Leg.objects.get(role="receiver"), "1")


@pytest.mark.parametrize(
    ("voice", "says"),
    [
        ("agent", "Only the agent hears you."),
        ("all", "Everybody on the line hears you."),
        ("silent", "Nobody hears you."),
    ],
)
def test_who_hears_them_is_what_the_provider_confirmed(
    telephone: Telephone, boss: Actor, voice: str, says: str
) -> None:
    ladder_id = ladder_of(boss).ladder_id
    with pytest.raises(NotTheReceiver):
        set_voice(ladder_id=ladder_id, voice=voice, actor=telephone.cast.al, at=later(6))
    assert not set_voice(ladder_id=ladder_id, voice=voice, actor=boss, at=later(6)), "not in yet"
    starts = {"muted": True} if voice != "silent" else {"coaching": True}
    telephone.join("CA" + "8" * 32, f"stayline-{boss.id}", **starts)
    before = how_to_be_heard(telephone.contact.id, boss.id).steps
    assert before != (says,)
    assert set_voice(ladder_id=ladder_id, voice=voice, actor=boss, at=later(7))
    telephone.provider.faults = ["lies"]
    telephone.send(7)
    asked = how_to_be_heard(telephone.contact.id, boss.id)
    assert asked.steps == before, "what was asked is not what is"
    assert asked.failed
    telephone.send(60)
    assert how_to_be_heard(telephone.contact.id, boss.id).steps == (says,)


def line_of_ann(telephone: Telephone, activity: str, sid: str, at: int) -> Form:
    """What TaskRouter posts of Ann's line."""
    return {
        "EventType": "worker.activity.update",
        "WorkerSid": WORKER,
        "WorkerName": "platform-ann",
        "WorkerActivityName": activity,
        "WorkerActivitySid": sid,
        "WorkerAttributes": "{}",
        "TimestampMs": str(int(later(at).timestamp() * 1000)),
    }


@pytest.mark.covers("S1-41")
def test_no_next_call_reaches_somebody_in_a_crisis_and_after_it(telephone: Telephone) -> None:
    ann, provider = telephone.cast.ann, telephone.provider
    provider.workers[WORKER] = FREE
    telephone.post("workers", line_of_ann(telephone, "Available", FREE, 0))
    get_help(contact_id=telephone.contact.id, kind="self_harm", actor=ann, at=later(1))
    telephone.ask(2, only=["telephony.hold_back"])
    telephone.provider.faults = ["500"]
    telephone.send(2)
    how = how_to_hold_back(telephone.contact.id)
    assert (how.done, bool(how.failed)) == (False, True)
    assert how.steps
    telephone.send(60)
    assert provider.workers[WORKER] == BUSY
    assert provider.rejected == [WORKER], "a call that is on its way to them is turned back"
    assert how_to_hold_back(telephone.contact.id).done
    assert telephone.kinds.count("contacts.next_call.held_back") == 1
    assert telephone.kinds.count("contacts.next_call.not_held_back") == 1

    provider.workers[WORKER] = FREE
    telephone.post("workers", line_of_ann(telephone, "Available", FREE, 70))
    telephone.work(71)
    assert provider.workers[WORKER] == BUSY, "a press on the telephone does not undo it"

    set_availability_in_transaction(ann.id, "off_queue", at=later(80))
    telephone.work(81)
    assert provider.workers[WORKER] == BUSY
    set_availability_in_transaction(ann.id, "free", at=later(700))
    telephone.work(701)
    assert provider.workers[WORKER] == FREE
    assert Handset.objects.get(person=ann.id).back == ""


def test_what_was_asked_before_is_not_done_after(telephone: Telephone) -> None:
    ann, provider = telephone.cast.ann, telephone.provider
    provider.workers[WORKER] = FREE
    telephone.post("workers", line_of_ann(telephone, "Available", FREE, 0))
    set_availability_in_transaction(ann.id, "off_queue", at=later(1))
    telephone.ask(2)
    set_availability_in_transaction(ann.id, "free", at=later(3))
    telephone.send(4)
    assert provider.workers[WORKER] == FREE


@pytest.mark.parametrize(
    ("activity", "says"), [("Available", "free"), ("Lunch break", "break"), ("Offline", "away")]
)
def test_a_line_says_what_somebody_does_the_newest_word_counts(
    telephone: Telephone, activity: str, says: str
) -> None:
    al = telephone.cast.al
    first = "Offline" if says == "free" else "Available"
    older = line_of_ann(telephone, first, "", 5) | {"WorkerName": "platform-al"}
    newer = line_of_ann(telephone, activity, "", 10) | {"WorkerName": "platform-al"}
    for event in (older, newer, older, newer):
        assert telephone.post("workers", event).status_code == 204
    assert Person.objects.get(id=al.id).availability == says


def test_a_line_takes_nobody_out_of_a_contact(telephone: Telephone) -> None:
    telephone.post("workers", line_of_ann(telephone, "Offline", "", 5))
    assert Person.objects.get(id=telephone.cast.ann.id).availability == "on_contact"


@pytest.mark.outsider(
    "api-v1:post_conference",
    "api-v1:post_leg",
    "api-v1:post_door",
    "api-v1:post_workers",
    "api-v1:post_calls",
)
def test_nothing_is_believed_without_its_signature(telephone: Telephone, boss: Actor) -> None:
    leave = telephone.provider.leave(telephone.row.sid, CALLER)
    leg = f"leg/{telephone.contact.id}"
    door = f"door/{telephone.contact.id}"
    for path, form in (
        ("conference", leave),
        (leg, {}),
        (door, {}),
        ("workers", {}),
        ("calls", {}),
    ):
        assert telephone.post(path, form, secret="another").status_code == 401
        assert Client().post(f"/api/v1/telephony/twilio/{path}", form).status_code == 401
    assert Contact.objects.get(id=telephone.contact.id).caller_left_at is None


def test_a_call_of_nobody_here_is_taken_and_left(telephone: Telephone) -> None:
    other = telephone.provider.conference("CF" + "d" * 32, "another")
    telephone.tell(telephone.provider.join(other.sid, Participant("CA" + "6" * 32, "caller")))
    assert Contact.objects.count() == 1


def test_a_centre_may_let_the_telephone_open_its_contacts(
    telephone: Telephone, settings: Any
) -> None:
    import dataclasses  # noqa: PLC0415 - here alone

    settings.STAYLINE = dataclasses.replace(settings.STAYLINE, twilio_opens=True)
    other = telephone.provider.conference("CF" + "d" * 32, "another")
    agent = Participant("CA" + "6" * 32, "agent-platform-al")
    join = telephone.provider.join(other.sid, agent)
    telephone.tell(join, join)
    made = Contact.objects.get(external_id=other.sid)
    assert made.agent_id == telephone.cast.al.id
    assert made.call.legs.get().call_sid == "CA" + "6" * 32
    assert AGENT in telephone.row.people
