"""The process of the demo floor: one floor a site, round and round until it is told to stop.

It loads no Django and touches no database: whatever it does it does over HTTP, with tokens that
act at exercise-flagged sites and nowhere else.
"""

from __future__ import annotations

import contextlib
import random
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import httpx

from stayline.config.rehearsal.hands import Hands, RehearsalFailed
from stayline.config.rehearsal.script import conversations, scenario, scenarios
from stayline.config.simulation.bounds import Bounds, Pace
from stayline.config.simulation.floor import Floor, Repertoire

BEAT: Final = 2.0
"""Seconds between two looks at the floor."""

AGAIN: Final = 10.0
"""Seconds until the next look at a centre that does not answer."""

FIRST: Final = Bounds()
OTHERS: Final = Bounds(
    look_every=4.0,
    open=3,
    contacts_an_hour=30,
    troubles_an_hour=3,
    first_trouble=90.0,
    trouble_every=900.0,
    arrive_every=15.0,
)
"""The first site is where a newcomer signs in; the others are there to be looked across to."""

GUESTS: Final = Pace(line=8.0, press=8.0, accept=20.0, join=10.0, speak=45.0)
"""With a person at the desk: time to read a step before somebody takes it over."""


def repertoire() -> Repertoire:
    """Return what the installed playbook holds for a floor."""
    practice = [scenario(name) for name in scenarios()]
    return Repertoire(conversations("ordinary"), conversations("trouble"), practice)


@contextlib.contextmanager
def open_floors(url: str, tokens: Mapping[str, str], *, now: float) -> Iterator[list[Floor]]:
    """Open the floor of each site whose token is given, the first site's the liveliest."""
    known = repertoire()
    with contextlib.ExitStack() as stack:
        floors = []
        for place, token in enumerate(tokens.values()):
            http = httpx.Client(
                base_url=f"{url.rstrip('/')}/api/v1/",
                headers={"Authorization": f"Bearer {token}"},
                timeout=30,
            )
            floors.append(
                Floor(
                    Hands(stack.enter_context(http)),
                    known,
                    bounds=OTHERS if place else FIRST,
                    pace=Pace(),
                    guest_pace=GUESTS,
                    chance=random.Random(),  # noqa: S311 - who rings next is no secret
                    new_id=lambda: str(uuid.uuid4()),
                    now=now,
                )
            )
        yield floors


def play(
    floors: Sequence[Floor],
    ended: threading.Event,
    *,
    clock: Callable[[], float],
    say: Callable[[str], None],
) -> None:
    """Step every floor again and again until `ended`; a centre that is away is waited for."""
    well = True
    while not ended.is_set():
        try:
            for floor in floors:
                floor.step(clock())
            well = True
        except (RehearsalFailed, httpx.HTTPError) as fault:
            if well:
                say(f"The demo floor rests: {fault}")
            well = False
        ended.wait(BEAT if well else AGAIN)
