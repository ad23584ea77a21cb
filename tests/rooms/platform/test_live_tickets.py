"""Who may open a live stream, and for how long: tickets, sessions, policies, the door."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client, RequestFactory

from stayline.people.models import Person
from stayline.platform.live.endpoint import LiveEndpoint, catch_up, refused_at_the_door
from stayline.platform.live.hub import Event, Stream
from stayline.platform.live.tickets import (
    SALT,
    Admitted,
    TicketRefused,
    TopicForbidden,
    admit,
    issue,
    still_admitted,
)
from stayline.platform.ports import live_topics
from tests.cast import Cast


class Door:
    """A live topic whose policy the test decides: `test:NAME`."""

    prefix = "test"

    def __init__(self) -> None:
        self.allowed: set[tuple[UUID, str]] = set()

    def may_watch(self, person_id: UUID, topic: str) -> bool:
        return (person_id, topic) in self.allowed

    def replay(self, topic: str, after: int) -> list[tuple[int | None, str]] | None:
        return None if topic == "test:board" else [(after + 1, "lines")]


@pytest.fixture
def door() -> Iterator[Door]:
    made = Door()
    live_topics.plug(made)
    yield made
    live_topics.unplug(made)


@pytest.fixture
def ann(cast: Cast, client: Client) -> Client:
    """Ann's browser, signed in."""
    client.force_login(Person.objects.get(id=cast.ann.id))
    return client


def ticket(cast: Cast, client: Client, topic: str) -> str:
    request = RequestFactory().get("/")
    request.session = client.session
    request.user = Person.objects.get(id=cast.ann.id)
    return issue(request, topic)


def aged(text: str, seconds: int) -> str:
    """The same ticket, signed so many seconds ago."""
    content = signing.loads(text, salt=SALT)

    class Earlier(signing.TimestampSigner):
        def timestamp(self) -> str:
            return signing.b62_encode(int(time.time()) - seconds)

    return Earlier(salt=SALT).sign_object(content)


def key(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_no_ticket_without_the_policys_word(cast: Cast, ann: Client, door: Door) -> None:
    with pytest.raises(TopicForbidden):
        ticket(cast, ann, "test:1")
    with pytest.raises(TopicForbidden):
        ticket(cast, ann, "unknown:1")
    door.allowed.add((cast.ann.id, "test:1"))
    assert ticket(cast, ann, "test:1")


def test_a_fresh_ticket_opens_its_topic_for_its_session_alone(
    cast: Cast, ann: Client, door: Door
) -> None:
    door.allowed.add((cast.ann.id, "test:1"))
    good = ticket(cast, ann, "test:1")
    admitted = admit([good], key(ann))
    assert (admitted.person_id, admitted.topics) == (cast.ann.id, ("test:1",))
    other = Client()
    other.force_login(Person.objects.get(id=cast.bo.id))
    for tickets, session in [([good], key(other)), ([good], ""), ([], key(ann)), (["x"], key(ann))]:
        with pytest.raises(TicketRefused):
            admit(tickets, session)


def test_an_expired_ticket_needs_the_session_and_asks_the_policy_again(
    cast: Cast, ann: Client, door: Door
) -> None:
    door.allowed.add((cast.ann.id, "test:1"))
    old = aged(ticket(cast, ann, "test:1"), 61)
    assert admit([old], key(ann)).topics == ("test:1",)
    door.allowed.clear()
    with pytest.raises(TicketRefused):
        admit([old], key(ann))


def test_after_twelve_hours_the_page_must_be_loaded_anew(
    cast: Cast, ann: Client, door: Door
) -> None:
    door.allowed.add((cast.ann.id, "test:1"))
    with pytest.raises(TicketRefused):
        admit([aged(ticket(cast, ann, "test:1"), 12 * 3600 + 1)], key(ann))


def test_signing_out_ends_even_a_fresh_ticket(cast: Cast, ann: Client, door: Door) -> None:
    door.allowed.add((cast.ann.id, "test:1"))
    good, session = ticket(cast, ann, "test:1"), key(ann)
    admitted = admit([good], session)
    assert still_admitted(admitted)
    ann.logout()
    assert not still_admitted(admitted)
    with pytest.raises(TicketRefused):
        admit([good], session)


def test_a_person_who_was_shut_out_is_no_longer_admitted(
    cast: Cast, ann: Client, door: Door
) -> None:
    door.allowed.add((cast.ann.id, "test:1"))
    good = ticket(cast, ann, "test:1")
    Person.objects.filter(id=cast.ann.id).update(is_active=False)
    with pytest.raises(TicketRefused):
        admit([good], key(ann))


def scope(query: str = "", method: str = "GET", **headers: str) -> dict[str, Any]:
    given = {"host": "127.0.0.1"} | {name.replace("_", "-"): v for name, v in headers.items()}
    return {
        "type": "http",
        "method": method,
        "path": "/live/events",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (scope(), 0),
        (scope(origin="http://127.0.0.1"), 0),
        (scope(method="POST"), 405),
        (scope(host="evil.example"), 400),
        (scope(host=""), 400),
        (scope(origin="https://evil.example"), 403),
        (scope(origin="null"), 403),
        (scope(sec_fetch_site="cross-site"), 403),
        (scope(sec_fetch_site="same-origin"), 0),
    ],
)
def test_the_door_asks_method_host_and_origin(asked: dict[str, Any], status: int) -> None:
    assert refused_at_the_door(asked) == status


