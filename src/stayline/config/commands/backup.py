"""`stayline backup`: one whole moment of the centre, taken while it runs."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import click

from stayline.config.commands._bars import Bars
from stayline.config.commands._centre import load_centre, stop


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--keys",
    "key_file",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The key file, kept elsewhere than the backups. Each backup replaces it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(target: Path, key_file: Path, *, as_json: bool) -> None:
    """Write a backup into the new folder TARGET, and its keys into the key file.

    Works on both engines and while the centre takes contacts. The master key is in neither:
    keep it apart from both, for without it nothing can be opened. Keep one key file for all
    backups, so that what is erased cannot be read from an old one.

    Exit status: 0 a whole backup was written, 1 none was.
    """
    options = load_centre()
    from django.db import Error

    from stayline.config.backups.noting import note_backup
    from stayline.config.backups.taking import take
    from stayline.people.queries import system_actor
    from stayline.platform.errors import StaylineError

    at = datetime.now(UTC)
    try:
        with ExitStack() as stack:
            bars = Bars(stack, quiet=as_json)
            done = take(options, target, key_file, at=at, begin=lambda rows: bars("Writing", rows))
        note_backup(done.manifest, actor=system_actor("command_line"), at=datetime.now(UTC))
    except StaylineError as refused:
        stop(f"{refused.sentence} {refused.mend}".strip())
    except (Error, sqlite3.Error) as fault:
        stop(f"The database could not be read, and no backup was written: {fault}")
    seconds = round((datetime.now(UTC) - at).total_seconds(), 2)
    manifest = done.manifest
    told = {
        "backup": str(done.folder),
        "keys": str(done.key_file),
        "id": manifest.backup,
        "at": manifest.at,
        "engine": manifest.engine,
        "mode": manifest.mode,
        "version": manifest.version,
        "streams": len(manifest.heads),
        "entries": manifest.entries,
        "attachments": manifest.attachments,
        "bytes": done.bytes,
        "seconds": seconds,
    }
    if as_json:
        click.echo(json.dumps(told))
        return
    click.echo(
        f"{done.folder}: {manifest.entries} entries of {len(manifest.heads)} records and "
        f"{manifest.attachments} attachments, {done.bytes / 1e6:.1f} MB, in {seconds:.1f} s.\n"
        f"Its keys are in {done.key_file}. The master key is in neither: keep it elsewhere."
    )
    sys.stdout.flush()
