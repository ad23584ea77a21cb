"""What the agent's page shows of the procedure: whose it is, its limits, its definitions."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.escalation.models import HandOver
from stayline.incidents.actions import hear_lines
from stayline.incidents.models import Incident
from stayline.reports.models import Report
from tests.cast import Cast, line
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def desk(client: Client, contact: Contact) -> str:
    return client.get(reverse("desk:contact", args=[contact.id])).content.decode()


def press(client: Client, contact: Contact, name: str, **typed: str) -> int:
    return client.post(reverse("desk:act", args=[contact.id, name]), typed).status_code


@pytest.mark.covers("S1-1")
def test_the_procedure_says_to_which_role_it_is_assigned(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    assert "Assigned to: Customer support agent" in desk(client, contact)
    record = client.get(reverse("floor:incident", args=[incident.id])).content.decode()
    assert "Ann Example (Customer support agent) guides it." in record
    Incident.objects.filter(id=incident.id).update(owner=cast.bo.id)
    assert "Assigned to: Customer support supervisor" in desk(client, contact)


@pytest.mark.covers("X-7", "S1-8")
def test_no_identity_check_is_asked_for_and_nothing_of_an_account_is_told(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    assert incident.owner_id == cast.ann.id
    page = desk(signed_in(cast.ann), contact)
    assert "No identity check is needed. Tell nothing from an account." in page
    assert "Billing and account are locked" in page
    assert "jobs.example" not in page
    Contact.objects.filter(id=contact.id).update(authentication="passed")
    assert "Tell nothing from an account." not in desk(signed_in(cast.ann), contact)


@pytest.mark.covers("S3-16")
def test_the_agent_raises_the_level_when_it_has_become_graver(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    assert "Has it become graver?" in desk(client, contact)
    assert press(client, contact, "level", level="0", reason=" ") == 422
    assert press(client, contact, "level", level="3", reason="calmer") == 422
    assert press(client, contact, "level", level="0", reason="They are outside now.") == 302
    incident.refresh_from_db()
    assert incident.level == 0
    assert incident.level_because[-1] == "They are outside now."
    assert "Has it become graver?" not in desk(client, contact)
    assert press(client, contact, "level", level="1", reason="It calmed down.") == 409


@pytest.mark.covers("S1-20", "S1-17")
def test_another_threat_of_any_kind_is_recorded_on_the_same_page(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    page = desk(client, contact)
    assert "Each threat has a report of its own." in page
    for kind in ("self_harm", "violence", "bomb", "abuse_disclosure", "other"):
        assert f'<option value="{kind}">' in page
    press(client, contact, "threat", kind="other", form="perceived", imminent="yes")
    assert Report.objects.filter(incident=incident).count() == 2
    assert desk(client, contact).count(">Threat report<") == 2


@pytest.mark.covers("S1-25", "S1-26", "S1-27", "S1-29", "S1-30", "S1-31", "S1-32", "S1-33", "S1-34")
def test_the_form_offers_every_type_and_kind_with_its_definition(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    report = Report.objects.get(incident=incident)
    page = unescape(
        signed_in(cast.ann).get(reverse("desk:report", args=[report.id])).content.decode()
    )
    assert "Corporate Security Threat Form" in page
    for label in ("In Person", "By Phone", "By Email", "By Social Media", "Self Harm", "Imminent"):
        assert label in page
    assert "Self Harm is a mark of its own and goes with any of these." in page
    for definition in (
        "Direct: acts or words that put someone in fear of immediate physical violence.",
        "Implied: an act or suggestion that creates the perception of a threat.",
        "Perceived: someone feels threatened, although nothing was said or done.",
        "Imminent means that the threatened action is about to occur. It can be set for every",
    ):
        assert definition in page


@pytest.mark.covers("X-1")
@pytest.mark.parametrize(
    "words",
    [
        "There is a bomb in your building.",
        "If this issue is not resolved, I will hurt my family.",
        "My husband hits me every night.",
    ],
)
def test_no_kind_of_threat_leaves_the_agent_a_way_to_end_the_contact(
    cast: Cast, contact: Contact, signed_in: SignIn, words: str
) -> None:
    client, at = signed_in(cast.ann), datetime.now(UTC)
    assert "End the contact</button>" in desk(client, contact)
    hear_lines(contact_id=contact.id, lines=[line(1, words, at=at)], actor=cast.ann, at=at)
    page = desk(client, contact)
    assert "End the contact</button>" not in page
    assert "Release the line" not in page
    assert "Only a supervisor can, with a reason" in page
    assert press(client, contact, "release", reason="They are rude.") == 409
    assert not HandOver.objects.exists()
