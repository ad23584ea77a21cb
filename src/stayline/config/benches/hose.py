"""A cheap HTTP client on one event loop: many keep-alive connections, and live streams.

It reads no more of an answer than its status and length, so that two cores are left to the
server. What it costs all the same is told with each figure.
"""

from __future__ import annotations

import asyncio
import json
import resource
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

PATIENCE: Final = 30.0
END: Final = b"\r\n\r\n"


class Unexpected(RuntimeError):
    """The centre answered with something else than what the bench asked for."""


class Line(asyncio.Protocol):
    """One keep-alive connection; one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._got = bytearray()
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Collect an answer until it is whole."""
        self._got += data
        head, found, rest = bytes(self._got).partition(END)
        if not found:
            return
        length = _length(head)
        if len(rest) >= length and self._answer is not None:
            self._got.clear()
            answer, self._answer = self._answer, None
            if not answer.done():
                answer.set_result((int(head[9:12]), rest[:length]))

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail what waits."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError())

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send a request and return status and body of its answer."""
        if self._transport is None:
            raise ConnectionResetError
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await asyncio.wait_for(self._answer, PATIENCE)

    def close(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return 0


@dataclass(frozen=True)
class Target:
    """A centre's API as raw requests."""

    url: str
    token: str

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        parts = urlsplit(self.url)
        return parts.hostname or "127.0.0.1", parts.port or 80

    def post(self, path: str, body: dict[str, Any], *, acting: str = "") -> bytes:
        """Return a POST of the API as bytes; `acting` names the person of an exercise."""
        content = json.dumps(body).encode()
        who = f"X-Stayline-Acting: {acting}\r\n" if acting else ""
        return self._head("POST", path, who, len(content)) + content

    def get(self, path: str, *, acting: str = "") -> bytes:
        """Return a GET of the API as bytes."""
        who = f"X-Stayline-Acting: {acting}\r\n" if acting else ""
        return self._head("GET", path, who, 0)

    def _head(self, method: str, path: str, more: str, length: int) -> bytes:
        host, port = self.address
        return (
            f"{method} /api/v1/{path} HTTP/1.1\r\nHost: {host}:{port}\r\n"
            f"Authorization: Bearer {self.token}\r\nContent-Type: application/json\r\n"
            f"{more}Content-Length: {length}\r\n\r\n"
        ).encode()


@asynccontextmanager
async def lines_to(target: Target, count: int) -> AsyncIterator[list[Line]]:
    """Open `count` connections, and close them at the end."""
    loop = asyncio.get_running_loop()
    opened: list[Line] = []
    try:
        while len(opened) < count:
            opened.append((await loop.create_connection(Line, *target.address))[1])
        yield opened
    finally:
        for one in opened:
            one.close()


async def good(line: Line, request: bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Ask, and return what the JSON of the answer holds.

    Raises:
        Unexpected: the answer is a refusal.
    """
    status, body = await line.ask(request)
    if status >= 400:  # noqa: PLR2004 - the first refusal
        raise Unexpected(f"{request.splitlines()[0].decode()}: {status} {body[:300]!r}")
    return json.loads(body)


@dataclass
class Poured:
    """What came of a storm: milliseconds of each answer, refusals, seconds, and our own cost."""

    ms: list[float] = field(default_factory=list)
    refused: int = 0
    seconds: float = 0.0
    client_cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.ms) / self.seconds

    @property
    def client_us(self) -> float:
        """Microseconds of processor that the client spent for each answer."""
        return 1e6 * self.client_cpu / max(len(self.ms), 1)


async def pour(lines: list[Line], requests: list[Iterator[bytes]], seconds: float) -> Poured:
    """Let each connection send its requests one after the other for so many seconds."""
    done = Poured()
    cpu, started = time.process_time(), time.perf_counter()
    until = started + seconds
    await asyncio.gather(
        *(_pour_one(line, own, until, done) for line, own in zip(lines, requests, strict=True))
    )
    done.seconds = time.perf_counter() - started
    done.client_cpu = time.process_time() - cpu
    return done


async def _pour_one(line: Line, requests: Iterator[bytes], until: float, done: Poured) -> None:
    while time.perf_counter() < until:
        started = time.perf_counter()
        status, _ = await line.ask(next(requests))
        if status >= 400:  # noqa: PLR2004 - the first refusal
            done.refused += 1
        else:
            done.ms.append(1000 * (time.perf_counter() - started))


class Ear(asyncio.Protocol):
    """One live stream. `heard` gets every piece with the moment it came."""

    def __init__(self, request: bytes, heard: Callable[[float, bytes], None]) -> None:
        self._request, self._heard = request, heard
        self._transport: asyncio.BaseTransport | None = None
        self.begun: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        self._transport = transport
        if isinstance(transport, asyncio.Transport):
            transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        """Hand on what came."""
        if not self.begun.done():
            self.begun.set_result(data[:200])
        self._heard(time.perf_counter(), data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Say so, if nothing had come yet."""
        if not self.begun.done():
            self.begun.set_exception(exc or ConnectionResetError())

    def close(self) -> None:
        """Close the stream."""
        if self._transport is not None:
            self._transport.close()


async def listen(
    target: Target, query: str, cookie: str, heard: Callable[[float, bytes], None]
) -> Ear:
    """Open a live stream and return it once it has begun.

    Raises:
        Unexpected: it was refused.
    """
    host, port = target.address
    request = (
        f"GET /live/events?{query} HTTP/1.1\r\nHost: {host}:{port}\r\n"
        f"Cookie: stayline={cookie}\r\nAccept: text/event-stream\r\n\r\n"
    ).encode()
    loop = asyncio.get_running_loop()
    ear = (await loop.create_connection(lambda: Ear(request, heard), host, port))[1]
    first = await asyncio.wait_for(ear.begun, PATIENCE)
    if b" 200 " not in first.split(b"\r\n", 1)[0]:
        ear.close()
        raise Unexpected(f"the live stream was refused: {first!r}")
    return ear


@contextmanager
def many_files() -> Iterator[None]:
    """Let this process open as many connections as its hard limit allows, for a while."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
