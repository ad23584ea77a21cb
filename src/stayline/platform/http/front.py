"""The raw-ASGI front: live streams and health on the event loop, all else to Django's threads."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import structlog

from stayline.platform.http import health
from stayline.platform.http.asgi import Receive, Scope, Send, answer
from stayline.platform.http.bridge import WsgiBridge
from stayline.platform.live.endpoint import HERE_PATH, LiveEndpoint

log = structlog.get_logger("stayline.web")

LIVE_PATHS: Final = frozenset({"/live/events", HERE_PATH})


class Front:
    """The ASGI application that granian serves."""

    def __init__(self, bridge: WsgiBridge, live: LiveEndpoint) -> None:
        self._bridge = bridge
        self._live = live
        self._readiness = health.Readiness()
        # A thread of its own: when all web threads hang, readiness must still say so.
        self._aside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="health")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection: lifespan, or HTTP. Web sockets are not spoken here."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
        else:
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope["path"]:
            case "/healthz":
                await answer(send, 200, b"alive\n")
            case "/readyz":
                await self._ready(send)
            case "/metrics":
                await self._metrics(scope, send)
            case path if path in LIVE_PATHS:
                await self._live(scope, receive, send)
            case _:
                await self._bridge(scope, receive, send)

    async def _ready(self, send: Send) -> None:
        loop = asyncio.get_running_loop()
        findings = await loop.run_in_executor(self._aside, self._readiness.findings)
        ready = all(finding.well for finding in findings)
        body = {
            "ready": ready,
            "checks": {finding.name: finding.say for finding in findings},
        }
        await answer(
            send,
            200 if ready else 503,
            json.dumps(body).encode() + b"\n",
            kind=b"application/json",
        )

    async def _metrics(self, scope: Scope, send: Send) -> None:
        if not health.may_read_metrics(scope):
            await answer(send, 403, b"Metrics need the token, or this machine.\n")
            return
        body, kind = health.numbers()
        await answer(send, 200, body, kind=kind)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self._live.start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self._live.stop()
                await asyncio.to_thread(self._bridge.close)
                self._aside.shutdown(wait=False)
                await send({"type": "lifespan.shutdown.complete"})
                return
