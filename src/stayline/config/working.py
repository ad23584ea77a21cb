"""The worker loops, each in a thread of its own: what is due, what must leave, what is old.

A loop that falls is started again after a second; the others go on meanwhile. All that is owed
stands in the database, so a loop has nothing to lose.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import DatabaseError, connections

from stayline.connectors import deadman
from stayline.deadlines.actions import forget_old_beats
from stayline.deadlines.queries import watcher_health
from stayline.deadlines.workers import Auditor, Watcher
from stayline.learning.actions.rounds import fire_newcomers
from stayline.ledger.actions import sweep_attachments
from stayline.outbox.workers import Sender
from stayline.people.queries import system_actor
from stayline.people.workers import CalendarReader
from stayline.platform.live.feed import prune
from stayline.platform.middleware.throttle import forget_old_failures

log = structlog.get_logger("stayline.worker")

SENDERS: Final = 3
"""Three: the first two may hang at a receiver that has just gone away, before it is given up."""
TIDY_SECONDS: Final = 60.0
SWEEP_EVERY: Final = timedelta(hours=1)
DEADMAN_SECONDS: Final = 60.0
AGAIN_SECONDS: Final = 1.0

Loop = Callable[[threading.Event], None]


def run_loops(ended: threading.Event) -> None:
    """Run every loop until `ended` is set, then wait for the last step of each."""
    process = f"{socket.gethostname()[:40]}:{os.getpid()}"
    loops: dict[str, Loop] = {
        "watcher": lambda ended: Watcher(process=process).run(ended),
        "watchdog": lambda ended: Auditor(actor=system_actor("watcher")).run(ended),
        **{f"sender-{number}": _send for number in range(1, SENDERS + 1)},
        "calendars": _read_calendars,
        "tidy": _tidy,
    }
    if settings.STAYLINE.deadman_url and settings.STAYLINE.mode != "demo":
        loops["deadman"] = tell_deadman
    threads = [
        threading.Thread(target=_keep, args=(name, loop, ended), name=name)
        for name, loop in loops.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _keep(name: str, loop: Loop, ended: threading.Event) -> None:
    """Run a loop again whenever it falls."""
    while not ended.is_set():
        try:
            loop(ended)
        except Exception:  # the one place where a loop's own fault is caught
            log.exception("a loop fell", kind=name)
            connections.close_all()
            ended.wait(AGAIN_SECONDS)


def _send(ended: threading.Event) -> None:
    Sender(actor=system_actor("outbox")).run(ended)


def _read_calendars(ended: threading.Event) -> None:
    CalendarReader().run(ended)
    connections.close_all()


def _tidy(ended: threading.Event) -> None:
    """Forget what has passed: live events, old beats, sign-in failures, files of no record.

    Whoever came to work here has their courses looked at from then on.
    """
    swept = datetime.min.replace(tzinfo=UTC)
    while not ended.is_set():
        at = datetime.now(UTC)
        try:
            if at - swept > SWEEP_EVERY:
                sweep_attachments(at=at)
                fire_newcomers(at=at)
                swept = at
            prune(at=at)
            forget_old_beats(at=at)
            forget_old_failures(at=at)
        except (DatabaseError, OSError) as error:
            log.warning("tidying failed", exc_info=error)
            connections.close_all()
        ended.wait(TIDY_SECONDS)
    connections.close_all()


def tell_deadman(ended: threading.Event) -> None:
    """Ask the outside address each minute while the watcher is well; else stay silent."""
    while not ended.is_set():
        if watcher_health(at=datetime.now(UTC)).well and not deadman.tell(
            settings.STAYLINE.deadman_url
        ):
            log.warning("the dead-man address did not answer")
        ended.wait(DEADMAN_SECONDS)
    connections.close_all()
