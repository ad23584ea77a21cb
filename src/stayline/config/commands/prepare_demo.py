"""`stayline prepare-demo`: everything a demo centre needs before it is run."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from stayline.config.commands._centre import load_centre, make_folder_and_keys, stop


@click.command(hidden=True)
@click.option("--sign-ins", type=click.Path(path_type=Path), required=True)
@click.option("--token", type=click.Path(path_type=Path), help="Also write a rehearsal's token.")
@click.option("--floor-tokens", type=click.Path(path_type=Path), help="And a token for each site.")
@click.option("--past", is_flag=True, help="With ten weeks behind it, if it is made now.")
def command(sign_ins: Path, token: Path | None, floor_tokens: Path | None, *, past: bool) -> None:
    """Make or renew a demo centre: keys, database, static files, fictional people."""
    make_folder_and_keys(dict(os.environ), {"mode": "demo"})
    options = load_centre()
    from stayline.config.demo import prepare, rehearsal_token, site_tokens
    from stayline.config.migrating import mode_fault
    from stayline.people.actions import DEMO_SITE

    fault = mode_fault(options)
    if fault:
        stop(fault)
    _write(sign_ins, prepare(options, past=past))
    if token is not None:
        _write(token, rehearsal_token(DEMO_SITE))
    if floor_tokens is not None:
        known = floor_tokens.read_text(encoding="utf-8") if floor_tokens.exists() else "{}"
        _write(floor_tokens, json.dumps(site_tokens(json.loads(known))))


def _write(path: Path, text: str) -> None:
    """Write what is for this user alone."""
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
