"""Live events: what one hub delivers, and how long a screen waits for what was published."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from functools import partial
from typing import Any, Final
from uuid import uuid4

from stayline.config.benches.figures import Budget, Figure, Scale, lateness
from stayline.config.benches.hose import Ear, Target, good, lines_to, listen, many_files
from stayline.config.benches.places import Places
from stayline.config.benches.words import NEUTRAL

NAME = "live"
HUB = {"quick": (400, 0.5), "usual": (2_000, 3.0), "full": (2_000, 10.0)}
SCREENS = {"quick": (200, 1.5), "usual": (2_000, 5.0), "full": (2_000, 20.0)}
TOPICS: Final = 40
EVENTS: Final = 10
"""Events a second; each reaches every screen of its topic."""

OPENING: Final = 16
"""Streams that are being opened at a time."""

WATCHER: Final = "jordan"
RATE: Final = Budget(20_000, at_most=False)
LATE: Final = Budget(25)

Heard = dict[str, list[list[float]]]


def run(places: Places, scale: Scale) -> list[Figure]:
    """Measure the hub in a process of its own, then screens over HTTP, on one engine."""
    engine = places.embedded
    streams, seconds = HUB[scale]
    hub = places.inside(engine, "hub", streams=streams, topics=TOPICS, seconds=seconds)
    found = [
        Figure(NAME, "", f"hub alone, {streams:,} streams", hub["rate"], "/s", RATE),
        Figure(NAME, "", f"hub alone, {streams:,} streams, p99 of a batch", hub["p99_ms"], "ms"),
    ]
    return found + _screens(places, engine, scale)


def _screens(places: Places, engine: str, scale: Scale) -> list[Figure]:
    count, seconds = SCREENS[scale]
    centre = places.up(engine)
    target = Target(centre.url, centre.token)
    contacts = [str(uuid4()) for _ in range(TOPICS)]
    topics = [f"contact:{contact}" for contact in contacts]
    asyncio.run(_open(target, contacts))
    passes = places.inside(engine, "tickets", usernames=[WATCHER], topics=topics)
    with many_files():
        heard, opened_in = asyncio.run(_watch(target, contacts, passes, count, seconds))
    published = places.inside(engine, "published", topics=topics)
    late, lost = _late(heard, published)
    what = f"published to {count:,} screens"
    return [
        *lateness(NAME, engine, what, late, LATE),
        Figure(NAME, engine, f"{what}, lost", lost, "", Budget(0)),
        Figure(NAME, engine, "screens opened", count / opened_in, "/s"),
    ]


async def _open(target: Target, contacts: list[str]) -> None:
    async with lines_to(target, 1) as (line,):
        for contact in contacts:
            await good(line, target.post("contacts", {"id": contact}))


async def _watch(
    target: Target,
    contacts: list[str],
    passes: list[dict[str, str]],
    count: int,
    seconds: float,
) -> tuple[Heard, float]:
    heard: Heard = defaultdict(list)
    started = time.perf_counter()
    ears = await _ears(target, passes, count, heard)
    opened_in = time.perf_counter() - started
    try:
        async with lines_to(target, 1) as (line,):
            for number in range(int(EVENTS * seconds)):
                said = {"id": f"line-{number}", "text": NEUTRAL[number % len(NEUTRAL)]}
                path = f"contacts/{contacts[number % len(contacts)]}/lines"
                due = started + opened_in + number / EVENTS
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                await good(line, target.post(path, {"lines": [said]}))
        await asyncio.sleep(1)
    finally:
        for ear in ears:
            ear.close()
    return heard, opened_in


async def _ears(
    target: Target, passes: list[dict[str, str]], count: int, heard: Heard
) -> list[Ear]:
    """Open the screens, a few at a time; each writes into a list of its own."""
    turn = asyncio.Semaphore(OPENING)

    async def one(place: int) -> Ear:
        ticket = passes[place % len(passes)]
        times: list[float] = []
        heard[ticket["topic"]].append(times)
        async with turn:
            return await listen(target, ticket["query"], ticket["cookie"], partial(_note, times))

    return list(await asyncio.gather(*(one(place) for place in range(count))))


def _note(times: list[float], _: float, data: bytes) -> None:
    times.extend([time.time()] * data.count(b"event: lines"))


def _late(heard: Heard, published: dict[str, Any]) -> tuple[list[float], int]:
    """Return the wait of each delivery in milliseconds, and how many never came."""
    late, lost = [], 0
    for topic, screens in heard.items():
        events = published.get(topic, [])
        for times in screens:
            late += [1000 * (at - event) for at, event in zip(times, events, strict=False)]
            lost += max(0, len(events) - len(times))
    return late, lost