def test_a_board_begins_with_its_frame_and_a_stream_with_what_was_missed(door: Door) -> None:
    del door
    text = catch_up(("test:board", "test:1"), "test:1:7")
    assert b'event: frame\ndata: {"topic":"test:board"' in text
    assert b"event: lines\nid: test:1:8\n" in text
    assert b'event: frame\ndata: {"topic":"test:1"' in catch_up(("test:1",), "")


@pytest.mark.django_db(transaction=True)
def test_a_stream_from_ticket_to_sign_out(cast: Cast, ann: Client, door: Door) -> None:
    door.allowed.add((cast.ann.id, "test:1"))
    query = urlencode({"ticket": ticket(cast, ann, "test:1")})
    cookie = f"{settings.SESSION_COOKIE_NAME}={key(ann)}"

    async def run() -> list[Any]:
        live = LiveEndpoint()
        got: list[Any] = []

        async def send(message: Any) -> None:
            got.append(message)

        async def receive() -> Any:
            await asyncio.sleep(3600)

        asked = scope(query, cookie=cookie)
        task = asyncio.create_task(live(asked, receive, send))
        for _ in range(200):
            await asyncio.sleep(0.01)
            if len(got) > 1:
                break
        live.hub.deliver([Event("test:1", "ring", urgent=True, sequence=3)])
        await asyncio.sleep(0.05)
        (stream,) = live.hub.streams
        session = stream.admitted.session
        live.hub.deliver([Event(f"session:{session}", "closed", urgent=True, sequence=None)])
        await asyncio.wait_for(task, 5)
        assert not live.hub.streams
        with contextlib.suppress(Exception):
            await live.stop()
        return got

    got = asyncio.run(run())
    headers = dict(got[0]["headers"])
    assert got[0]["status"] == 200
    assert headers[b"content-type"].startswith(b"text/event-stream")
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"cache-control"] == b"no-store"
    text = b"".join(message["body"] for message in got[1:])
    assert b"retry: " in text
    assert b"event: frame" in text
    assert b"event: ring\nid: test:1:3\n" in text
    assert b"event: closed" in text
    assert got[-1]["more_body"] is False


@pytest.mark.django_db(transaction=True)
def test_no_stream_without_a_ticket() -> None:
    async def run() -> int:
        got: list[Any] = []

        async def send(message: Any) -> None:
            got.append(message)

        async def receive() -> Any:
            await asyncio.sleep(3600)

        live = LiveEndpoint()
        await live(scope("ticket=forged", cookie="stayline=none"), receive, send)
        await live.stop()
        return int(got[0]["status"])

    assert asyncio.run(run()) == 403


def test_a_page_answers_the_ping_of_its_stream() -> None:
    async def run() -> tuple[bool, list[Any]]:
        live, got = LiveEndpoint(), []
        stream = Stream(Admitted(uuid4(), "session", "key", ("test:1",)))
        live.hub.join(stream)

        async def send(message: Any) -> None:
            got.append(message)

        async def receive() -> Any:
            raise AssertionError("an answer has no body")

        await live(scope(f"stream={stream.key}") | {"path": "/live/here"}, receive, send)
        return stream.answers, got

    answers, got = asyncio.run(run())
    assert answers
    assert (got[0]["status"], got[1]["body"]) == (200, b"seen\n")
