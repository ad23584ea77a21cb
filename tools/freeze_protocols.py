"""Freeze the shipped protocols for the tests that read every version for ever.

    python -m tools.freeze_protocols

A copy is named by its id and the start of its digest, so a change makes a new one beside the
old. A copy that is there is never written again: it may stand in somebody's record.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click
import yaml

from stayline_core.canonical import digest

ROOT: Final = Path(__file__).parents[1]
SHIPPED: Final = ROOT / "src/stayline/playbook/protocols"
FROZEN: Final = ROOT / "tests/golden/protocols"


@click.command()
def main() -> None:
    """Write a frozen copy of each shipped protocol that has none."""
    FROZEN.mkdir(parents=True, exist_ok=True)
    for file in sorted(SHIPPED.glob("*.yaml")):
        source = file.read_bytes()
        body = yaml.load(source, Loader=yaml.CBaseLoader)  # noqa: S506  # text only, no tags
        copy = FROZEN / f"{body['id']}-{digest(body)[:12]}.yaml"
        if not copy.exists():
            copy.write_bytes(source)
            click.echo(copy.relative_to(ROOT))


if __name__ == "__main__":
    main()
