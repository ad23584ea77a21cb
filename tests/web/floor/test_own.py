"""What one says of oneself from the top bar: kept, shown to the floor, refused in a contact."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.people.models import Person
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def test_a_break_is_said_on_any_page_and_seen_on_the_floor(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.bo)
    assert "I am on a break" in client.get("/care/").content.decode()
    answer = client.post(reverse("floor:own"), {"availability": "break", "back": "/care/"})
    assert answer["Location"] == "/care/"
    page = client.get("/care/").content.decode()
    assert 'value="break" aria-pressed="true"' in page
    board = signed_in(cast.bea).get("/floor/").content.decode()
    assert "On a break" in board


def test_by_script_the_control_alone_is_drawn_anew(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.ann)
    answer = client.post(reverse("floor:own"), {"availability": "away"}, headers=HTMX)
    assert answer["HX-Retarget"] == "#own"
    assert "<html" not in answer.content.decode()
    assert "Away" in client.get(reverse("floor:own"), headers=HTMX).content.decode()
    elsewhere = client.post(
        reverse("floor:own"), {"availability": "off_duty", "back": "https://evil.example/"}
    )
    assert elsewhere["Location"] == "/desk/"
    assert not Person.objects.get(id=cast.ann.id).on_duty


def test_a_press_leaves_nobody_alone_with_a_caller(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    page = client.get("/desk/").content.decode()
    assert "On a contact" in page
    assert "You are free again when the contact is over." in page
    refused = client.post(reverse("floor:own"), {"availability": "break"})
    assert refused.status_code == 409
    assert "I need out" in refused.content.decode()
    Contact.objects.filter(id=contact.id).update(released_at=contact.opened_at)
    assert client.post(reverse("floor:own"), {"availability": "break"}).status_code == 302


def test_aftercare_points_to_ones_own_page(cast: Cast, signed_in: SignIn) -> None:
    Person.objects.filter(id=cast.ann.id).update(availability="off_queue")
    page = signed_in(cast.ann).get("/desk/").content.decode()
    assert "You come back when you choose to" in page
    assert "I am free" not in page
    assert "My working day is over" in page


@pytest.mark.outsider("floor:own")
def test_whoever_is_not_signed_in_says_nothing() -> None:
    for method in ("get", "post"):
        assert getattr(Client(), method)(reverse("floor:own")).status_code == 302
