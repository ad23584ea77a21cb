"""What the agent presses: each works without script, and a refusal loses nothing."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stayline.command.models import Dispatch
from stayline.command.queries import spoken_facts
from stayline.contacts.models import Contact
from stayline.escalation.models import Ladder
from stayline.incidents.models import Incident, Run
from stayline.people.models import Person
from tests.cast import Cast
from tests.web.conftest import THREAT, SignIn

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def press(client: Client, contact: Contact, name: str, **typed: object) -> HttpResponse:
    return client.post(reverse("desk:act", args=[contact.id, name]), typed)


def press_live(client: Client, contact: Contact, name: str, **typed: object) -> HttpResponse:
    where = reverse("desk:act", args=[contact.id, name])
    return client.post(where, typed, headers=HTMX)


def sequence(incident: Incident) -> int:
    return Run.objects.get(incident=incident).sequence


@pytest.mark.covers("S1-5")
def test_help_comes_by_one_press_for_any_wording(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    answer = press(signed_in(cast.ann), contact, "help")
    assert answer["Location"] == reverse("desk:contact", args=[contact.id])
    opened = Incident.objects.get(contact=contact)
    assert opened.opened_how == "button"
    assert Ladder.objects.filter(incident=opened, ended_at=None).exists()


@pytest.mark.covers("S0-41")
def test_emergency_services_come_by_one_press_also_without_an_incident(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    page = press_live(client, contact, "emergency").content.decode()
    assert Dispatch.objects.get(incident__contact=contact).called_at is None
    assert "911" in page
    assert "I have called" in page
    assert "I cannot call" in page


def test_a_call_is_recorded_and_watched_until_help_has_arrived(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    press(client, contact, "emergency")
    call = Dispatch.objects.get(incident__contact=contact)
    empty = client.post(reverse("desk:dispatch", args=[contact.id, call.id, "could-not"]))
    assert empty.status_code == 422
    for name in ("called", "arrived"):
        client.post(reverse("desk:dispatch", args=[contact.id, call.id, name]), {"place": "here"})
    call.refresh_from_db()
    assert call.called_at is not None
    assert call.arrived_at is not None


def test_whoever_needs_out_sees_the_plan_and_somebody_is_rung(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    cast.site.emergency_plan = "Leave the room. Tell a colleague."
    cast.site.save()
    page = press_live(signed_in(cast.ann), contact, "out").content.decode()
    assert "Leave the room. Tell a colleague." in page
    assert Ladder.objects.filter(incident__contact=contact, ended_at=None).exists()


def test_a_typed_threat_opens_the_incident_on_the_same_page(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    page = press_live(signed_in(cast.ann), contact, "lines", who="caller", text=THREAT)
    opened = Incident.objects.get(contact=contact)
    assert f"incident:{opened.id}" in page.content.decode()
    assert "Say this" in page.content.decode()


def test_an_answer_moves_the_step_and_fills_the_form(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    press(client, contact, "go-on", expected=sequence(incident))
    page = press_live(
        client,
        contact,
        "answer",
        expected=sequence(incident),
        field="safety.in_danger_now",
        value="caller_did_not_say",
    )
    assert page.status_code == 200
    assert "Call Did not say" in page.content.decode()
    assert spoken_facts(incident)["safety.in_danger_now"] == "caller_did_not_say"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_late_press_is_refused_and_what_was_typed_stays(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn, headers: dict[str, str]
) -> None:
    client = signed_in(cast.ann)
    old = sequence(incident)
    press(client, contact, "go-on", expected=old)
    answer = client.post(
        reverse("desk:act", args=[contact.id, "skip"]),
        {"expected": old, "reason": "They asked me to wait"},
        headers=headers,
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "incidents.run.stale" in page
    assert "They asked me to wait" in page
    assert ("<html" in page) is not headers


def test_a_late_answer_is_kept_as_a_fact(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    press(client, contact, "go-on", expected=sequence(incident))
    old = sequence(incident)
    press(client, contact, "answer", expected=old, field="safety.in_danger_now", value="unknown")
    late = press(client, contact, "answer", expected=old, field="safety.location", text="in a car")
    assert late.status_code == 409
    assert "Your answer is kept as a fact." in late.content.decode()
    assert spoken_facts(incident)["safety.location"] == "in a car"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("lines", {"text": "   "}),
        ("answer", {"expected": "0", "field": "safety.in_danger_now"}),
        ("go-on", {}),
        ("go-on", {"expected": "soon"}),
        ("safety", {"text": ""}),
        ("caller-left", {"by": "aliens"}),
    ],
)
def test_bad_input_is_named_and_changes_nothing(
    cast: Cast,
    incident: Incident,
    contact: Contact,
    signed_in: SignIn,
    name: str,
    typed: dict[str, str],
) -> None:
    before = sequence(incident)
    assert press(signed_in(cast.ann), contact, name, **typed).status_code == 422
    assert sequence(incident) == before


def test_there_is_nothing_else_to_press(cast: Cast, contact: Contact, signed_in: SignIn) -> None:
    client = signed_in(cast.ann)
    assert press(client, contact, "explode").status_code == 404
    assert press(client, contact, "go-on", expected=0).status_code == 404
    assert client.get(reverse("desk:act", args=[contact.id, "help"])).status_code == 405


@pytest.mark.covers("S1-40", "S1-42")
def test_the_rule_stays_after_the_caller_has_left_and_both_times_are_kept(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    assert incident
    client = signed_in(cast.ann)
    page = press_live(client, contact, "caller-left", by="caller").content.decode()
    contact.refresh_from_db()
    assert contact.caller_left_at is not None
    assert contact.released_at is None
    assert "Do not hang up, even if the caller does." in page
    assert "Leave your own line open, even in silence" in page
    assert "The line is held" not in page, "no telephone has confirmed it"
    assert press(client, contact, "release", reason="done").status_code in {403, 409}
    contact.refresh_from_db()
    assert contact.released_at is None
    press(client, contact, "caller-back")
    contact.refresh_from_db()
    assert contact.caller_left_at is None


def test_an_agent_ends_a_contact_that_nothing_keeps_open(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    assert (
        "End the contact" in client.get(reverse("desk:contact", args=[contact.id])).content.decode()
    )
    press(client, contact, "release")
    contact.refresh_from_db()
    assert contact.released_at is not None


def test_a_threat_can_be_stated_without_a_signal(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    press(client, contact, "help")
    press(client, contact, "threat", kind="violence", form="implied", conditional="yes")
    stated = Incident.objects.get(contact=contact).threats.get()
    assert (stated.kind, stated.form, stated.conditional) == ("violence", "implied", True)


def test_the_step_of_somebody_else_is_shown_and_cannot_be_pressed(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    Incident.objects.filter(id=incident.id).update(owner_id=cast.bo.id)
    client = signed_in(cast.ann)
    page = client.get(reverse("desk:contact", args=[contact.id])).content.decode()
    assert "Bo Example guides this contact now." in page
    assert "Record and go on" not in page
    assert press(client, contact, "go-on", expected=sequence(incident)).status_code == 403


def test_pressing_is_protected_against_other_sites(cast: Cast, contact: Contact) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(id=cast.ann.id))
    assert press(client, contact, "help").status_code == 403
    assert not Incident.objects.filter(contact=contact).exists()
