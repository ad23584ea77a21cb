"""A ladder against the actual people and rota of a site: who comes when, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from stayline.escalation.queries.paging import reachable
from stayline.library.errors import DocumentNotFound
from stayline.library.queries import ladder_in_force
from stayline.people.models import Site
from stayline.people.queries import hours_ahead, people_of, site, staff_ahead
from stayline_core import ladder as rules
from stayline_core.protocol.ladder import LadderSpec
from stayline_core.reach import Reach
from stayline_core.reach import reach as reckon
from stayline_core.ways import CHANNELS


def reach(site_id: UUID, ladder_id: str, *, at: datetime) -> Reach:
    """Return how a ladder in force reaches the people of a site in the days to come.

    For each hour the seconds until somebody can answer, and what is wrong: a rung that rings
    nobody, or reaches nobody, hours in which nobody can answer or one person alone can, and how
    long the agent would see no change. Without a document in force, that of the built-in ladder.
    """
    return reach_of(rungs_in_force(ladder_id), site(site_id), at=at)


def reach_of(rungs: Sequence[rules.Rung], place: Site, *, at: datetime) -> Reach:
    """Return the same for these rungs, such as those that somebody is about to save."""
    hours = hours_ahead(place.zone, at=at)
    sites = [place.id, *([place.fallback_id] if place.fallback_id else [])]
    ways: dict[UUID, tuple[str, ...]] = {}
    for one in sites:
        ids = [person.id for person in people_of(one)]
        ways |= reachable(ids, list(CHANNELS), site_id=place.id, exercise=place.exercise)
    staff = staff_ahead(place, starts_at=hours[0].starts_at, ends_at=hours[-1].ends_at, ways=ways)
    return reckon(rungs, staff, hours)


def waits(seen: Reach) -> str:
    """Return in words how long somebody waits at worst."""
    if seen.worst_s is None:
        return "at some hours nobody can answer"
    if seen.worst_s == 0:
        return "somebody can answer at once at every hour"
    return f"somebody can answer after {seen.worst_s} seconds at the latest"


def rungs_in_force(ladder_id: str) -> tuple[rules.Rung, ...]:
    """Return the rungs of a ladder in force; of the built-in one where none is."""
    try:
        _, spec = ladder_in_force(ladder_id)
    except DocumentNotFound:
        return rules.BUILT_IN
    return rungs_of(spec)


def rungs_of(spec: LadderSpec) -> tuple[rules.Rung, ...]:
    """Return the rungs of a ladder document as they would ring."""
    return tuple(
        rules.Rung(
            roles=one.roles,
            name=one.name,
            skills=one.skills,
            duty=rules.Duty(one.duty),
            pick=rules.Pick(one.pick),
            channels=one.channels,
            seconds=one.seconds,
            tries=one.tries,
            between=one.between,
            sites=rules.Sites(one.sites),
        )
        for one in spec.rungs
    )
