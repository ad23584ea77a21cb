"""The line on the screens: what a telephone confirmed, and nothing it did not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from stayline.connectors.telephony_manual import ManualTelephony
from stayline.connectors.telephony_twilio import Centre, TwilioTelephony
from stayline.connectors.twilio import Account
from stayline.contacts.actions import Conference, note_call, note_handset, note_reports, note_voice
from stayline.contacts.models import Contact, Leg
from stayline.escalation.actions import accept_rung
from stayline.escalation.actions.telephoning import (
    fire_call_in,
    fire_hold,
    fire_hold_back,
    note_hold,
    note_hold_back,
    note_not_reached,
)
from stayline.escalation.actions.telling import pass_on_call
from stayline.escalation.models import HandOver, Page
from stayline.escalation.ports import telephony
from stayline.incidents.actions import get_help, record_caller_left
from stayline.incidents.queries import by_contact
from stayline.people.actions import add_contact_point
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from stayline_core.telephone import Report, What
from tests.cast import NOW, Cast, later
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

LEFT_OPEN = "Leave your own line open, even in silence"


@pytest.fixture
def contact(cast: Cast, playbook: None) -> Iterator[Contact]:
    """A crisis contact whose call is a conference; its caller has left."""
    centre = Centre(Account("AC1", "t"), "https://stayline.example.org", exercises=True)
    telephony.plug(TwilioTelephony(centre))
    row = cast.contact()
    conference = Conference("twilio", "CF1", "call")
    note_call(contact_id=row.id, conference=conference, actor=system_actor("telephone"), at=NOW)
    get_help(contact_id=row.id, kind="self_harm", actor=cast.ann, at=NOW)
    record_caller_left(contact_id=row.id, by="caller", actor=cast.ann, at=later(2))
    try:
        yield row
    finally:
        telephony.plug(ManualTelephony())


def desk(client: Client, contact: Contact) -> str:
    """The agent's screen, its words in one line."""
    page = client.get(reverse("desk:contact", args=[contact.id])).content.decode()
    return " ".join(page.split())


@pytest.mark.covers("S1-41")
def test_the_agent_reads_that_it_is_held_only_when_it_is(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client, telephone = signed_in(cast.ann), system_actor("telephone")
    assert LEFT_OPEN in desk(client, contact)

    fire_hold(contact_id=contact.id, at=later(3))
    asked = desk(client, contact)
    assert "was asked to hold the line and has not confirmed it yet" in asked
    assert "Asked, not confirmed yet" in asked
    assert "The line is held" not in asked

    note_hold(contact_id=contact.id, because="no answer", actor=telephone, at=later(4))
    failed = desk(client, contact)
    assert "The telephone does not hold the line." in failed
    assert "The line is held" not in failed

    note_hold(contact_id=contact.id, actor=telephone, at=later(5))
    held = desk(client, contact)
    assert "The line is held; only a supervisor releases it." in held
    assert "Yes, confirmed: it stays up when the caller hangs up" in held
    assert LEFT_OPEN not in held


@pytest.mark.covers("S1-41")
def test_the_agent_reads_that_the_next_call_is_held_back_only_when_it_is(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client, telephone = signed_in(cast.ann), system_actor("telephone")
    note_handset(
        person_id=cast.ann.id,
        platform="twilio",
        worker="WK1",
        activity="Available",
        available=True,
        happened_at=NOW,
        actor=telephone,
        at=NOW,
    )
    fire_hold_back(person_id=cast.ann.id, at=later(3))
    assert "set your phone to take no call" in desk(client, contact)
    note_hold_back(person_id=cast.ann.id, actor=telephone, at=later(4))
    assert "Held back, confirmed" in desk(client, contact)


@pytest.fixture
def boss(cast: Cast, contact: Contact) -> Actor:
    """Whoever was rung, has a phone and accepted."""
    page = Page.objects.filter(ladder__incident=by_contact(contact.id)).first()
    assert page is not None
    who = next(one for one in (cast.bo, cast.bea, cast.lou, cast.mo) if one.id == page.person_id)
    add_contact_point(person_id=who.id, channel="voice", address="+15550123", actor=cast.mo, at=NOW)
    accept_rung(ladder_id=page.ladder_id, actor=who, at=later(3))
    return who


def test_whoever_accepted_reads_whether_their_phone_is_in_and_who_hears_them(
    contact: Contact, boss: Actor, signed_in: SignIn
) -> None:
    client, telephone = signed_in(boss), system_actor("telephone")
    way = HandOver.objects.get(receiver=boss.id)
    briefing = reverse("floor:briefing", args=[way.ladder_id])

    def shown() -> str:
        return " ".join(client.get(briefing).content.decode().split())

    def press(name: str, **data: str) -> None:
        address = reverse("floor:ladder_act", args=[way.ladder_id, name])
        assert client.post(address, data).status_code == 302

    fire_call_in(hand_over_id=way.id, at=later(4))
    assert "Your phone is being called." in shown()
    leg = Leg.objects.get(person=boss.id)
    note_not_reached(leg_id=leg.id, because="no answer", actor=telephone, at=later(5))
    assert "You are not in the call: no answer." in shown()
    press("phone")
    assert Leg.objects.filter(person=boss.id, state="asked").count() == 1
    assert "Ring my phone again" not in shown()

    joined = Report("CA8", What.JOINED, 3, later(8), f"stayline-{boss.id}", muted=True)
    note_reports(contact_id=contact.id, reports=[joined], actor=telephone, at=later(8))
    pass_on_call(contact_id=contact.id, at=later(8))
    assert "Nobody hears you." in shown()
    press("voice", voice="all")
    assert "Asked for a change; not confirmed yet." in shown()
    assert "Nobody hears you." in shown()
    inside = Leg.objects.get(call_sid="CA8")
    note_voice(leg_id=inside.id, why="no answer", actor=telephone, at=later(9))
    assert "The telephone did not change it: no answer." in shown()
    note_voice(leg_id=inside.id, muted=False, whispers=False, actor=telephone, at=later(10))
    assert "Everybody on the line hears you." in shown()


def test_in_a_chat_there_is_no_line(cast: Cast, playbook: None, signed_in: SignIn) -> None:
    chat = cast.contact(channel="chat")
    get_help(contact_id=chat.id, kind="self_harm", actor=cast.ann, at=NOW)
    record_caller_left(contact_id=chat.id, by="caller", actor=cast.ann, at=later(2))
    page = desk(signed_in(cast.ann), chat)
    assert "Leave the contact open on your screen" in page
    assert "Held by the telephone" not in page
