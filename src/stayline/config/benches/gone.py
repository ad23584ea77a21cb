"""What an agent feels when every place that messages go to is gone: nothing, it is hoped."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count
from typing import Final

from stayline.config.benches.figures import Budget, Figure, Scale, percentile
from stayline.config.benches.hose import Target, Unexpected, lines_to, pour
from stayline.config.benches.over_http import threatening
from stayline.config.benches.places import Places
from stayline.config.benches.words import NEUTRAL
from stayline.config.rehearsal.centre import running

NAME = "gone"
ROUNDS = {"quick": (1, 1.0), "usual": (3, 4.0), "full": (5, 10.0)}
"""How often normal and gone follow each other, and how many seconds each lasts."""

WAITING: Final = 500
"""Messages that are waiting for the places that are gone."""

SLOWER: Final = Budget(120)
"""The agent's p95 in per cent of normal: within 20 % of it."""


def run(places: Places, scale: Scale) -> list[Figure]:
    """Measure an agent's lines before and while every message runs into a black hole."""
    return [one for engine in places.engines for one in _on(places, engine, scale)]


def _on(places: Places, engine: str, scale: Scale) -> list[Figure]:
    places.down()
    rounds, seconds = ROUNDS[scale]
    normal, gone, tried = asyncio.run(_measure(places, engine, rounds, seconds))
    share = 100 * percentile(gone, 0.95) / percentile(normal, 0.95)
    what = "an agent's line kept"
    return [
        Figure(NAME, engine, f"{what}, all well, p95", percentile(normal, 0.95), "ms"),
        Figure(NAME, engine, f"{what}, every place gone, p95", percentile(gone, 0.95), "ms"),
        Figure(NAME, engine, f"{what}, p95 in per cent of normal", share, "%", SLOWER),
        Figure(NAME, engine, f"tries of {WAITING} waiting messages", tried, ""),
    ]


async def _measure(
    places: Places, engine: str, rounds: int, seconds: float
) -> tuple[list[float], list[float], int]:
    """Let normal and gone take turns, so that whatever else the machine does meets both."""
    normal: list[float] = []
    gone: list[float] = []
    async with black_hole() as (port, tries):
        made = places.prepared(engine)
        environ = {
            **made.environ,
            "STAYLINE_CASE_WEBHOOK_URL": f"http://127.0.0.1:{port}/gone",
            "STAYLINE_CASE_WEBHOOK_SECRET": f"whsec_{b64encode(bytes(32)).decode()}",
        }
        up = running(replace(made, environ=environ))
        centre = await asyncio.to_thread(up.__enter__)
        try:
            target = Target(centre.url, centre.token)
            async with lines_to(target, 1) as lines:
                contact = await threatening(target, lines[0])
            said = _lines(target, contact)
            await _pour(target, said, 1.0)
            for _ in range(rounds):
                await _wait(places, engine, 0)
                normal += await _pour(target, said, seconds)
                await _wait(places, engine, WAITING)
                gone += await _pour(target, said, seconds)
            await _wait(places, engine, 0)
        finally:
            await asyncio.to_thread(up.__exit__, None, None, None)
    return normal, gone, len(tries)


async def _wait(places: Places, engine: str, many: int) -> None:
    """Let so many messages wait for the black hole, and no others."""
    await asyncio.to_thread(lambda: places.inside(engine, "waiting", many=many))


async def _pour(target: Target, said: Iterator[bytes], seconds: float) -> list[float]:
    """Let an agent's platform send line after line, over a connection that is not old."""
    async with lines_to(target, 1) as lines:
        done = await pour(lines, [said], seconds)
    if done.refused:
        raise Unexpected(f"{done.refused} lines were refused")
    return done.ms


def _lines(target: Target, contact: str) -> Iterator[bytes]:
    for number in count():
        line = {"id": f"agent-{number}", "who": "caller", "text": NEUTRAL[number % len(NEUTRAL)]}
        yield target.post(f"contacts/{contact}/lines", {"lines": [line]})


@asynccontextmanager
async def black_hole() -> AsyncIterator[tuple[int, list[int]]]:
    """A place that takes every connection and never answers; gives its port and who came."""
    came: list[int] = []
    held: list[asyncio.StreamWriter] = []

    async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append(1)
        held.append(writer)
        await reader.read()

    server = await asyncio.start_server(swallow, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], came
    finally:
        server.close()
        for writer in held:
            writer.close()
