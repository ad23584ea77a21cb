"""Threat words received, to the ring on a supervisor's screen, while other contacts talk."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Final
from uuid import uuid4

from stayline.config.benches.figures import Budget, Figure, Scale, lateness
from stayline.config.benches.hose import Line, Target, Unexpected, good, lines_to, listen
from stayline.config.benches.places import Places
from stayline.config.benches.words import NEUTRAL, THREAT

NAME = "ring"


@dataclass(frozen=True)
class Load:
    """How many contacts talk, how many lines a second in all, and how many threats come."""

    contacts: int
    lines: float
    threats: int


LOADS = {
    "quick": Load(contacts=40, lines=20, threats=4),
    "usual": Load(contacts=200, lines=40, threats=15),
    "full": Load(contacts=2_000, lines=400, threats=30),  # the budget's own
}
RECEIVERS: Final = ("jordan", "robin", "lee", "morgan")
TALKERS: Final = 16
"""Connections over which the other contacts' lines come."""

TOGETHER: Final = 0.05
"""Seconds of lines that a platform sends in one request, as the how-to says."""

BETWEEN: Final = 0.5
"""Seconds between two threats: far more than a centre hears."""

PATIENCE: Final = 10.0
P99: Final = Budget(250)


@dataclass
class Screens:
    """What rang on whose screen, and when."""

    rung: list[tuple[float, str]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, username: str, at: float, data: bytes) -> None:
        """Note a ring."""
        if b"event: ring" in data:
            self.rung.append((at, username))
            self.news.set()


def run(places: Places, scale: Scale) -> list[Figure]:
    """Measure from the request to the event on the stream; a quick look is of one engine."""
    load = LOADS[scale]
    found: list[Figure] = []
    for engine in places.engines[: 1 if scale == "quick" else None]:
        centre = places.up(engine)
        passes = places.inside(engine, "tickets", usernames=list(RECEIVERS), topics=[""])
        target = Target(centre.url, centre.token)
        for together, way in ((True, "many a request"), (False, "one a request")):
            ms, rate = asyncio.run(_measure(target, passes, load, together=together))
            what = f"words to ring, {load.contacts:,} contacts, lines {way}"
            other = f"other lines, {way}, of {load.lines:g}/s asked"
            found += [
                *lateness(NAME, engine, what, ms, P99 if together else None),
                Figure(NAME, engine, other, rate, "/s"),
            ]
    return found


async def _measure(
    target: Target, passes: list[dict[str, str]], load: Load, *, together: bool
) -> tuple[list[float], float]:
    screens = Screens()
    ears = [
        await listen(
            target,
            one["query"],
            one["cookie"],
            partial(screens.note, one["username"]),
        )
        for one in passes
    ]
    async with lines_to(target, TALKERS + 1) as (line, *talkers):
        contacts = await _contacts(target, talkers, load.contacts)
        talk = Talk(load.lines, together)
        talking = asyncio.create_task(_talk(target, talkers, contacts, talk))
        started = time.perf_counter()
        ms = []
        for _ in range(load.threats):
            ms.append(await _threat(target, line, screens))
            await asyncio.sleep(BETWEEN)
        rate = talk.sent / (time.perf_counter() - started)
        talk.ended.set()
        await talking
    for ear in ears:
        ear.close()
    return ms, rate


async def _contacts(target: Target, talkers: list[Line], many: int) -> list[str]:
    """Open the contacts that talk in the background."""
    made = [str(uuid4()) for _ in range(many)]

    async def some(line: Line, mine: list[str]) -> None:
        for contact in mine:
            await good(line, target.post("contacts", {"id": contact}))

    await asyncio.gather(
        *(some(line, made[place :: len(talkers)]) for place, line in enumerate(talkers))
    )
    return made


@dataclass
class Talk:
    """What the other contacts say meanwhile: lines a second, and how many go together."""

    rate: float
    together: bool
    sent: int = 0
    ended: asyncio.Event = field(default_factory=asyncio.Event)


async def _talk(target: Target, talkers: list[Line], contacts: list[str], talk: Talk) -> None:
    """Send lines at a steady rate; what the centre cannot take in time waits its turn."""
    size = max(1, round(talk.rate * TOGETHER)) if talk.together else 1
    numbers = count(step=size)
    begun = time.perf_counter()

    async def one(line: Line) -> None:
        for number in numbers:
            await asyncio.sleep(max(0.0, begun + number / talk.rate - time.perf_counter()))
            if talk.ended.is_set():
                return
            await good(line, _ordinary(target, contacts, range(number, number + size), talk))
            talk.sent += size

    await asyncio.gather(*(one(line) for line in talkers))


def _ordinary(target: Target, contacts: list[str], numbers: range, talk: Talk) -> bytes:
    said = [
        {
            "contact": contacts[number % len(contacts)],
            "id": f"line-{number}",
            "text": NEUTRAL[number % len(NEUTRAL)],
        }
        for number in numbers
    ]
    if talk.together:
        return target.post("lines", {"lines": said})
    return target.post(f"contacts/{said[0]['contact']}/lines", {"lines": said})


async def _threat(target: Target, line: Line, screens: Screens) -> float:
    """Let a contact threaten; return the milliseconds to its ring, and take the contact over.

    Taking it over keeps its ladder from ringing again in the middle of the next measurement.

    Raises:
        Unexpected: nobody's screen rang for it.
    """
    contact = str(uuid4())
    await good(line, target.post("contacts", {"id": contact, "caller": {"country": "US"}}))
    screens.rung.clear()
    said = [{"id": "threat", "text": THREAT}]
    started = time.perf_counter()
    kept = await good(line, target.post(f"contacts/{contact}/lines", {"lines": said}))
    until = started + PATIENCE
    asked: set[str] = set()
    while time.perf_counter() < until:
        for at, who in _unasked(screens, asked):
            for ring in await good(line, target.get("exercise/rings", acting=who)):
                if ring["incident"] == kept["incident"]:
                    await _take(target, line, ring["ladder"], who)
                    return 1000 * (at - started)
        screens.news.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(screens.news.wait(), 0.2)
    raise Unexpected("a threat rang on nobody's screen")


def _unasked(screens: Screens, asked: set[str]) -> Iterator[tuple[float, str]]:
    for at, who in list(screens.rung):
        if who not in asked:
            asked.add(who)
            yield at, who


async def _take(target: Target, line: Line, ladder: str, who: str) -> None:
    for press in ("accept", "join", "spoke", "complete"):
        await good(line, target.post(f"exercise/ladders/{ladder}", {"do": press}, acting=who))
