"""`stayline prepare-demo`: everything a demo centre needs before it is run."""

from __future__ import annotations

import os
from pathlib import Path

import click

from stayline.config.commands._centre import load_centre, make_folder_and_keys, stop


@click.command(hidden=True)
@click.option("--sign-ins", type=click.Path(path_type=Path), required=True)
@click.option("--token", type=click.Path(path_type=Path), help="Also write a rehearsal's token.")
def command(sign_ins: Path, token: Path | None) -> None:
    """Make or renew a demo centre: keys, database, static files, fictional people."""
    make_folder_and_keys(dict(os.environ), {"mode": "demo"})
    options = load_centre()
    from stayline.config.demo import prepare, rehearsal_token
    from stayline.config.migrating import mode_fault
    from stayline.people.actions import DEMO_SITE

    fault = mode_fault(options)
    if fault:
        stop(fault)
    sign_ins.touch(mode=0o600)
    sign_ins.write_text(prepare(options), encoding="utf-8")
    if token is not None:
        token.touch(mode=0o600)
        token.write_text(rehearsal_token(DEMO_SITE), encoding="utf-8")
