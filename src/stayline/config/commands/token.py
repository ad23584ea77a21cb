"""`stayline token`: make a way in for a machine. The token is shown once."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Final

import click

from stayline.config.commands._centre import load_centre

DRILL_SCOPES: Final = ("contacts:write", "exercise:act")
DRILL_HOURS: Final = 8
"""A drill's token outlives a shift's exercise, and no more."""

LONGEST_HOURS: Final = 24 * 366


@click.command()
@click.option("--name", default="", help="What it is for, as people will read it.")
@click.option("--source", default="", help="Which system uses it; written on every contact.")
@click.option(
    "--site",
    default="",
    help="Short name of the site it belongs to. A drill's: the centre's only exercise-flagged "
    "site, or a demo's first, unless you say.",
)
@click.option("--scope", "scopes", multiple=True, help="contacts:write, …")
@click.option("--exercise", is_flag=True, help="Everything it brings is an exercise.")
@click.option(
    "--drill",
    is_flag=True,
    help="For `stayline drill --token-file`: brings exercise contacts, acts as the people of an "
    "exercise-flagged site, exports exercise bundles, nothing else; it expires.",
)
@click.option(
    "--hours",
    type=click.IntRange(1, LONGEST_HOURS),
    help=f"Until it expires. A drill's: {DRILL_HOURS} unless you say; others: never.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    name: str,
    source: str,
    site: str,
    scopes: tuple[str, ...],
    hours: int | None,
    *,
    exercise: bool,
    drill: bool,
    as_json: bool,
) -> None:
    """Make a token. It is kept as a hash: what is printed now is never shown again."""
    if drill:
        if scopes:
            raise click.UsageError("--drill says what the token may do: leave --scope out.")
        scopes, exercise, source = DRILL_SCOPES, True, source or "drill"
        name, hours = name or "Drill", hours or DRILL_HOURS
    elif not (name and site and scopes and source):
        raise click.UsageError(
            "Give --name, --site, --source and at least one --scope, or --drill."
        )
    load_centre()
    from django.utils import timezone

    from stayline.people.actions import issue_token
    from stayline.people.queries import site_by_slug, system_actor
    from stayline.platform.errors import StaylineError

    at = timezone.now()
    expires_at = at + timedelta(hours=hours) if hours else None
    try:
        row, secret = issue_token(
            name=name,
            scopes=scopes,
            source=source,
            site_id=site_by_slug(site or _drill_site()).id,
            exercise=exercise,
            actor=system_actor("command_line"),
            at=at,
            expires_at=expires_at,
        )
    except StaylineError as refused:
        faults: dict[str, str] = getattr(refused, "faults", {})
        click.echo("\n".join([refused.sentence, *faults.values()]), err=True)
        sys.exit(1)
    if as_json:
        told = {"id": str(row.id), "token": secret, "scopes": list(scopes)}
        until = {"expires_at": expires_at.isoformat(timespec="seconds")} if expires_at else {}
        click.echo(json.dumps(told | until))
    else:
        click.echo(secret)


def _drill_site() -> str:
    """Return the short name of the site that a drill is meant for when nobody says."""
    from stayline.people.actions import DEMO_SITE
    from stayline.people.queries import sites

    flagged = [one.slug for one in sites() if one.exercise]
    if len(flagged) == 1 or DEMO_SITE in flagged:
        return DEMO_SITE if DEMO_SITE in flagged else flagged[0]
    if not flagged:
        raise click.UsageError("No site here is flagged for exercises; make one, then drill it.")
    raise click.UsageError(f"Say which site with --site: {', '.join(flagged)}.")
