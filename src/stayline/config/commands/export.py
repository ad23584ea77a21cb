"""`stayline export`: hand a record over as a bundle, and log that it was handed over."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn
from uuid import UUID

import click

from stayline.platform import age

SUFFIX = ".slx"


@click.command()
@click.argument("incident")
@click.option("--to", required=True, help="Who gets the record.")
@click.option("--purpose", required=True, help="What it is handed over for.")
@click.option("--plain", is_flag=True, help="Write a folder that anybody can read.")
@click.option(
    "--recipient",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Encrypt to the age public key in this file (the line that begins with age1).",
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder to make; encrypted, the file to make (.slx is added).",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    incident: str,
    to: str,
    purpose: str,
    recipient: Path | None,
    output: Path,
    *,
    plain: bool,
    as_json: bool,
) -> None:
    """Export the record of INCIDENT: its number, or the id of any stream.

    The disclosure is logged in the record before anything is read. The bundle is encrypted to
    the recipient, unless --plain asks for a folder.
    """
    if plain == (recipient is not None):
        raise click.UsageError("Give --recipient KEYFILE, or --plain for a readable folder.")
    key = None
    if recipient is not None:
        try:
            key = age.key_in_file(recipient.read_text(encoding="utf-8"))
        except (OSError, ValueError) as fault:
            _stop(f"{recipient}: {fault}")
        if not output.suffix:
            output = output.with_suffix(SUFFIX)

    from django.db import Error

    from stayline.config.commands._centre import load_centre
    from stayline.platform.errors import StaylineError

    load_centre()
    from stayline.ledger.actions import export_bundle
    from stayline.people.queries import system_actor

    try:
        done = export_bundle(
            stream_ids=[_stream_of(incident)],
            target=output.absolute(),
            to=to,
            purpose=purpose,
            recipient=key,
            actor=system_actor("command_line"),
            at=datetime.now(UTC),
        )
    except StaylineError as fault:
        faults = "".join(f"\n  {name}: {mend}" for name, mend in _faults(fault).items())
        _stop(f"{fault.sentence} {fault.mend}".strip() + faults)
    except (OSError, Error) as fault:
        _stop(f"The bundle was not written, and nothing was left behind: {fault}")
    if as_json:
        value = {
            "bundle": str(done.target),
            "entries": done.entries,
            "encrypted": done.encrypted,
            "disclosure": [receipt.entry_id for receipt in done.disclosures],
        }
        click.echo(json.dumps(value))
    else:
        click.echo(f"{done.target}: {done.entries} entries. The disclosure is logged.")


def _stream_of(incident: str) -> UUID:
    """Return the stream of an incident's number; anything else must be a stream's own id.

    Raises:
        StaylineError: there is none.
    """
    try:
        return UUID(incident)
    except ValueError:
        from stayline.incidents.queries import by_number

        return by_number(incident).stream_id


def _faults(fault: Exception) -> dict[str, str]:
    faults: dict[str, str] = getattr(fault, "faults", {})
    return faults


def _stop(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)
