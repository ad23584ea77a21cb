"""`stayline playbook`: bring the shipped documents into a centre."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

import click

from stayline.config.commands._centre import load_centre, require_ready


@click.group()
def command() -> None:
    """Bring documents into the centre: protocols, ladders, forms, numbers."""


@command.command("load")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def load_shipped(*, as_json: bool) -> None:
    """Load the shipped playbook, as the uncertified templates that it is.

    In demo and practice it takes force at once. In production it does not: there the built-in
    minimum-safe path runs until a version was certified. Loading again changes nothing.

    Exit status: 0 loaded, 1 a document has a fault and nothing was changed.
    """
    options = load_centre()
    require_ready(options)
    from stayline.library.actions import load_playbook
    from stayline.library.errors import DocumentFaulty
    from stayline.people.queries import system_actor

    try:
        new = load_playbook(
            mode=options.mode, actor=system_actor("command_line"), at=datetime.now(UTC)
        )
    except DocumentFaulty as faulty:
        faults = [f"{file}: {fault}" for file, fault in faulty.faults.items()]
        click.echo("\n".join([faulty.sentence, *faults]), err=True)
        sys.exit(1)
    force = options.mode != "production"
    if as_json:
        click.echo(json.dumps({"new": new, "in_force": force}))
        return
    click.echo(f"{len(new) or 'No'} new version{'' if len(new) == 1 else 's'}.")
    click.echo(
        "In force as uncertified templates: not for real contacts."
        if force
        else "Not in force: certify a version first. Until then the minimum-safe path runs."
    )
