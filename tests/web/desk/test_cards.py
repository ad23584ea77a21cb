"""Reference cards beside the contact: there to be opened, and never in the way."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.incidents.actions import get_help, hear_lines, start_aid
from stayline.incidents.models import Incident
from stayline.library.models import InForce
from tests.cast import Cast, line
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

BOMB = 'id="card-bomb-checklist"'
ANGER = 'id="card-de-escalation"'


def page_of(cast: Cast, contact: Contact, signed_in: SignIn) -> str:
    return signed_in(cast.ann).get(reverse("desk:contact", args=[contact.id])).content.decode()


@pytest.mark.covers("S1-60")
def test_the_bomb_checklist_opens_beside_a_bomb_threat_and_is_optional(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    at = datetime.now(UTC)
    said = [line(1, "There is a bomb in your building.", at=at)]
    hear_lines(contact_id=contact.id, lines=said, actor=cast.ann, at=at)
    page = page_of(cast, contact, signed_in)
    assert page.index(BOMB) < page.index(ANGER)
    card = page[page.index(BOMB) : page.index(ANGER)]
    assert "<details" in page[: page.index(BOMB)][-40:]
    assert "When will it go off?" in card
    assert "Only notice: " in card
    assert "Not verified against its source." in card


@pytest.mark.covers("S1-6")
def test_the_aid_for_anger_is_reachable_from_inside_the_threat_procedure(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    before = list(incident.obligations.values_list("name", "state"))
    page = page_of(cast, contact, signed_in)
    card = page[page.index(ANGER) :]
    assert "Optional" in page
    assert "Listen without interrupting." in card
    assert list(incident.obligations.values_list("name", "state")) == before


def test_a_difficult_call_shows_the_aid_for_anger_and_no_bomb_checklist(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    start_aid(contact_id=contact.id, actor=cast.ann, at=datetime.now(UTC))
    page = page_of(cast, contact, signed_in)
    assert ANGER in page
    assert BOMB not in page


def test_without_an_incident_or_a_card_in_force_there_is_none(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    assert "Reference cards" not in page_of(cast, contact, signed_in)
    get_help(contact_id=contact.id, actor=cast.ann, at=datetime.now(UTC))
    InForce.objects.filter(kind="card").delete()
    assert "Reference cards" not in page_of(cast, contact, signed_in)


def test_on_a_narrow_screen_what_was_said_comes_before_limits(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    assert incident
    page = page_of(cast, contact, signed_in)
    assert page.index('id="step"') < page.index('id="lines"') < page.index('id="dispatch"')
    assert page.index('id="lines"') < page.index('id="limits"')
