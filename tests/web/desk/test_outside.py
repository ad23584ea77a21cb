"""Help from outside on the desk: one press opens the panel, with the words and every outcome."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stayline.command.models import Dispatch
from stayline.contacts.models import Contact
from stayline.incidents.models import Incident
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def ask(client: Client, contact: Contact, agency: str) -> HttpResponse:
    where = reverse("desk:ask", args=[contact.id, agency])
    return client.post(where, headers={"HX-Request": "true"})  # type: ignore[return-value]  # the test client gives it


def outcome(client: Client, contact: Contact, name: str, **typed: str) -> HttpResponse:
    call = Dispatch.objects.order_by("-asked_at").first()
    assert call is not None
    where = reverse("desk:dispatch", args=[contact.id, call.id, name])
    return client.post(where, typed, headers={"HX-Request": "true"})  # type: ignore[return-value]  # the test client gives it


@pytest.mark.covers("S0-41")
def test_one_press_on_an_ordinary_contact_opens_the_panel_with_crisis_line_inside(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    where = reverse("desk:act", args=[contact.id, "emergency"])
    page = client.post(where, headers={"HX-Request": "true"}).content.decode()
    panel = page[page.index('id="dispatch"') :]
    assert "911" in panel
    assert "Say this" in panel
    assert "I have called" in panel
    assert "I cannot call" in panel
    for agency in ("crisis_line", "police", "assistance", "in_house"):
        assert reverse("desk:ask", args=[contact.id, agency]) in panel
    assert page.index("Get help now") < page.index('id="dispatch"')


def test_without_script_the_answer_stands_at_the_panel(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    answer = client.post(reverse("desk:act", args=[contact.id, "emergency"]))
    assert answer["Location"].endswith("#dispatch")
    answer = client.post(reverse("desk:ask", args=[contact.id, "police"]))
    assert answer["Location"].endswith("#dispatch")


@pytest.mark.covers("S0-41", "S4-8", "S4-10")
@pytest.mark.parametrize(
    ("agency", "title"),
    [
        ("crisis_line", "Crisis line"),
        ("police", "Local police"),
        ("assistance", "Assistance programme"),
        ("in_house", "In-house specialist"),
    ],
)
def test_each_is_one_press_away_from_an_ordinary_contact(
    cast: Cast, contact: Contact, signed_in: SignIn, agency: str, title: str
) -> None:
    client = signed_in(cast.ann)
    address = reverse("desk:contact", args=[contact.id])
    assert title in client.get(address).content.decode()
    page = ask(client, contact, agency).content.decode()
    call = Dispatch.objects.get()
    assert f'id="call-{call.id}"' in page
    assert Incident.objects.get(contact=contact).obligations.filter(do_target=agency).exists()


def test_a_number_tells_its_source_and_that_it_is_not_verified(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    assert incident
    client = signed_in(cast.ann)
    page = ask(client, contact, "crisis_line").content.decode()
    assert "988" in page
    assert "This number is unverified" in page
    assert "secondary source" in page
    page = ask(client, contact, "emergency_services").content.decode()
    assert "Checked on 2026-11-22" in page


def test_an_unknown_country_is_said_and_shows_no_number(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    Contact.objects.update(caller_country="")
    client = signed_in(cast.ann)
    assert "country is not known" in ask(client, contact, "crisis_line").content.decode()
    page = ask(client, contact, "emergency_services").content.decode()
    assert "The caller’s place is not known." in page
    assert "sl-number" not in page


@pytest.mark.covers("S4-9")
def test_the_town_is_asked_for_and_stands_in_the_words(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    assert incident
    client = signed_in(cast.ann)
    assert "Which town or area are you in?" in ask(client, contact, "police").content.decode()
    where = reverse("desk:place", args=[contact.id])
    empty = client.post(where, {"place": " "}, headers={"HX-Request": "true"})
    assert empty.status_code == 422
    page = client.post(where, {"place": "Elm Town"}, headers={"HX-Request": "true"})
    assert "about something in Elm Town" in page.content.decode()
    assert "Which town or area are you in?" not in page.content.decode()


def test_the_caller_is_asked_before_they_are_connected(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    assert incident
    client = signed_in(cast.ann)
    page = ask(client, contact, "crisis_line").content.decode()
    assert "Say to Alex Thistle first" in page
    refused = outcome(client, contact, "called")
    assert refused.status_code == 409
    assert b"Ask the caller first" in refused.content
    assert b"They have spoken" in outcome(client, contact, "called", consent="yes").content
    assert b"Has spoken with Alex Thistle" in outcome(client, contact, "spoke").content


def test_a_line_that_does_not_answer_can_be_asked_for_again(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    assert incident
    client = signed_in(cast.ann)
    ask(client, contact, "crisis_line")
    outcome(client, contact, "called", consent="yes")
    page = outcome(client, contact, "no-answer").content.decode()
    assert "Nobody answered" in page
    assert reverse("desk:ask", args=[contact.id, "crisis_line"]) in page


def test_the_number_can_be_given_to_the_caller(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    assert incident
    client = signed_in(cast.ann)
    ask(client, contact, "assistance")
    page = outcome(client, contact, "given", service="A programme").content.decode()
    assert "Number given" in page


def test_what_was_typed_is_kept_when_it_is_refused(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    assert incident
    client = signed_in(cast.ann)
    ask(client, contact, "police")
    outcome(client, contact, "called", place="Elm Town")
    again = outcome(client, contact, "called", place="Oak Town")
    assert again.status_code == 409
    assert b"Oak Town" in again.content


def test_there_is_no_other_help_and_no_other_outcome(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    assert ask(client, contact, "the-moon").status_code == 422
    assert client.post(reverse("desk:place", args=[contact.id])).status_code == 404
    ask(client, contact, "police")
    assert outcome(client, contact, "landed").status_code == 404


@pytest.mark.outsider("desk:ask", "desk:place", "desk:dispatch")
@pytest.mark.parametrize("who", ["al", "bo", "cy"])
def test_nobody_else_asks_for_help_in_anothers_contact(
    cast: Cast, contact: Contact, signed_in: SignIn, who: str
) -> None:
    client = signed_in(getattr(cast, who))
    asked = [
        client.post(reverse("desk:ask", args=[contact.id, "crisis_line"])),
        client.post(reverse("desk:place", args=[contact.id]), {"place": "x"}),
        client.post(reverse("desk:dispatch", args=[contact.id, uuid4(), "called"])),
    ]
    assert [answer.status_code for answer in asked] == [403] * 3
    assert not Dispatch.objects.exists()
