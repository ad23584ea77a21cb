"""What the desk keeps for when its server is gone: who gets it, and what is not in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from stayline.contacts.models import Contact
from stayline.incidents.actions import hear_lines, release_contact
from stayline.incidents.models import Incident
from stayline.incidents.queries import by_contact, lines
from stayline.library.models import InForce
from stayline.platform.actors import Actor
from tests.cast import Cast, line
from tests.web.conftest import THREAT

pytestmark = pytest.mark.django_db

SignIn = Callable[[Actor], Client]


def panel(client: Client, contact: Contact) -> str:
    answer = client.get(f"/desk/contacts/{contact.id}/without/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def crisis(cast: Cast, contact: Contact) -> Incident:
    hear_lines(contact_id=contact.id, lines=[line(1, THREAT)], actor=cast.ann, at=datetime.now(UTC))
    found = by_contact(contact.id)
    assert found is not None
    return found


def test_it_holds_step_path_number_and_who_is_coming_and_no_word_of_the_caller(
    crisis: Incident, cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    shown = panel(signed_in(cast.ann), contact)
    for words in (
        "Stayline cannot be reached. Keep talking.",
        "You were here:",
        "Keep talking. A person is being called.",
        'data-to="2"',
        "<strong>911</strong> reaches emergency services",
        '<span class="sl-number">911</span>',
        "Please connect me to the control room for …",
        "Who was coming",
    ):
        assert words in shown, words
    assert "Alex" not in shown
    assert "shut us off" not in shown
    assert "+15550100" not in shown
    assert crisis.number not in shown


def test_a_contact_without_an_incident_has_the_path_too(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    Contact.objects.filter(id=contact.id).update(caller_country="")
    InForce.objects.filter(kind="agencies").delete()
    shown = panel(signed_in(cast.ann), contact)
    assert "The caller’s place is not known." in shown
    assert "Nobody had been called" in shown
    assert "You were here" not in shown


def test_there_is_nothing_once_it_is_over(cast: Cast, contact: Contact, signed_in: SignIn) -> None:
    release_contact(contact_id=contact.id, reason="", actor=cast.ann, at=datetime.now(UTC))
    answer = signed_in(cast.ann).get(f"/desk/contacts/{contact.id}/without/")
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.outsider("desk:without", "desk:without_shell", "desk:without_worker")
def test_an_outsider_gets_none_of_it(
    crisis: Incident, cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    assert signed_in(cast.cy).get(f"/desk/contacts/{contact.id}/without/").status_code == 403
    for address in (
        f"/desk/contacts/{contact.id}/without/",
        "/desk/without/",
        "/desk/without-worker.js",
    ):
        assert Client().get(address).status_code == 302


def test_the_stand_in_holds_nobodys_data_and_no_outside_address(
    crisis: Incident, cast: Cast, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    page = client.get("/desk/without/")
    text = page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert "Ann" not in text
    assert crisis.number not in text
    assert "https://" not in text
    script = client.get("/desk/without-worker.js")
    assert script["Content-Type"].startswith("text/javascript")
    assert b"stayline-without" in script.content


def say(client: Client, contact: Contact, **more: str) -> None:
    answer = client.post(
        f"/desk/contacts/{contact.id}/do/lines/",
        {"text": "I am at the window.", "who": "caller", **more},
    )
    assert answer.status_code in {200, 302}


def test_a_line_sent_again_is_kept_once_with_its_own_time(
    crisis: Incident, cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client, name = signed_in(cast.ann), str(uuid4())
    said = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=7)
    for _ in range(2):
        say(client, contact, line=name, said_at=said.isoformat())
    kept = [one for one in lines(contact.id) if one.text == "I am at the window."]
    assert [(one.line_id, one.at) for one in kept] == [(f"desk-{name}", said)]


@pytest.mark.parametrize(
    "said_at", ["", "yesterday", "2026-11-22T09:00:00", "2020-01-01T00:00:00+00:00",
                "2999-01-01T00:00:00+00:00"],
)  # fmt: skip
def test_a_time_that_cannot_be_is_the_time_of_arrival(
    said_at: str, crisis: Incident, cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    before = datetime.now(UTC)
    say(signed_in(cast.ann), contact, line="no name", said_at=said_at)
    kept = next(one for one in lines(contact.id) if one.text == "I am at the window.")
    assert before <= kept.at <= datetime.now(UTC)
    assert kept.line_id.startswith("desk-")
