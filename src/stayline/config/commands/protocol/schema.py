"""`stayline protocol schema`: the JSON Schema of protocol documents, for editors and tools."""

from __future__ import annotations

import json
from typing import Final

import click

from stayline_core.protocol.schema.json_schema import DOCUMENTS, json_schema

KINDS: Final = tuple(DOCUMENTS)


@click.command("schema")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    default=KINDS[0],
    show_default=True,
    help="The kind of document to describe.",
)
def command(kind: str) -> None:
    """Print the JSON Schema (2020-12) of protocol documents, or of another kind.

    With it an editor completes keys and words, explains each, and marks what is wrong while you
    write. Whether the document is safe is said by `stayline protocol check`.
    """
    click.echo(json.dumps(json_schema(kind), ensure_ascii=False, indent=2))
