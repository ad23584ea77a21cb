"""`stayline worker`: one worker process. Any number can run beside each other."""

from __future__ import annotations

import signal
import threading

import click

from stayline.config.commands._centre import load_centre, require_ready


@click.command()
def command() -> None:
    """Run the watcher of deadlines, the outbox sender and the pruning."""
    options = load_centre()
    require_ready(options)
    from stayline.config.lifeline import hold_to_parent
    from stayline.config.working import run_loops

    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: ended.set())
    hold_to_parent()
    run_loops(ended)
