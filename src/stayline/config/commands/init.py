"""`stayline init`: make the data folder, keys, database and first administrator."""

from __future__ import annotations

import os
from pathlib import Path

import click

from stayline.config.commands._centre import (
    load_centre,
    make_folder_and_keys,
    stop,
)
from stayline.config.options import Settings


@click.command()
@click.option(
    "--mode", type=click.Choice(["demo", "practice", "production"]), help="Never changed later."
)
@click.option("--country", help="The centre's own country: two letters, such as GB.")
@click.option("--zone", help="The centre's own time zone, such as Europe/London.")
@click.option("--admin", "administrator", help="Sign-in name of the first administrator.")
@click.option(
    "--admin-password-file",
    type=click.Path(path_type=Path),
    help="Its first line is the password; else you are asked.",
)
def command(
    mode: str | None,
    country: str | None,
    zone: str | None,
    administrator: str | None,
    admin_password_file: Path | None,
) -> None:
    """Make the data folder, its keys and its database, with the shipped playbook. Safe to rerun.

    What is given here is written to `settings.env` in the data folder; the environment goes
    before it.
    """
    given = {"mode": mode, "country": country, "zone": zone}
    answers = {name: value for name, value in given.items() if value}
    folder = make_folder_and_keys(dict(os.environ), answers)
    options = load_centre()
    from django.utils import timezone

    from stayline.config.migrating import migrate, mode_fault
    from stayline.config.statics import collect
    from stayline.library.actions import load_playbook
    from stayline.people.queries import system_actor

    fault = mode_fault(options)
    if fault:
        stop(fault)
    migrate(options)
    collect(options.data_dir / "static")
    # Without the forms no report could be filed. In production nothing takes force by this.
    load_playbook(mode=options.mode, actor=system_actor("command_line"), at=timezone.now())
    if administrator:
        _make_administrator(administrator, admin_password_file, options)
    click.echo(f"A {options.mode} centre is ready in {folder}. Start it with `stayline up`.")


def _make_administrator(name: str, password_file: Path | None, options: Settings) -> None:
    """Make the first administrator; asks for the password when none is given by a file."""
    from django.utils import timezone

    from stayline.people.actions import create_administrator

    if password_file is not None:
        password = password_file.read_text(encoding="utf-8").splitlines()[0]
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    create_administrator(
        username=name,
        password=password,
        country=options.country,
        zone=options.zone,
        at=timezone.now(),
    )
