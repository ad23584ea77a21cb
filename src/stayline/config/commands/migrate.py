"""`stayline migrate`: bring the database to this version."""

from __future__ import annotations

import click

from stayline.config.commands._centre import load_centre, stop


@click.command()
def command() -> None:
    """Bring the database's tables to this version. Safe to run again."""
    options = load_centre()
    from stayline.config.migrating import migrate, mode_fault
    from stayline.config.statics import collect

    fault = mode_fault(options)
    if fault:
        stop(fault)
    migrate(options)
    collect(options.data_dir / "static")
    click.echo("The database is up to date.")
