"""A ladder that is being written, against the people and the rota that it would ring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stayline.escalation.queries.reach import reach_of, rungs_of, waits
from stayline.people.queries import site, sites_managed
from stayline_core.protocol import load_ladder

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor
    from stayline_core.reach import Finding

LADDER: Final = "ladder"


@dataclass(frozen=True, slots=True)
class SiteReach:
    """What a ladder would do at one site in the next seven days.

    `worst` says in words how long somebody waits at worst, `silence_s` for how many seconds at
    most the agent sees no change in who is coming.
    """

    name: str
    slug: str
    worst: str
    silence_s: int
    findings: tuple[Finding, ...]

    @property
    def stops(self) -> bool:
        """Would somebody be left alone by it?"""
        return any(one.stops for one in self.findings)


def reaching(actor: Actor, kind: str, source: bytes, *, at: datetime) -> tuple[SiteReach, ...]:
    """Return how a ladder as it is written reaches the people of the sites `actor` looks after.

    For a text that is no ladder, or none that can be read, there is nothing to say.
    """
    if kind != LADDER:
        return ()
    spec = load_ladder(source, file="ladder.yaml").ladder
    if spec is None:
        return ()
    places = sites_managed(actor) or ([site(actor.site_id)] if actor.site_id is not None else [])
    rungs = rungs_of(spec)
    found = []
    for place in places:
        seen = reach_of(rungs, place, at=at)
        found.append(
            SiteReach(place.name, place.slug, waits(seen), seen.silence_s, tuple(seen.findings))
        )
    return tuple(found)
