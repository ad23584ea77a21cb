"""Freeze what is shipped: protocols, words for them, and walks, for tests that read them for ever.

    python -m tools.freeze_protocols

A copy is named by its id and the start of its digest, so a change makes a new one beside the
old; so do the walks, which keep the events of runs with the states and the effects they gave. A
file that is there is never written again: it may stand in somebody's record.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click
import yaml

from stayline_core.canonical import digest
from stayline_core.protocol import load
from tools.frozen_runs import frozen_runs, written

ROOT: Final = Path(__file__).parents[1]
SHIPPED: Final = ROOT / "src/stayline/playbook/protocols"
FROZEN: Final = ROOT / "tests/golden/protocols"
WORDING: Final = ROOT / "src/stayline/playbook/wording"
WORDS: Final = ROOT / "tests/golden/wording"
RUNS: Final = ROOT / "tests/golden/runs"


@click.command()
def main() -> None:
    """Write a frozen copy of each shipped protocol that has none, and walks where there are none.

    Raises:
        click.ClickException: a frozen protocol cannot be run any more; nothing is written for it.
    """
    FROZEN.mkdir(parents=True, exist_ok=True)
    WORDS.mkdir(parents=True, exist_ok=True)
    RUNS.mkdir(parents=True, exist_ok=True)
    for shipped, frozen in ((SHIPPED, FROZEN), (WORDING, WORDS)):
        for file in sorted(shipped.glob("*.yaml")):
            source = file.read_bytes()
            body = yaml.load(source, Loader=yaml.CBaseLoader)  # noqa: S506  # text only, no tags
            copy = frozen / f"{body['id']}-{digest(body)[:12]}.yaml"
            if not copy.exists():
                copy.write_bytes(source)
                click.echo(copy.relative_to(ROOT))
    for file in sorted(FROZEN.glob("*.yaml")):
        walks = RUNS / f"{file.stem}.json"
        if not walks.exists():
            protocol = load(file.read_bytes(), file=file.name).protocol
            if protocol is None:
                raise click.ClickException(f"{file.name} cannot be run any more.")
            walks.write_text(written(frozen_runs(protocol)), encoding="utf-8")
            click.echo(walks.relative_to(ROOT))


if __name__ == "__main__":
    main()
