"""The bridge: bodies, limits, streams and clients that go away."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from stayline.platform.http.asgi import Message
from stayline.platform.http.bridge import WsgiBridge, environ_of

WsgiStart = Callable[..., Any]


def scope(**changes: Any) -> dict[str, Any]:
    return {
        "type": "http",
        "method": "POST",
        "path": "/å/x",
        "query_string": b"a=1",
        "headers": [(b"host", b"centre"), (b"x-real", b"1"), (b"x_real", b"2")],
        "client": ("192.0.2.7", 5),
        "server": ("centre", 80),
        "scheme": "http",
    } | changes


class Client:
    """One request's other end: what it sends, and what it got."""

    def __init__(self, *chunks: bytes, goes_away: bool = False) -> None:
        self.messages: list[Message] = [
            {"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks
        ]
        if goes_away:
            self.messages.append({"type": "http.disconnect"})
        else:
            self.messages.append({"type": "http.request", "body": b"", "more_body": False})
        self.got: list[Message] = []

    async def receive(self) -> Message:
        if self.messages:
            return self.messages.pop(0)
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(self, message: Message) -> None:
        self.got.append(message)

    @property
    def status(self) -> int:
        return int(self.got[0]["status"]) if self.got else 0

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.got[1:])


def echo(environ: dict[str, Any], start: WsgiStart) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/plain"), ("X-Path", environ["PATH_INFO"])])
    return [environ["wsgi.input"].read()]


def ask(application: Any, client: Client, *, limit: int = 4_000_000, **changes: Any) -> Client:
    async def run() -> None:
        bridge = WsgiBridge(application, threads=2, limit_bytes=limit)
        try:
            await bridge(scope(**changes), client.receive, client.send)
        finally:
            bridge.close()

    asyncio.run(run())
    return client


def test_a_body_in_pieces_arrives_whole() -> None:
    client = ask(echo, Client(b"keep ", b"talking"))
    assert (client.status, client.body) == (200, b"keep talking")
    assert (b"x-path", "/å/x".encode()) in client.got[0]["headers"]


def test_a_body_beyond_memory_arrives_whole() -> None:
    piece = bytes(range(256)) * 4096
    assert ask(echo, Client(piece, piece, piece)).body == piece * 3


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_beyond_the_limit_is_refused_and_never_reaches_django(declared: bool) -> None:
    called = []
    headers = [(b"content-length", b"30")] if declared else []
    client = ask(lambda *_: called.append(1), Client(b"x" * 30), limit=20, headers=headers)
    assert client.status == 413
    assert not called


def test_a_client_that_goes_away_in_its_body_changes_nothing() -> None:
    called = []
    client = ask(lambda *_: called.append(1), Client(b"half", goes_away=True))
    assert not called
    assert not client.got


def test_a_header_with_an_underscore_cannot_pose_as_another() -> None:
    environ = environ_of(scope(), None, 0)  # type: ignore[arg-type]  # no body is read
    assert environ["HTTP_X_REAL"] == "1"
    assert environ["REMOTE_ADDR"] == "192.0.2.7"


class Streamed:
    """A streamed answer that notes how far it got and whether it was closed."""

    streaming = True

    def __init__(self, chunks: int) -> None:
        self.chunks = chunks
        self.given = 0
        self.closed = threading.Event()

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(self.chunks):
            self.given += 1
            yield b"piece "

    def close(self) -> None:
        self.closed.set()


def test_a_streamed_answer_goes_out_in_pieces_and_is_closed() -> None:
    answer = Streamed(3)

    def application(_environ: dict[str, Any], start: WsgiStart) -> Iterable[bytes]:
        start("200 OK", [])
        return answer

    client = ask(application, Client())
    assert client.body == b"piece piece piece "
    assert len(client.got) == 5
    assert client.got[-1]["more_body"] is False
    assert answer.closed.is_set()


def test_a_stream_stops_when_its_reader_goes_away() -> None:
    answer = Streamed(100_000)

    def application(_environ: dict[str, Any], start: WsgiStart) -> Iterable[bytes]:
        start("200 OK", [])
        return answer

    client = Client()
    client.messages.append({"type": "http.disconnect"})
    ask(application, client)
    assert answer.given < 100_000
    assert answer.closed.is_set()


def test_a_fault_below_django_is_answered_without_its_text() -> None:
    def application(_environ: dict[str, Any], _start: WsgiStart) -> Iterable[bytes]:
        raise RuntimeError("what the caller said")

    client = ask(application, Client())
    assert client.status == 500
    assert b"caller" not in client.body


def test_too_many_waiting_requests_are_told_to_come_again() -> None:
    release = threading.Event()

    def slow(_environ: dict[str, Any], start: WsgiStart) -> Iterable[bytes]:
        release.wait(5)
        start("200 OK", [])
        return [b"done"]

    async def run() -> tuple[Client, list[Client]]:
        bridge = WsgiBridge(slow, threads=1, limit_bytes=100)
        bridge.waiting_at_most = 2
        waiting = [Client() for _ in range(3)]
        tasks = [asyncio.create_task(bridge(scope(), c.receive, c.send)) for c in waiting]
        await asyncio.sleep(0.05)
        late = Client()
        await bridge(scope(), late.receive, late.send)
        release.set()
        await asyncio.gather(*tasks)
        bridge.close()
        return late, waiting

    late, waiting = asyncio.run(run())
    assert late.status == 503
    assert [client.status for client in waiting] == [200, 200, 200]
