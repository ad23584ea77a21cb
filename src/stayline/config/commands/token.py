"""`stayline token`: make a way in for a machine. The token is shown once."""

from __future__ import annotations

import json
import sys

import click

from stayline.config.commands._centre import load_centre


@click.command()
@click.option("--name", required=True, help="What it is for, as people will read it.")
@click.option("--source", required=True, help="Which system uses it; written on every contact.")
@click.option("--site", required=True, help="Short name of the site it belongs to.")
@click.option("--scope", "scopes", multiple=True, required=True, help="contacts:write, …")
@click.option("--exercise", is_flag=True, help="Everything it brings is an exercise.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    name: str, source: str, site: str, scopes: tuple[str, ...], *, exercise: bool, as_json: bool
) -> None:
    """Make a token. It is kept as a hash: what is printed now is never shown again."""
    load_centre()
    from django.utils import timezone

    from stayline.people.actions import issue_token
    from stayline.people.queries import site_by_slug, system_actor
    from stayline.platform.errors import StaylineError

    try:
        row, secret = issue_token(
            name=name,
            scopes=scopes,
            source=source,
            site_id=site_by_slug(site).id,
            exercise=exercise,
            actor=system_actor("command_line"),
            at=timezone.now(),
        )
    except StaylineError as refused:
        faults: dict[str, str] = getattr(refused, "faults", {})
        click.echo("\n".join([refused.sentence, *faults.values()]), err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps({"id": str(row.id), "token": secret, "scopes": list(scopes)}))
    else:
        click.echo(secret)
