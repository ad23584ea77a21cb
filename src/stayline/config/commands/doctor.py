"""`stayline doctor`: what is well and what is not, each with the mend."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

import click

from stayline.config.commands._centre import load_centre
from stayline.config.loading import SettingsInvalid

Row = tuple[str, bool, str]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
def command(*, as_json: bool) -> None:
    """Look at everything that must be well before contacts are taken, and say each mend.

    Settings, key files and their rights, disk, database and version, migrations, mode, watcher,
    clock, the ledger's guards and rights, a look at the newest records, messages set aside, the
    age of the last backup, templates in force, and whether anybody would be rung. A centre that
    is not running has a stale watcher; that is said and counts as not well.

    Exit status: 0 all is well, 1 something is not, 2 it could not be looked at.
    """
    found, code = _look()
    if as_json:
        rows = [{"name": name, "well": well, "say": say} for name, well, say in found]
        click.echo(json.dumps({"well": not code, "looked": code < 2, "findings": rows}))  # noqa: PLR2004 - the exit status
    else:
        wide = max(len(name) for name, _, _ in found)
        for name, well, say in found:
            click.echo(f"{'well' if well else 'NOT WELL':<9} {name:<{wide}}  {say}")
    sys.exit(code)


def _look() -> tuple[list[Row], int]:
    """Return what was found, and the exit status."""
    try:
        options = load_centre()
    except SettingsInvalid as invalid:
        return [("settings", False, fault) for fault in invalid.faults], 2
    from stayline.config.checkup import DatabaseAway, checkup

    try:
        found, code = checkup(options, datetime.now(UTC)), 0
    except DatabaseAway as away:
        found, code = away.found, 2
    rows = [(one.name, one.well, one.say) for one in found]
    return rows, code or int(not all(well for _, well, _ in rows))
