"""`stayline playbook`: bring the shipped documents into a centre, or its own."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from stayline.config.commands._centre import load_centre, require_ready


@click.group()
def command() -> None:
    """Bring documents into the centre: protocols, ladders, forms, numbers."""


@command.command("load")
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def load_shipped(*, folder: Path | None, as_json: bool) -> None:
    """Load the shipped playbook, or a centre's own documents in FOLDER.

    FOLDER has subfolders as the playbook has (protocols, forms, wording, notes and so on); other
    words for a protocol and notes beside fields may also lie in it flat. Documents are
    uncertified templates: in demo and practice they take force at once, in production they do
    not, and the built-in minimum-safe path runs until a version was certified. Notes beside
    fields take force everywhere. Loading again changes nothing.

    Exit status: 0 loaded, 1 a document has a fault and nothing was changed.
    """
    options = load_centre()
    require_ready(options)
    from stayline.library.actions import documents_under, load_documents, load_playbook
    from stayline.library.errors import DocumentFaulty
    from stayline.people.queries import system_actor

    who, at = system_actor("command_line"), datetime.now(UTC)
    try:
        if folder is None:
            new = load_playbook(mode=options.mode, actor=who, at=at)
        else:
            new = load_documents(documents_under(folder), mode=options.mode, actor=who, at=at)
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
