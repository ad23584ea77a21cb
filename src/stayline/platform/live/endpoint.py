"""`/live/events`: the one address on the event loop, from ticket to stream.

Opening asks Host, Origin, the tickets and the session; the questions to the database run in
threads of their own. Presence follows from the streams that are open here.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import random
import socket
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final, ParamSpec, TypeVar
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import structlog
from django.conf import settings
from django.db import DatabaseError, connections
from django.http.request import split_domain_port, validate_host

from stayline.platform.errors import Forbidden
from stayline.platform.http.asgi import SECURE_HEADERS, Receive, Scope, Send, answer, header
from stayline.platform.live import tickets
from stayline.platform.live.feed import Feed
from stayline.platform.live.hub import CLOSED_FRAME, RESYNC_FRAME, Event, Hub, Stream, frame
from stayline.platform.live.publish import FRAME
from stayline.platform.ports import presence

log = structlog.get_logger("stayline.live")

P = ParamSpec("P")
R = TypeVar("R")

THREADS: Final = 2
"""How many questions about who may watch are asked of the database at a time."""

PING_SECONDS: Final = 5.0
HERE_PATH: Final = "/live/here"
"""Where a page answers a ping."""

RECHECK_SECONDS: Final = 60.0
LEAVING_GRACE_SECONDS: Final = 1.5
"""A page that is being changed closes its stream and opens another: that is not leaving."""
REPLAY_AT_MOST: Final = 200

PROCESS: Final = f"{socket.gethostname()[:40]}:{os.getpid()}"


class LiveEndpoint:
    """Opens streams, keeps them alive, and tells who is present."""

    def __init__(self) -> None:
        self.hub = Hub(self._recheck_soon)
        self._pool = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="live")
        self._feed: Feed | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def start(self) -> None:
        """Start the feed and the steady beats."""
        loop = asyncio.get_running_loop()
        self._feed = Feed(lambda events: _call(loop, self.hub.deliver, events))
        self._feed.start()
        for beat in (self._ping, self._tell_presence, self._recheck_all):
            self._keep(beat())

    async def stop(self) -> None:
        """Close every stream; browsers come back by themselves, so nobody counts as gone."""
        self._stopping = True
        for stream in list(self.hub.streams):
            stream.close()
        for task in list(self._tasks):
            task.cancel()
        if self._feed is not None:
            self._feed.stop()
        together = threading.Barrier(THREADS)
        loop = asyncio.get_running_loop()
        await asyncio.gather(
            *(loop.run_in_executor(self._pool, _let_go, together) for _ in range(THREADS))
        )
        self._pool.shutdown(wait=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request for a stream."""
        refusal = refused_at_the_door(scope)
        if refusal:
            await answer(send, refusal, b"Refused.\n")
            return
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        if scope["path"] == HERE_PATH:
            self.hub.answered(query.get("stream", [""])[0])
            await answer(send, 200, b"seen\n")
            return
        session_key = _session_key(header(scope, b"cookie"))
        try:
            admitted = await self._ask(tickets.admit, query.get("ticket", []), session_key)
        except Forbidden as refused:
            await answer(send, 403, f"{refused.code}\n".encode())
            return
        except DatabaseError:
            await answer(send, 503, b"Busy.\n", extra=[(b"retry-after", b"1")])
            return
        after = header(scope, b"last-event-id") or query.get("after", [""])[0]
        await self._serve(Stream(admitted), after, receive, send)

    async def _serve(self, stream: Stream, after: str, receive: Receive, send: Send) -> None:
        person_id = stream.admitted.person_id
        arrives = person_id not in self.hub.presence()
        self.hub.join(stream)  # first: what is committed during the replay must not be lost
        if arrives and person_id in self.hub.presence():
            self._keep(self._arrived(person_id))  # a ladder may look for them in this second
        reader = asyncio.create_task(_until_gone(receive, stream))
        try:
            first = await self._ask(catch_up, stream.admitted.topics, after)
            await _begin(send)
            await send(_body(_retry() + first))
            while frames := await stream.next():
                await send(_body(frames))
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except (OSError, RuntimeError):
            log.debug("stream lost")
        finally:
            reader.cancel()
            self.hub.leave(stream)
            if not self._stopping:
                self._keep(self._maybe_gone(stream.admitted.person_id))

    async def _arrived(self, person_id: UUID) -> None:
        with contextlib.suppress(DatabaseError):  # the next beat tells it again
            await self._ask(_tell_seen, [person_id])

    async def _maybe_gone(self, person_id: UUID) -> None:
        await asyncio.sleep(LEAVING_GRACE_SECONDS)
        if person_id not in self.hub.presence():
            await self._ask(_tell_gone, person_id)

    async def _ask(self, question: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
        """Ask something of the database in one of our threads."""
        loop = asyncio.get_running_loop()
        call = functools.partial(question, *arguments, **named)
        return await loop.run_in_executor(self._pool, _with_connection, call)

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _ping(self) -> None:
        while True:
            await asyncio.sleep(PING_SECONDS)
            self.hub.forget_old()
            for count, stream in enumerate(list(self.hub.streams)):
                if not stream.ping():
                    stream.close()  # a page that is there after all comes back by itself
                if count % 500 == 499:  # noqa: PLR2004 - let urgent events through in between
                    await asyncio.sleep(0)

    async def _tell_presence(self) -> None:
        while True:
            people = sorted(self.hub.presence())
            if people:
                with contextlib.suppress(DatabaseError):
                    await self._ask(_tell_seen, people)
            await asyncio.sleep(PING_SECONDS)

    async def _recheck_all(self) -> None:
        """Ask again for every stream now and then: sessions expire without saying so."""
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            await self._recheck(list(self.hub.streams))

    def _recheck_soon(self, streams: list[Stream]) -> None:
        self._keep(self._recheck(streams))

    async def _recheck(self, streams: list[Stream]) -> None:
        for stream in streams:
            try:
                allowed = await self._ask(tickets.still_admitted, stream.admitted)
            except DatabaseError:
                continue  # a database that is away takes nobody's screen; the next round asks
            if not allowed:
                stream.close(CLOSED_FRAME)


def refused_at_the_door(scope: Scope) -> int:
    """Return the status of a refusal by method, Host or Origin; 0 when none."""
    if scope["method"] != "GET":
        return 405
    host = header(scope, b"host")
    domain, _port = split_domain_port(host)
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        return 400
    origin = header(scope, b"origin")
    if origin and urlsplit(origin).netloc != host:
        return 403
    site = header(scope, b"sec-fetch-site")
    return 403 if site and site not in {"same-origin", "none"} else 0


def catch_up(topics: tuple[str, ...], after: str) -> bytes:
    """Return what a new stream must hear first: each topic's replay, or its whole frame."""
    last_topic, _, last = after.rpartition(":")
    parts = []
    for topic in topics:
        port = tickets.port_of(topic)
        known = port is not None and topic == last_topic and last.isdecimal()
        missed = port.replay(topic, int(last)) if port is not None and known else None
        if missed is None:
            parts.append(frame(Event(topic, FRAME, urgent=True, sequence=None)))
        elif len(missed) > REPLAY_AT_MOST:
            parts.append(RESYNC_FRAME)
        else:
            parts.extend(frame(Event(topic, kind, True, number)) for number, kind in missed)  # noqa: FBT003 - a field of a tuple, named in its class
    return b"".join(parts)


def _retry() -> bytes:
    """Spread the return of many browsers over two seconds."""
    return f"retry: {random.randint(500, 2500)}\n\n".encode()  # noqa: S311 - no secret


def _body(data: bytes) -> dict[str, object]:
    return {"type": "http.response.body", "body": data, "more_body": True}


async def _begin(send: Send) -> None:
    headers = [(b"content-type", b"text/event-stream; charset=utf-8"), *SECURE_HEADERS]
    headers.append((b"x-accel-buffering", b"no"))
    await send({"type": "http.response.start", "status": 200, "headers": headers})


async def _until_gone(receive: Receive, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.close()


def _session_key(cookie: str) -> str:
    try:
        found = SimpleCookie(cookie).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value if found else ""


def _call(
    loop: asyncio.AbstractEventLoop,
    function: Callable[[list[Event]], None],
    events: list[Event],
) -> None:
    with contextlib.suppress(RuntimeError):  # the loop is closing
        loop.call_soon_threadsafe(function, events)


def _with_connection(question: Callable[[], R]) -> R:
    """Ask, and drop a broken connection so that the next question gets a new one."""
    try:
        return question()
    except DatabaseError:
        connections.close_all()
        raise


def _let_go(together: threading.Barrier) -> None:
    """Close this thread's connection; the barrier makes every thread of the pool come."""
    with contextlib.suppress(threading.BrokenBarrierError):
        together.wait(2)
    connections.close_all()


def _tell_seen(people: list[UUID]) -> None:
    presence().seen(people, at=datetime.now(UTC), process=PROCESS)


def _tell_gone(person_id: UUID) -> None:
    presence().gone(person_id, at=datetime.now(UTC), process=PROCESS)
