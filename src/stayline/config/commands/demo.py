"""`stayline demo`: a centre with fictional people, made on the first start, then run."""

from __future__ import annotations

import os

import click

from stayline.config.commands._centre import run_stayline, settings_only, stop
from stayline.config.commands.up import start


@click.command()
@click.option("--single", is_flag=True, help="One process for everything.")
@click.option("--port", type=int, help="Listen here instead of 8000 or the next free port.")
def command(*, single: bool, port: int | None) -> None:
    """Make a demo centre if there is none, and run it. Not for real contacts.

    Everything is kept in STAYLINE_DATA_DIR (`.stayline`); delete that folder to start anew.
    """
    options = settings_only()
    if options.mode != "demo":
        stop(f"`stayline demo` runs demo centres; STAYLINE_MODE is {options.mode}.")
    new = not (options.data_dir / "master.key").exists()
    if new:
        click.echo("Making a demo centre: keys, database, people. This takes a moment, once.")
    # In a process of its own, so that this one stays small while it looks after the others.
    run_stayline("prepare-demo", "--sign-ins", str(options.data_dir / "sign-ins.txt"))
    os.environ["STAYLINE_MODE"] = "demo"
    notice = (options.data_dir / "sign-ins.txt").read_text(encoding="utf-8").rstrip()
    start(settings_only(), single=single, port=port, notice=notice)
