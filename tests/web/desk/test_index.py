"""The desk's first page: my contacts, those that wait, and a contact begun by hand."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from stayline.contacts.actions import NewContact, open_contact
from stayline.contacts.models import Contact
from stayline.contacts.queries import caller
from tests.cast import NOW, Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(cast: Cast) -> Contact:
    """A call whose agent nobody here knows."""
    new = NewContact(
        id=uuid4(),
        site_id=cast.site.id,
        channel="voice",
        source="tests",
        exercise=True,
        platform_agent="unknown-here",
    )
    return open_contact(new, actor=cast.ann, at=NOW)


def test_my_contacts_and_no_others(cast: Cast, contact: Contact, signed_in: SignIn) -> None:
    assert contact
    assert b"Alex Thistle" in signed_in(cast.ann).get("/desk/").content
    assert b"Alex Thistle" not in signed_in(cast.al).get("/desk/").content


def test_the_lists_are_drawn_by_themselves(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.ann).get("/desk/", headers={"HX-Request": "true"}).content.decode()
    assert 'id="lists"' in page
    assert "<html" not in page


def test_the_page_hears_of_contacts_that_wait(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.ann).get("/desk/").content.decode()
    assert f'data-live-topics="person:{cast.ann.id} board:{cast.site.id}"' in page
    assert 'data-live-url="/live/events?ticket=' in page


def test_a_contact_is_begun_by_hand(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.ann).post(
        reverse("desk:begin"),
        {"channel": "voice", "caller_name": "Sam Reed", "caller_country": "gb", "exercise": "yes"},
    )
    begun = Contact.objects.get()
    assert answer["Location"] == reverse("desk:contact", args=[begun.id])
    assert (begun.agent_id, begun.caller_country, begun.exercise) == (cast.ann.id, "GB", True)
    assert caller(begun).name == "Sam Reed"


def test_a_contact_that_cannot_be_is_refused(cast: Cast, signed_in: SignIn) -> None:
    typed = {"channel": "pigeon", "caller_country": "Albion"}
    answer = signed_in(cast.ann).post(reverse("desk:begin"), typed)
    assert answer.status_code == 422
    assert not Contact.objects.exists()


def test_somebody_takes_what_nobody_has(cast: Cast, waiting: Contact, signed_in: SignIn) -> None:
    take = reverse("desk:take", args=[waiting.id])
    assert b"Take it" in signed_in(cast.al).get("/desk/").content
    answer = signed_in(cast.al).post(take)
    assert answer["Location"] == reverse("desk:contact", args=[waiting.id])
    waiting.refresh_from_db()
    assert waiting.agent_id == cast.al.id
    assert signed_in(cast.ann).post(take).status_code == 403


@pytest.mark.outsider("desk:take")
def test_nobody_of_another_centre_takes_it(cast: Cast, waiting: Contact, signed_in: SignIn) -> None:
    assert signed_in(cast.cy).post(reverse("desk:take", args=[waiting.id])).status_code == 403
    assert b"Take it" not in signed_in(cast.cy).get("/desk/").content
