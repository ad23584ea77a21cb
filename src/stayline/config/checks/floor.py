"""The floor: which documents guide, and who would come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from stayline.config.options import Settings
from stayline.library.models import InForce, VersionState
from stayline.library.queries import ladder_in_force
from stayline.people.models import Site
from stayline.people.queries import everyone, on_call, on_duty, people_of, sites
from stayline.platform.http.health import Finding
from stayline_core.ladder import EVERYONE
from stayline_core.protocol import Rung


def documents(options: Settings) -> Iterator[Finding]:
    """Documents are in force; outside demo and practice none of them is a template."""
    rows = InForce.objects.filter(kind="protocol").select_related("version")
    states = [row.version.state for row in rows]
    templates = sum(state == VersionState.TEMPLATE for state in states)
    if not states:
        say = "none in force: the built-in minimum-safe path guides every threat"
        yield Finding("protocols", options.mode != "production", say)
        return
    say = f"{len(states)} in force"
    if templates:
        say += f", {templates} of them uncertified templates: not for real contacts"
    yield Finding("protocols", not (templates and options.mode == "production"), say)


def rungs(at: datetime) -> Iterator[Finding]:
    """At every site with people, each ladder in force has somebody to ring."""
    ladders = InForce.objects.filter(kind="ladder").order_by("document_id")
    names = list(ladders.values_list("document_id", flat=True))
    for site in sites():
        if people_of(site.id):
            yield _site(site, names, at)


def _site(site: Site, ladders: list[str], at: datetime) -> Finding:
    silent: list[str] = []
    empty: list[str] = []
    for name in ladders:
        spec = ladder_in_force(name)[1]
        there = [_anybody(site, rung, at) for rung in spec.rungs]
        if not any(there):
            silent.append(name)
        empty += [
            f"{name}/{rung.name}" for rung, one in zip(spec.rungs, there, strict=True) if not one
        ]
    where = f"people {site.slug}"
    if silent:
        return Finding(where, well=False, say=f"nobody would be rung by: {', '.join(silent)}")
    if empty:
        return Finding(where, well=True, say=f"nobody on duty for: {', '.join(empty)}")
    return Finding(where, well=True, say="every rung has somebody on duty")


def _anybody(site: Site, rung: Rung, at: datetime) -> bool:
    """Return whether somebody could be rung by it now; the hours of the day are reach's matter."""
    if EVERYONE in rung.roles:
        return bool(everyone(site_id=site.id, at=at))
    ask = on_call if rung.duty == "on_call" else on_duty
    return bool(ask(roles=rung.roles, skills=rung.skills, site_id=site.id, at=at))
