"""`stayline simulate`: the fictional contacts of a demo centre that is up."""

from __future__ import annotations

import json
import signal
import threading
import time
from pathlib import Path

import click

from stayline.config.lifeline import hold_to_parent
from stayline.config.listening_port import answers


@click.command(hidden=True)
@click.option("--url", required=True, help="Where the centre answers.")
@click.option("--tokens", type=click.Path(path_type=Path), required=True)
def command(url: str, tokens: Path) -> None:
    """Let fictional contacts come and go; started by `stayline demo` beside web and worker."""
    from stayline.config.simulation.running import open_floors, play

    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: ended.set())
    hold_to_parent()
    while not ended.is_set() and not answers(f"{url.rstrip('/')}/readyz"):
        ended.wait(0.2)
    known: dict[str, str] = json.loads(tokens.read_text(encoding="utf-8"))
    with open_floors(url, known, now=time.monotonic()) as floors:
        play(floors, ended, clock=time.monotonic, say=click.echo)
