"""The first page of a demo: what to try, the practice contacts it gives, and nowhere else."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from stayline.admin.queries import MOST_PRACTICE, PRACTICES
from stayline.config.rehearsal.script import scenario, scenarios
from stayline.contacts.models import Contact
from stayline.contacts.queries import caller
from stayline.people.actions import create_demo_centre, note_seen
from stayline.people.models import Person
from stayline.people.web.session import ROLES_OF_ONE_PRESS
from tests.cast import NOW, Cast
from tests.web.conftest import SignIn

WELCOME, PRACTICE = "/welcome/", "/welcome/practice/"


@pytest.fixture(autouse=True)
def _demo(db: None) -> None:
    create_demo_centre(at=NOW)


def enter(role: str, **more: str) -> tuple[Client, str]:
    client = Client()
    answer = client.post("/sign-in/demo/", {"role": role, **more})
    return client, answer["Location"]


def person(username: str) -> Person:
    return Person.objects.get(username=username)


@pytest.mark.parametrize("one", ROLES_OF_ONE_PRESS, ids=lambda one: one.role)
def test_a_role_is_entered_by_one_press_and_shown_the_first_page_once(one: object) -> None:
    client, first = enter(one.role)
    assert first == WELCOME
    page = client.get(WELCOME).content.decode()
    assert f"You are {one.name}" in page
    assert person(one.username).name == one.name
    again = client.post("/sign-in/demo/", {"role": one.role})
    assert again["Location"] in {"/desk/", "/floor/"}


def test_whoever_wanted_a_page_gets_it_and_a_role_that_is_none_gets_nothing() -> None:
    assert enter("supervisor", next="/floor/")[1] == "/floor/"
    assert Client().post("/sign-in/demo/", {"role": "king"}).status_code == 404


def test_a_form_from_elsewhere_signs_nobody_in() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in/demo/", {"role": "agent"}).status_code == 403
    assert strict.get("/desk/").status_code == 302


def test_the_page_says_what_to_try_by_role_and_that_nothing_is_certified(playbook: None) -> None:
    agent = enter("agent")[0].get(WELCOME).content.decode()
    supervisor = enter("supervisor")[0].get(WELCOME).content.decode()
    assert "Take the practice call" in agent
    assert "Take the practice call" not in supervisor
    assert "Let the floor ring" in supervisor
    for page in (agent, supervisor):
        assert "The playbook runs as demo templates. None is certified" in page
        assert "Threat of suicide or self-harm" in page
        assert "Start here" in page
    assert agent.count("Demo template, not certified") >= 5


def test_it_says_whether_the_floor_plays(playbook: None) -> None:
    client = enter("agent")[0]
    assert "nobody speaks by themselves" in client.get(WELCOME).content.decode()
    note_seen(person_ids=[person("robin").id], at=datetime.now(UTC), process="exercise")
    assert "nobody speaks by themselves" not in client.get(WELCOME).content.decode()


@pytest.mark.parametrize("mode", ["practice", "production"])
def test_there_is_no_first_page_and_no_one_press_outside_a_demo(
    settings: LazySettings, mode: str
) -> None:
    client = enter("agent")[0]
    settings.STAYLINE = dataclasses.replace(settings.STAYLINE, mode=mode)
    assert client.get(WELCOME).status_code == 404
    assert client.post(PRACTICE, {"practice": "self-harm"}).status_code == 404
    assert Client().post("/sign-in/demo/", {"role": "agent"}).status_code == 404
    door = Client().get("/sign-in/").content.decode()
    assert "Look round as" not in door
    assert "Start here" not in client.get("/desk/").content.decode()
    assert not Contact.objects.exists()


@pytest.mark.outsider("admin:welcome", "admin:practice")
def test_it_is_for_the_people_of_the_demo_alone(cast: Cast, signed_in: SignIn) -> None:
    for name, method in (("admin:welcome", "get"), ("admin:practice", "post")):
        stranger = getattr(Client(), method)(reverse(name))
        assert stranger.status_code == 302
        assert stranger["Location"].startswith("/sign-in/")
    ann = signed_in(cast.ann)
    assert ann.get(WELCOME).status_code == 404
    assert ann.post(PRACTICE, {"practice": "self-harm"}).status_code == 404
    assert "Start here" not in ann.get("/desk/").content.decode()


# ── practice contacts ──


def test_an_agent_gets_the_contact_they_ask_for_flagged_as_an_exercise() -> None:
    client = enter("agent")[0]
    answer = client.post(PRACTICE, {"practice": "self-harm"})
    row = Contact.objects.get()
    assert answer["Location"] == f"/desk/contacts/{row.id}/"
    assert (row.agent, row.source, row.exercise) == (person("maya"), "practice", True)
    assert row.external_id.partition(":")[0] == "self-harm"
    assert caller(row).name == "Alex Thistle"


def test_for_a_supervisor_it_reaches_a_colleague_who_is_played() -> None:
    maya, toby = person("maya"), person("toby")
    note_seen(person_ids=[maya.id], at=datetime.now(UTC), process="web")
    note_seen(person_ids=[toby.id], at=datetime.now(UTC), process="exercise")
    answer = enter("supervisor")[0].post(PRACTICE, {"practice": "bomb-threat"})
    assert answer["Location"] == "/floor/"
    assert Contact.objects.get().agent == toby


def test_with_everybody_at_a_screen_it_is_ones_own() -> None:
    both = [person("maya").id, person("toby").id]
    note_seen(person_ids=both, at=datetime.now(UTC), process="web")
    answer = enter("supervisor")[0].post(PRACTICE, {"practice": "bomb-threat"})
    row = Contact.objects.get()
    assert row.agent == person("jordan")
    assert answer["Location"] == f"/desk/contacts/{row.id}/"


def test_only_so_many_are_open_at_once_and_only_those_there_are() -> None:
    client = enter("agent")[0]
    for _ in range(MOST_PRACTICE):
        assert client.post(PRACTICE, {"practice": "irate"}).status_code == 302
    refused = client.post(PRACTICE, {"practice": "irate"})
    assert refused.status_code == 422
    assert "End one of them first" in refused.content.decode()
    assert client.post(PRACTICE, {"practice": "picnic"}).status_code == 404
    assert Contact.objects.count() == MOST_PRACTICE


def test_every_practice_contact_has_its_scenario_and_its_caller() -> None:
    """Practice opens a call; a drill by chat is for `stayline drill` alone."""
    calls = {name for name in scenarios() if scenario(name).channel == "voice"}
    assert {one.id for one in PRACTICES} == calls
    for one in PRACTICES:
        shown = scenario(one.id).caller
        assert (one.caller, one.number) == (shown.get("name", ""), shown.get("number", ""))
