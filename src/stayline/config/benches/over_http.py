"""The same action through HTTP: lines of contacts with an incident, from 1 and from 32 clients."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import count
from typing import Final
from uuid import uuid4

from stayline.config.benches.figures import Budget, Figure, Scale, lateness
from stayline.config.benches.hose import Line, Poured, Target, Unexpected, good, lines_to, pour
from stayline.config.benches.places import Places
from stayline.config.benches.words import NEUTRAL, THREAT

NAME = "http"
SIZES = {"quick": 1.0, "usual": 5.0, "full": 15.0}
BARE = {"quick": (0.2, 1), "usual": (0.5, 3), "full": (1.0, 5)}
CLIENTS: Final = 32
INCIDENTS = {"quick": 4, "usual": CLIENTS, "full": CLIENTS}
"""In a quick look several clients share an incident."""

OF_BARE: Final = {"sqlite": Budget(25, at_most=False), "postgresql": Budget(15, at_most=False)}


def run(places: Places, scale: Scale) -> list[Figure]:
    """Measure answers a second, their times, and the share of the bare loop, on each engine."""
    # The embedded engine last: its centre stays up for the benches that follow.
    return [one for engine in reversed(places.engines) for one in _on(places, engine, scale)]


def _on(places: Places, engine: str, scale: Scale) -> list[Figure]:
    centre = places.up(engine)
    seconds, rounds = BARE[scale]
    bare = places.inside(engine, "bare", seconds=seconds, rounds=rounds)["bare_line"]
    target = Target(centre.url, centre.token)
    found = [Figure(NAME, engine, "bare loop of a kept line's rows", bare, "/s")]
    storms = asyncio.run(_storm(target, SIZES[scale], INCIDENTS[scale]))
    for clients, poured in storms.items():
        who = f"{clients} client{'s' * (clients > 1)}"
        share = 100 * poured.rate / bare
        budget = OF_BARE[engine] if clients == CLIENTS else None
        found += [
            Figure(NAME, engine, f"lines kept, {who}", poured.rate, "/s"),
            *lateness(NAME, engine, f"answer, {who}", poured.ms),
            Figure(NAME, engine, f"lines kept, {who}, of the bare loop", share, "%", budget),
            Figure(NAME, engine, f"the client's own cost, {who}", poured.client_us, "µs"),
        ]
    return found


async def _storm(target: Target, seconds: float, incidents: int) -> dict[int, Poured]:
    """Open incidents, then let one client, and then all of them, send line after line."""
    async with lines_to(target, CLIENTS) as lines:
        contacts = [await threatening(target, line) for line in lines[:incidents]]
        said = [
            _requests(target, contacts[place % incidents], f"client-{place}")
            for place in range(CLIENTS)
        ]
        await pour(lines, said, min(seconds, 1.0))  # every thread and every key is warm
        one = await pour(lines[:1], said[:1], seconds)
        many = await pour(lines, said, seconds)
    if one.refused or many.refused:
        raise Unexpected(f"{one.refused + many.refused} lines were refused")
    return {1: one, CLIENTS: many}


async def threatening(target: Target, line: Line) -> str:
    """Open a contact nobody has yet, whose first line is a threat; return its id."""
    contact = str(uuid4())
    await good(line, target.post("contacts", {"id": contact, "caller": {"country": "US"}}))
    kept = await good(
        line,
        target.post(
            f"contacts/{contact}/lines",
            {"lines": [{"id": "first", "who": "caller", "text": THREAT}]},
        ),
    )
    if not kept["opened"]:
        raise Unexpected("a threat opened nothing")
    return contact


def _requests(target: Target, contact: str, client: str) -> Iterator[bytes]:
    for number in count():
        line = {"id": f"{client}-{number}", "who": "caller", "text": NEUTRAL[number % len(NEUTRAL)]}
        yield target.post(f"contacts/{contact}/lines", {"lines": [line]})
