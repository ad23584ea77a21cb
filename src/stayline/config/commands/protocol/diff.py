"""`stayline protocol diff`: what an agent would see or do differently by another document."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from stayline.config.commands.protocol._one import (
    playbook_option,
    read_document,
    the_catalogue,
    the_protocol,
)
from stayline_core.protocol.diff import diff, tell


@click.command("diff")
@click.argument("old")
@click.argument("new", required=False)
@playbook_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(*, old: str, new: str | None, playbook: Path | None, as_json: bool) -> None:
    """Compare OLD and NEW by meaning: documents, or ids of shipped protocols.

    With one document alone, it is compared with the shipped protocol of its id. The order of
    keys, quotes, remarks and blocks written out are no difference. Whether what was signed for
    the old document holds for the new one is for those who signed it.

    Exit status: 0 no difference of meaning, 1 differences, 2 nothing was compared.
    """
    if new is None:
        old, new = the_protocol(old).id, old
    the_protocol(old)
    the_protocol(new)
    found = diff(read_document(old), read_document(new), catalogue=the_catalogue(playbook))
    if as_json:
        click.echo(json.dumps(found.to_json(), ensure_ascii=False))
    else:
        for line in tell(found):
            click.echo(line)
    sys.exit(1 if found.any else 0)
