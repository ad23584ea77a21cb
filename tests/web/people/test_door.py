"""The door: who gets in, where they begin, and what every page of theirs carries."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stayline.deadlines.models import Heartbeat
from stayline.people.actions import create_demo_centre
from stayline.people.models import Person
from stayline.platform.actors import Actor
from tests.cast import NOW, PASSWORD, Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

DOOR = "/sign-in/"


def enter(username: str, password: str = PASSWORD, **more: str) -> tuple[Client, HttpResponse]:
    client = Client()
    return client, client.post(DOOR, {"username": username, "password": password, **more})


def name_of(who: Actor) -> str:
    return Person.objects.get(id=who.id).username


@pytest.mark.parametrize(
    ("who", "where"), [("ann", "/desk/"), ("bo", "/floor/"), ("mo", "/floor/")]
)
def test_each_role_begins_at_its_own_page(cast: Cast, who: str, where: str) -> None:
    client, answer = enter(name_of(getattr(cast, who)))
    assert answer["Location"] == where
    assert client.get("/")["Location"] == where


def test_a_wrong_password_says_nothing_about_the_name(cast: Cast) -> None:
    _, known = enter(name_of(cast.ann), "wrong wrong wrong")
    _, unknown = enter("nobody", "wrong wrong wrong")
    assert known.status_code == unknown.status_code == 422
    for answer in (known, unknown):
        assert "do not go together" in answer.content.decode()


def test_the_typed_name_stays_and_the_password_does_not(cast: Cast) -> None:
    _, answer = enter(name_of(cast.ann), "a secret that is wrong")
    page = answer.content.decode()
    assert f'value="{name_of(cast.ann)}"' in page
    assert "a secret that is wrong" not in page


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_nobody_is_sent_to_another_host(cast: Cast, place: str) -> None:
    _, answer = enter(name_of(cast.ann), next=place)
    assert answer["Location"] == "/desk/"


def test_a_person_comes_back_to_the_page_they_wanted(cast: Cast) -> None:
    sent = Client().get("/floor/")
    assert sent["Location"] == "/sign-in/?next=/floor/"
    _, answer = enter(name_of(cast.bo), next="/floor/")
    assert answer["Location"] == "/floor/"


@pytest.mark.covers("S0-24")
def test_every_page_says_that_this_is_no_emergency_service(cast: Cast, signed_in: SignIn) -> None:
    for page in (Client().get(DOOR), signed_in(cast.ann).get("/desk/")):
        assert "Stayline is not an emergency service." in page.content.decode()
        assert "DEMO: not for real contacts" in page.content.decode()
    assert "Call the emergency services" in Client().get(DOOR).content.decode()


def test_demo_people_enter_by_one_press() -> None:
    create_demo_centre(at=NOW)
    assert b"Maya Fern" in Client().get(DOOR).content
    answer = Client().post("/sign-in/demo/", {"username": "maya"})
    assert answer["Location"] == "/desk/"
    assert Client().post("/sign-in/demo/", {"username": "nobody"}).status_code == 404


@pytest.mark.parametrize(
    ("mode", "address"), [("production", "127.0.0.1"), ("practice", "::1"), ("demo", "192.0.2.7")]
)
def test_one_press_works_in_demo_from_this_machine_alone(
    settings: LazySettings, mode: str, address: str
) -> None:
    create_demo_centre(at=NOW)
    settings.STAYLINE = dataclasses.replace(settings.STAYLINE, mode=mode)
    client = Client(REMOTE_ADDR=address)
    assert b"Look round as" not in client.get(DOOR).content
    assert client.post("/sign-in/demo/", {"username": "maya"}).status_code == 404


def test_signing_out_ends_the_session(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.ann)
    assert client.post("/sign-out/")["Location"] == DOOR
    assert client.get("/desk/").status_code == 302


def test_the_server_writes_the_chosen_colours(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.ann)
    assert 'data-theme-choice="auto"' in client.get("/desk/").content.decode()
    assert client.post("/theme/", {"theme": "dark", "back": "/desk/"})["Location"] == "/desk/"
    assert 'data-bs-theme="dark"' in client.get("/desk/").content.decode()
    assert client.post("/theme/", {"theme": "pink"}).status_code == 422


def test_a_silent_watcher_turns_every_page_red(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.ann)
    assert b"Deadlines are not being watched" in client.get("/desk/").content
    Heartbeat.objects.create(process="one", role="watcher", at=datetime.now(UTC), monotonic=1)
    assert b"Deadlines are not being watched" not in client.get("/desk/").content
    assert b"Deadlines are not being watched" not in client.get("/watcher/").content


@pytest.mark.outsider("people:theme", "people:watcher", "desk:index", "desk:begin", "floor:rings")
@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("people:theme", "post"),
        ("people:watcher", "get"),
        ("desk:index", "get"),
        ("desk:begin", "post"),
        ("floor:rings", "get"),
    ],
)
def test_whoever_is_not_signed_in_is_sent_to_the_door(cast: Cast, name: str, method: str) -> None:
    assert cast
    answer = getattr(Client(), method)(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(DOOR)
    fragment = getattr(Client(headers={"HX-Request": "true"}), method)(reverse(name))
    assert fragment["HX-Redirect"] == DOOR


def test_pages_are_kept_by_no_cache_and_hold_no_inline_script(
    cast: Cast, signed_in: SignIn
) -> None:
    page = signed_in(cast.ann).get("/desk/")
    assert page["Cache-Control"] == "no-store"
    assert "<script>" not in page.content.decode()
    assert " style=" not in page.content.decode()
    assert " onclick" not in page.content.decode()
