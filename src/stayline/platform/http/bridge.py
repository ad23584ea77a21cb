"""From ASGI to Django's WSGI handler: one persistent pool of threads, bodies spooled first.

Django's own ASGI handler was 8 times slower on an empty view (`design.md` section 5). A
request takes a thread only when its body is here in full, so eight slow senders cannot stop
the centre; each thread keeps its database connection for ever.
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, Final
from wsgiref.types import WSGIApplication

import structlog

from stayline.platform import metrics
from stayline.platform.http.asgi import Headers, Receive, Scope, Send, answer, header
from stayline.platform.http.spool import Spool

log = structlog.get_logger("stayline.web")

IN_MEMORY: Final = 1024 * 1024
SILENCE_SECONDS: Final = 30
"""How long a sender may say nothing in the middle of a body."""
CHUNK_SECONDS: Final = 60
"""How long a reader may take one chunk of a streamed answer."""
WAITING_AT_MOST: Final = 512


class TooLarge(Exception):
    """The body is larger than this installation takes."""


class Gone(Exception):
    """The client went away."""


class WsgiBridge:
    """An ASGI application that answers through a WSGI application in threads.

    A write whose client went away is finished all the same: an action is never cut in half.
    A streamed answer stops, and its iterable is closed.
    """

    def __init__(
        self,
        application: WSGIApplication,
        *,
        threads: int,
        limit_bytes: int,
        spool_folder: Path | None = None,
    ) -> None:
        self._application = application
        self._limit = limit_bytes
        self._spool_folder = str(spool_folder) if spool_folder else None
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="web")
        self._threads = threads
        self._waiting = 0
        self.waiting_at_most = WAITING_AT_MOST
        """How many requests may wait for a thread; the next are told to come again."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if self._waiting >= self._threads + self.waiting_at_most:
            metrics.REFUSED_BUSY.inc()
            await answer(send, 503, b"Busy. Try again.", extra=[(b"retry-after", b"1")])
            return
        with Spool(IN_MEMORY, self._spool_folder) as body:
            try:
                size = await self._take_body(scope, receive, body)
            except TooLarge:
                await answer(send, 413, b"That is too large.", extra=[(b"connection", b"close")])
                return
            except TimeoutError:
                await answer(send, 408, b"Timed out.", extra=[(b"connection", b"close")])
                return
            except Gone:
                return
            await self._in_a_thread(environ_of(scope, body.rewind(), size), receive, send)

    async def _in_a_thread(self, environ: dict[str, Any], receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        call = _Call(self._application, environ, loop, receive, send)
        self._waiting += 1
        running = loop.run_in_executor(self._pool, call.run)
        try:
            await asyncio.shield(running)
        except asyncio.CancelledError:
            await running  # the thread still reads the body that our caller is about to close
            raise
        finally:
            self._waiting -= 1
        await call.finish()

    async def _take_body(self, scope: Scope, receive: Receive, body: Spool) -> int:
        """Write the request's body into `body`; return its size."""
        declared = header(scope, b"content-length")
        if declared.isdecimal() and int(declared) > self._limit:
            raise TooLarge
        size = 0
        more = True
        while more:
            message = await asyncio.wait_for(receive(), SILENCE_SECONDS)
            if message["type"] == "http.disconnect":
                raise Gone
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > self._limit:
                raise TooLarge
            if size <= IN_MEMORY:
                body.write(chunk)
            else:
                await asyncio.to_thread(body.write, chunk)
            more = message.get("more_body", False)
        return size

    def close(self) -> None:
        """Let running requests finish, and end the threads."""
        self._pool.shutdown(wait=True, cancel_futures=False)


class _Call:
    """One request on its way through the WSGI application, in one thread."""

    def __init__(
        self,
        application: WSGIApplication,
        environ: dict[str, Any],
        loop: asyncio.AbstractEventLoop,
        receive: Receive,
        send: Send,
    ) -> None:
        self._application = application
        self._environ = environ
        self._loop = loop
        self._receive = receive
        self._send = send
        self._status = 500
        self._headers: Headers = []
        self._whole: bytes | None = None

    def run(self) -> None:
        """Call the application. What it answers at once is kept for `finish`."""
        try:
            result = self._application(self._environ, self._start)
        except Exception as error:  # a fault below Django's own net still gets an answer
            log.exception("unanswered request", exc_info=error)
            self._whole = b"Something went wrong on our side."
            return
        try:
            if getattr(result, "streaming", False):
                self._stream(result)
            else:
                self._whole = b"".join(result)
        finally:
            close: Callable[[], None] | None = getattr(result, "close", None)
            if close is not None:
                close()

    async def finish(self) -> None:
        """Send a whole answer; a streamed one is sent already."""
        if self._whole is None:
            return
        await self._begin()
        await self._send({"type": "http.response.body", "body": self._whole, "more_body": False})

    def _start(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], object]:
        del exc_info
        self._status = int(status.split(" ", 1)[0])
        self._headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
        ]
        return lambda _chunk: None

    def _stream(self, chunks: Iterable[bytes]) -> None:
        gone = asyncio.run_coroutine_threadsafe(self._watch(), self._loop)
        try:
            self._on_loop(self._begin())
            for chunk in chunks:
                if gone.done():
                    return
                if chunk:
                    self._on_loop(self._chunk(chunk))
            self._on_loop(self._chunk(b"", more=False))
        finally:
            gone.cancel()

    def _on_loop(self, step: Any) -> None:  # noqa: ANN401 - a coroutine of nothing
        asyncio.run_coroutine_threadsafe(step, self._loop).result(CHUNK_SECONDS)

    async def _begin(self) -> None:
        await self._send(
            {"type": "http.response.start", "status": self._status, "headers": self._headers}
        )

    async def _chunk(self, chunk: bytes, *, more: bool = True) -> None:
        await self._send({"type": "http.response.body", "body": chunk, "more_body": more})

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass


def environ_of(scope: Scope, body: IO[bytes], size: int) -> dict[str, Any]:
    """Return the WSGI environment (PEP 3333) of an ASGI request whose body is in `body`.

    A header with an underscore is dropped: WSGI could not tell `X-A_B` from `X-A-B`, which
    would let a client pose as the proxy.
    """
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8").decode("latin-1"),
        "QUERY_STRING": scope.get("query_string", b"").decode("latin-1"),
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": str(client[0]),
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body if size else io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        _add_header(environ, raw_name.decode("latin-1"), raw_value.decode("latin-1"))
    environ["CONTENT_LENGTH"] = str(size)
    return environ


def _add_header(environ: dict[str, Any], name: str, value: str) -> None:
    if "_" in name or name == "content-length":
        return
    key = "CONTENT_TYPE" if name == "content-type" else "HTTP_" + name.upper().replace("-", "_")
    joiner = "; " if name == "cookie" else ","
    environ[key] = f"{environ[key]}{joiner}{value}" if key in environ else value
