"""`stayline restore`: a centre from its backup, verified by the chain before it is used."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from stayline.config.backups.layout import Manifest
from stayline.config.commands._bars import Bars
from stayline.config.commands._centre import load_centre, make_folder_and_keys, settings_only
from stayline.platform.errors import StaylineError

if TYPE_CHECKING:
    from stayline.config.backups.restoring import Restored


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--keys",
    "key_file",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The newest key file of this centre.",
)
@click.option("--replace", is_flag=True, help="Keep the centre that is here aside, and restore.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(source: Path, key_file: Path, *, replace: bool, as_json: bool) -> None:
    """Restore the backup in the folder SOURCE into this data folder and database.

    The place must be empty, and nothing may run on it. The master key of the centre must be
    there: STAYLINE_MASTER_KEY, its file, or `master.key` in the data folder. Either engine takes
    a backup of the other. Everybody signs in again; tokens of machines go on. Ladders that were
    ringing ring again when the centre starts.

    Exit status: 0 restored and every record verified, 1 restored and a record is not sound,
    2 nothing was restored.
    """
    started = time.monotonic()
    try:
        manifest = _manifest(source)
        _settle_folder(manifest)
        options = load_centre()
        _demand_same_mode(options.mode, manifest)
        from django.db import Error

        from stayline.config.backups.restoring import restore
        from stayline.config.statics import collect

        try:
            with ExitStack() as stack:
                done = restore(
                    options,
                    source,
                    manifest,
                    key_file,
                    replace=replace,
                    started=started,
                    bars=Bars(stack, quiet=as_json),
                )
        except (Error, sqlite3.Error, OSError) as fault:
            _stop(f"Nothing was restored: {fault}", as_json=as_json)
        collect(options.data_dir / "static")
    except StaylineError as refused:
        _stop(f"{refused.sentence} {refused.mend}".strip(), as_json=as_json, code=refused.code)
    click.echo(json.dumps(_told(done)) if as_json else _text(done))
    sys.exit(0 if done.sound else 1)


def _manifest(source: Path) -> Manifest:
    from stayline.config.backups.reading import manifest_of

    return manifest_of(source)


def _settle_folder(manifest: Manifest) -> None:
    """Make the data folder with what the backup says of the centre; what is given stays."""
    from stayline.config.errors import OtherMasterKey

    folder = Path(os.environ.get("STAYLINE_DATA_DIR") or ".stayline")
    given = any(os.environ.get(name) for name in _MASTER) or (folder / "master.key").is_file()
    if not given:
        raise OtherMasterKey("There is no master key here, and without it nothing opens.")
    answers = {"mode": manifest.mode, "country": manifest.country, "zone": manifest.zone}
    make_folder_and_keys(dict(os.environ), answers)
    settings_only()


_MASTER = ("STAYLINE_MASTER_KEY", "STAYLINE_MASTER_KEY_FILE")


def _demand_same_mode(mode: str, manifest: Manifest) -> None:
    from stayline.config.errors import BackupRefused

    if mode != manifest.mode:
        raise BackupRefused(
            f"This is a backup of a {manifest.mode} centre, and STAYLINE_MODE is {mode}: a mode "
            "is never changed."
        )


def _told(done: Restored) -> dict[str, Any]:
    report = done.report
    return {
        "restored": True,
        "verified": done.sound,
        "backup": done.manifest.backup,
        "at": done.manifest.at,
        "from_engine": done.manifest.engine,
        "streams": report.streams,
        "entries": report.entries,
        "entries_of_backup": done.manifest.entries,
        "attachments": done.manifest.attachments,
        "erased_again": done.erased_again,
        "loss_seconds": round(done.loss_seconds, 1),
        "entries_lost": done.entries_lost,
        "outage_seconds": round(done.outage_seconds, 2),
        "messages_waiting": done.messages_waiting,
        "messages_being_sent": done.messages_being_sent,
        "kept_aside": done.kept_aside,
        "faults": [
            {"code": fault.code, "stream": fault.stream, "sequence": fault.sequence}
            for fault in report.faults
        ],
    }


def _text(done: Restored) -> str:
    manifest, report = done.manifest, done.report
    loss = timedelta(seconds=int(done.loss_seconds))
    lines = [
        f"Restored from the backup of {manifest.at}.",
        f"It holds {manifest.entries} entries of {len(manifest.heads)} records.",
        f"Attachments: {manifest.attachments}.",
        "Every record ends where the manifest says.",
        f"Integrity: {'intact' if report.intact else 'BROKEN'}.",
        f"Completeness: {'complete' if report.complete else 'INCOMPLETE'}.",
        f"Loss: what was written in the {loss} before this restore began is not here"
        + _at_least(done.entries_lost),
        f"Outage: {done.outage_seconds:.1f} s from the start of this command to verified.",
    ]
    if done.erased_again:
        lines.append(f"{done.erased_again} erasure(s) that came after the backup were done again.")
    if done.messages_waiting:
        lines.append(
            f"{done.messages_waiting} message(s) wait to leave, of which "
            f"{done.messages_being_sent} were being sent. Any of them may have left since the "
            "backup; each goes with its old idempotency key, by which its receiver knows it."
        )
    if done.kept_aside:
        lines.append(f"What stood here before is kept as {done.kept_aside}.")
    lines += [f"  {fault.sentence} [{fault.code}]" for fault in report.faults[:20]]
    return "\n".join(lines)


def _at_least(lost: int | None) -> str:
    return "." if lost is None else f", at least {lost} entries by the key file."


def _stop(sentence: str, *, as_json: bool, code: str = "config.restore.failed") -> NoReturn:
    if as_json:
        click.echo(json.dumps({"restored": False, "code": code, "sentence": sentence}))
    else:
        click.echo(sentence, err=True)
    sys.exit(2)
