"""`stayline figures`: the counts, waits, results and exposure of a site, for machines."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from stayline.config.commands._centre import load_centre, stop

WHATS = ("weeks", "months", "alarms", "results", "waits", "exposure", "complaints")


@click.command()
@click.argument("what", type=click.Choice(WHATS), default="weeks")
@click.option("--site", "slug", default="", help="Short name of one site; without it, every one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(what: str, slug: str, *, as_json: bool) -> None:
    """Print the figures of a site: weeks, unless you name other ones as WHAT.

    Without --json they are CSV, one table a site. Exposure names people: handle it with care.

    Exit status: 0 printed, 2 there is no such site.
    """
    load_centre()
    from stayline.people.errors import SiteNotFound
    from stayline.people.queries import site_by_slug, sites
    from stayline.quality.queries.exported import as_csv, rows_of

    at = datetime.now(UTC)
    try:
        places = [site_by_slug(slug)] if slug else [one for one in sites() if not one.closed_at]
    except SiteNotFound:
        stop(f"There is no site with the short name {slug}.", code=2)
    found = {one.slug: rows_of(what, one.id, at=at) for one in places}
    if as_json:
        click.echo(json.dumps({"what": what, "at": at.isoformat(), "sites": found}))
        return
    for name, rows in found.items():
        click.echo(as_csv([{"site": name, **row} for row in rows]), nl=False)
