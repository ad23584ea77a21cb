"""`stayline reach`: how long until somebody can answer a ladder, hour by hour."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from stayline.config.commands._centre import load_centre, stop

if TYPE_CHECKING:
    from stayline.people.models import Site
    from stayline_core.reach import Reach


@click.command()
@click.argument("ladder", default="crisis")
@click.option("--site", "slug", default="", help="Short name of one site; without it, every one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(ladder: str, slug: str, *, as_json: bool) -> None:
    """Reckon LADDER (crisis) against people, rota and ways, for the next seven days.

    For every hour the seconds from the first ring until somebody is rung who can answer, and
    what is wrong: a rung without people, hours in which nobody can answer, or one person alone.

    Exit status: 0 somebody can answer at every hour, 1 there are hours in which nobody can,
    2 it could not be reckoned.
    """
    load_centre()
    from stayline.escalation.queries.reach import reach
    from stayline.people.errors import SiteNotFound
    from stayline.people.queries import site_by_slug, sites

    at = datetime.now(UTC)
    try:
        places = [site_by_slug(slug)] if slug else [one for one in sites() if not one.closed_at]
    except SiteNotFound:
        stop(f"There is no site with the short name {slug}.", code=2)
    if not places:
        stop("There is no site yet. Open one in set-up.", code=2)
    found = [(place, reach(place.id, ladder, at=at)) for place in places]
    if as_json:
        told = {"ladder": ladder, "at": at.isoformat(), "sites": [_site(*one) for one in found]}
        click.echo(json.dumps(told))
    else:
        for place, seen in found:
            _say(ladder, place, seen)
    sys.exit(int(any(seen.worst_s is None for _, seen in found)))


def _site(place: Site, seen: Reach) -> dict[str, Any]:
    return {
        "site": place.slug,
        "zone": place.zone,
        "worst_s": seen.worst_s,
        "silence_s": seen.silence_s,
        "findings": [
            {"code": one.code, "rung": one.rung, "words": one.words, "mend": one.mend}
            for one in seen.findings
        ],
        "hours": [
            {
                "at": one.hour.starts_at.isoformat(),
                "local": one.hour.local.isoformat(),
                "seconds": one.answer.seconds,
                "people": one.answer.people,
                "rung": one.answer.rung,
                "way": one.answer.way,
            }
            for one in seen.cells
        ],
    }


def _say(ladder: str, place: Site, seen: Reach) -> None:
    from stayline.admin.queries.ladders import heat
    from stayline.escalation.queries.reach import waits

    click.echo(f"{place.name}: {ladder}: {waits(seen)}.")
    click.echo("           " + " ".join(f"{hour:>3}" for hour in range(24)))
    for row in heat(seen):
        cells = " ".join(f"{one.said if one else '':>3}" for one in row.hours)
        click.echo(f"{row.day:%a %d %b} {cells}")
    for one in seen.findings:
        click.echo(f"- {one.words} {one.mend}")
