"""The contact page: what it shows, its parts, and who is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.incidents.actions import hear_lines
from stayline.incidents.models import Incident
from stayline.privacy.models import Exclusion, SealedRead
from tests.cast import Cast, line
from tests.web.conftest import THREAT, SignIn

pytestmark = pytest.mark.django_db


def address(contact: Contact) -> str:
    return reverse("desk:contact", args=[contact.id])


def text_of(client: Client, contact: Contact) -> str:
    page = client.get(address(contact))
    assert page.status_code == 200
    return page.content.decode()


def test_a_contact_without_an_incident_offers_help_and_asks_for_nothing(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    page = text_of(signed_in(cast.ann), contact)
    assert "Get help now" in page
    assert "Emergency services" in page
    assert "I need out" in page
    assert "Do not hang up" not in page


@pytest.mark.covers("S1-40", "S1-7", "S1-8")
def test_the_rule_of_a_threat_contact_stands_on_the_page(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    page = text_of(signed_in(cast.ann), contact)
    assert incident.number in page
    assert "Do not hang up, even if the caller does." in page
    assert "Keep Alex Thistle as calm as possible." in page
    assert "No identity check is needed." in page


@pytest.mark.covers("S0-40")
def test_the_limits_of_the_role_stand_on_the_page(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    assert incident
    page = text_of(signed_in(cast.ann), contact)
    assert "Limits of my role" in page
    assert "Diagnose, counsel, treat, or debate reasons." in page


@pytest.mark.covers("S4-43")
def test_business_is_locked_until_the_safety_is_recorded(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    assert "Billing and account are locked" in text_of(client, contact)
    client.post(
        reverse("desk:act", args=[contact.id, "safety"]), {"text": "Alex is with a friend."}
    )
    incident.refresh_from_db()
    assert incident.safety_recorded_at is not None
    assert "Billing and account are locked" not in text_of(client, contact)


def test_marked_words_and_why_stand_with_the_line(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    assert incident
    page = text_of(signed_in(cast.ann), contact)
    assert "<mark>" in page
    assert 'class="sl-line-why"' in page


def test_what_people_say_is_shown_as_text_not_as_markup(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    at = datetime.now(UTC)
    said = [line(1, "<script>alert(1)</script> & <b>x</b>", at=at)]
    hear_lines(contact_id=contact.id, lines=said, actor=cast.ann, at=at)
    page = text_of(signed_in(cast.ann), contact)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;x&lt;/b&gt;" in page


def test_no_clock_runs_before_the_agent(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    assert incident
    assert "data-age" not in text_of(signed_in(cast.ann), contact)


@pytest.mark.parametrize(
    ("part", "element"),
    [
        ("contact", "contact"),
        ("step", "step"),
        ("lines", "lines"),
        ("way", "way"),
        ("form", "reports"),
        ("obligations", "owed"),
    ],
)
def test_each_part_is_drawn_by_itself(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn, part: str, element: str
) -> None:
    assert incident
    answer = signed_in(cast.ann).get(reverse("desk:part", args=[contact.id, part]))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'id="{element}"' in page
    assert "<html" not in page


def test_there_is_no_other_part(cast: Cast, contact: Contact, signed_in: SignIn) -> None:
    client = signed_in(cast.ann)
    assert client.get(reverse("desk:part", args=[contact.id, "secrets"])).status_code == 404


@pytest.mark.covers("S1-36")
def test_reading_is_logged(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    text_of(signed_in(cast.ann), contact)
    read = SealedRead.objects.get(incident_id=incident.id, screen="desk")
    assert read.person_id == cast.ann.id


@pytest.mark.outsider("desk:contact", "desk:part", "desk:act", "desk:dispatch")
@pytest.mark.parametrize("who", ["al", "bo", "cy"])
@pytest.mark.parametrize("with_threat", [False, True])
def test_nobody_else_sees_or_presses_anything(
    cast: Cast, contact: Contact, signed_in: SignIn, who: str, *, with_threat: bool
) -> None:
    if with_threat:
        at = datetime.now(UTC)
        hear_lines(contact_id=contact.id, lines=[line(1, THREAT, at=at)], actor=cast.ann, at=at)
    client = signed_in(getattr(cast, who))
    asked = [
        client.get(address(contact)),
        client.get(reverse("desk:part", args=[contact.id, "lines"])),
        client.post(reverse("desk:act", args=[contact.id, "help"])),
        client.post(reverse("desk:act", args=[contact.id, "lines"]), {"text": "x"}),
        client.post(reverse("desk:dispatch", args=[contact.id, contact.id, "called"])),
    ]
    assert [answer.status_code for answer in asked] == [403] * 5
    assert all(b"Alex" not in answer.content for answer in asked)


def test_somebody_implicated_sees_nothing_of_their_own_contact(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    Exclusion.objects.create(
        incident_id=incident.id,
        person_id=cast.ann.id,
        because="implicated",
        noted_at=datetime.now(UTC),
    )
    assert signed_in(cast.ann).get(address(contact)).status_code == 403
