"""`stayline demo`: a centre with fictional people, made on the first start, then run."""

from __future__ import annotations

import os

import click

from stayline.config.commands._centre import run_stayline, settings_only, stop
from stayline.config.commands.up import start
from stayline.config.prepared import FLOOR_TOKENS, SIGN_INS, is_prepared, note_prepared


@click.command()
@click.option("--single", is_flag=True, help="One process for everything, and no demo floor.")
@click.option("--quiet", is_flag=True, help="No fictional contacts: the floor is yours alone.")
@click.option("--no-past", is_flag=True, help="A new demo in which nothing has happened yet.")
@click.option("--port", type=int, help="Listen here instead of 8000 or the next free port.")
def command(*, single: bool, quiet: bool, no_past: bool, port: int | None) -> None:
    """Make a demo centre if there is none, and run it. Not for real contacts.

    A new demo has ten weeks behind it, so that reviews, charts, training and care have something
    to show; `--no-past` leaves them out. Fictional contacts come and go on its floor, and some
    get into trouble; `--quiet`, or STAYLINE_DEMO_FLOOR=off, leaves those out. Everything is kept
    in STAYLINE_DATA_DIR (`.stayline`); delete that folder to start anew.
    """
    options = settings_only()
    if options.mode != "demo":
        stop(f"`stayline demo` runs demo centres; STAYLINE_MODE is {options.mode}.")
    if not (options.data_dir / "master.key").exists():
        click.echo("Making a demo centre: keys, database, people. This takes a moment, once.")
    sign_ins, tokens = options.data_dir / SIGN_INS, options.data_dir / FLOOR_TOKENS
    if not is_prepared(options):
        # In a process of its own, so that this one stays small while it looks after the others.
        past = () if no_past else ("--past",)
        run_stayline(
            "prepare-demo", "--sign-ins", str(sign_ins), "--floor-tokens", str(tokens), *past
        )
        note_prepared(options)
    os.environ["STAYLINE_MODE"] = "demo"
    floor = options.demo_floor and not quiet and not single
    start(
        settings_only(),
        single=single,
        port=port,
        notice=sign_ins.read_text(encoding="utf-8").rstrip(),
        floor_tokens=tokens if floor else None,
    )
