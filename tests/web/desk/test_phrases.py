"""Phrases beside the step, in every flow: found by typing, kept when said, never in the way."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.incidents.models import Incident
from stayline.incidents.queries import current_run, log
from stayline.library.models import InForce
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def press(client: Client, contact: Contact, name: str, **typed: object) -> str:
    where = reverse("desk:act", args=[contact.id, name])
    answer = client.post(where, typed, headers=HTMX)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def find(client: Client, contact: Contact, words: str, **headers: str) -> tuple[int, str]:
    where = reverse("desk:phrases", args=[contact.id])
    answer = client.get(where, {"words": words}, headers=headers)
    return answer.status_code, answer.content.decode()


def page_of(client: Client, contact: Contact) -> str:
    return client.get(reverse("desk:contact", args=[contact.id])).content.decode()


@pytest.mark.covers("S4-33", "S4-34", "S4-35", "S4-42")
def test_they_stand_beside_the_step_of_a_difficult_call(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    assert 'id="phrases"' not in page_of(client, contact)
    shown = press(client, contact, "aid")
    for words in (
        "What would you like to see happen now?",
        "How can I assist you in resolving this?",
        "Be that as it may",
        "It makes people defensive",
        "Redirect and focus",
    ):
        assert words in shown
    assert shown.index('id="step"') < shown.index('id="phrases"')  # never in the way
    said = press(client, contact, "phrase", phrase="redirect/regardless")
    assert said.count('aria-pressed="true" aria-label="Said: Regardless') == 1
    used = press(client, contact, "technique", technique="stay_calm", used="yes")
    assert (
        '<button class="btn btn-outline-secondary btn-sm" aria-pressed="true" title="Your' in used
    )


@pytest.mark.covers("S3-44", "S4-42")
def test_they_stand_beside_the_procedure_for_a_threat_too(
    cast: Cast, contact: Contact, incident: Incident, signed_in: SignIn
) -> None:
    shown = page_of(signed_in(cast.ann), contact)
    assert incident.kind == "self_harm"
    for words in ("Keep hold of the conversation", "Closed question", "Summarise", "Redirect"):
        assert words in shown
    assert "Techniques used" not in shown


def test_they_are_found_by_typing_with_script_and_without(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    press(client, contact, "aid")
    found = find(client, contact, "may be", **HTMX)[1]
    assert "Be that as it may" in found
    assert "Regardless" not in found
    assert "<html" not in found
    whole = find(client, contact, "regardless")[1]
    assert "<html" in whole
    assert 'value="regardless"' in whole
    nothing = find(client, contact, "zebra", **HTMX)[1]
    assert "Nothing holds “zebra”." in nothing
    InForce.objects.filter(kind="phrases").delete()
    assert "No phrases are in force here." in page_of(client, contact)


@pytest.mark.outsider("desk:phrases")
def test_a_stranger_finds_nothing(cast: Cast, contact: Contact, signed_in: SignIn) -> None:
    press(signed_in(cast.ann), contact, "aid")
    assert find(signed_in(cast.cy), contact, "may be")[0] == 403


@pytest.mark.covers("S4-29", "S4-30", "S4-31", "S4-32")
def test_the_three_steps_show_what_was_recorded_and_lead_back(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    press(client, contact, "aid")
    incident = Incident.objects.get(contact=contact)

    def at() -> int:
        run = current_run(incident.id)
        assert run is not None
        return run.sequence

    press(client, contact, "go-on", expected=at())
    press(client, contact, "go-on", expected=at())
    shown = press(
        client, contact, "answer", expected=at(), field="issues_addressed", text="Billed twice."
    )
    assert '<li aria-current="step"><h3>1 Communicate</h3><p>Billed twice.</p></li>' in shown
    shown = press(client, contact, "go-on", expected=at())
    assert '<li aria-current="step"><h3>2 Clarify</h3>' in shown
    press(client, contact, "take-step", expected=at(), step="focus")
    assert "Took the step focus." in {one.sentence for one in log(incident)}
    shown = press(client, contact, "go-on", expected=at())
    assert '<li aria-current="step"><h3>1 Communicate</h3><p>Billed twice.</p></li>' in shown


@pytest.mark.covers("S2-47", "S2-48", "S2-49")
def test_the_quick_card_is_one_key_away_in_every_contact(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    for shown in (page_of(client, contact), press(client, contact, "aid")):
        assert '<summary data-key="q">' in shown
        for words in (
            "Stay calm.",
            "Listen actively.",
            "Empathise",
            "Follow the escalation steps.",
        ):
            assert words in shown
        assert "Document every interaction, for quality and for training." in shown


@pytest.mark.covers("S3-45")
def test_what_may_and_may_not_be_advised_stands_there_by_kind(
    cast: Cast, contact: Contact, incident: Incident, signed_in: SignIn
) -> None:
    del incident
    client = signed_in(cast.ann)
    shown = page_of(client, contact)
    assert 'id="advice-self_harm"' in shown
    assert "Give medical or legal advice." in shown
    assert "Diagnose, counsel, treat, or debate reasons." in shown
    InForce.objects.filter(kind="advice").delete()
    shown = page_of(client, contact)
    assert "advice-self_harm" not in shown
    assert "Limits of my role" in shown  # the procedure's own limits stay
