"""`stayline doctor`: what is well and what is not, each with the mend."""

from __future__ import annotations

import json
import sys

import click

from stayline.config.commands._centre import load_centre
from stayline.config.loading import SettingsInvalid


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
def command(*, as_json: bool) -> None:
    """Look at settings, keys, database, migrations, watcher and outbox.

    Exits 0 when all is well, 1 when something is not. A centre that is not running has a stale
    watcher; that is said and counts as not well.
    """
    try:
        options = load_centre()
    except SettingsInvalid as invalid:
        findings = [("settings", False, fault) for fault in invalid.faults]
    else:
        from stayline.config.checkup import checkup

        findings = [(found.name, found.well, found.say) for found in checkup(options)]
    if as_json:
        rows = [{"name": name, "well": well, "say": say} for name, well, say in findings]
        click.echo(json.dumps({"well": all(row["well"] for row in rows), "findings": rows}))
    else:
        for name, well, say in findings:
            click.echo(f"{'well' if well else 'NOT WELL':<9} {name:<12} {say}")
    sys.exit(0 if all(well for _, well, _ in findings) else 1)
