"""Read new live events from the database and hand them to the hub, in one thread a process.

On PostgreSQL ids are given before the commit and can become visible out of order. The feed
remembers the ids it has jumped over and asks for them again for `GAP_SECONDS`; a rolled-back
transaction leaves a gap for good, which is then forgotten.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from stayline.platform.live.hub import Event
from stayline.platform.models import LiveEvent
from stayline.platform.wake import listener

log = structlog.get_logger("stayline.live")

GAP_SECONDS: Final = 10.0
GAPS_AT_MOST: Final = 500
LOOK_BACK: Final = 200
SQLITE_POLL: Final = 0.1
POSTGRES_POLL: Final = 1.0
KEPT: Final = timedelta(minutes=10)

_READ: Final = "SELECT id, topic, kind, urgent, sequence FROM platform_live_event WHERE id > %s"


class Cursor:
    """Where a reader of live events stands, and which ids it still waits for."""

    def __init__(self) -> None:
        self._high = 0
        self._gaps: dict[int, float] = {}

    def begin(self) -> None:
        """Start at the end; what is in flight just now still counts as new."""
        newest = LiveEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
        self._high = max(0, newest - LOOK_BACK)
        self.take()

    def take(self) -> list[Event]:
        """Return the events that became visible since the last call, by id."""
        connection = connections[DEFAULT_DB_ALIAS]
        gaps = sorted(self._gaps)
        sql, arguments = _READ, [self._high, *gaps]
        if gaps:
            sql += f" OR id IN ({', '.join(['%s'] * len(gaps))})"
        with connection.cursor() as cursor:
            cursor.execute(sql + " ORDER BY id", arguments)
            rows = cursor.fetchall()
        self._note([row[0] for row in rows])
        return [Event(row[1], row[2], bool(row[3]), row[4]) for row in rows]

    def _note(self, ids: list[int]) -> None:
        now = time.monotonic()
        for number in ids:
            self._gaps.pop(number, None)
            if number > self._high:
                first = max(self._high + 1, number - LOOK_BACK)
                self._gaps.update(dict.fromkeys(range(first, number), now))
                self._high = number
        fresh = [(number, at) for number, at in self._gaps.items() if now - at < GAP_SECONDS]
        self._gaps = dict(fresh[-GAPS_AT_MOST:])


class Feed(threading.Thread):
    """The thread: wait for a wake-up or the poll, read, hand over, for ever."""

    def __init__(self, hand_over: Callable[[list[Event]], None]) -> None:
        """`hand_over` is called in this thread with every batch of new events."""
        super().__init__(name="live-feed", daemon=True)
        self._hand_over = hand_over
        self._ended = threading.Event()
        self.ready = threading.Event()

    def run(self) -> None:
        """Feed until stopped; a database that is away is tried again each second."""
        while not self._ended.is_set():
            try:
                self._follow()
            except DatabaseError as error:
                log.warning("live feed lost the database", exc_info=error)
                connections[DEFAULT_DB_ALIAS].close()
                self._ended.wait(1.0)
        connections.close_all()

    def stop(self) -> None:
        """Ask the thread to end."""
        self._ended.set()

    def _follow(self) -> None:
        connection = connections[DEFAULT_DB_ALIAS]
        on_sqlite = connection.vendor == "sqlite"
        position = Cursor()
        position.begin()
        version = _data_version(connection) if on_sqlite else 0
        woken = listener("live")
        self.ready.set()
        try:
            while not self._ended.is_set():
                called = woken.wait(SQLITE_POLL if on_sqlite else POSTGRES_POLL)
                if on_sqlite:
                    before, version = version, _data_version(connection)
                    if version == before and not called:
                        continue
                events = position.take()
                if events:
                    self._hand_over(events)
        finally:
            woken.close()


def _data_version(connection: BaseDatabaseWrapper) -> int:
    """Return SQLite's number that moves when another connection commits."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def prune(*, at: datetime) -> int:
    """Remove events that every screen has long heard of; return how many."""
    removed, _ = LiveEvent.objects.filter(at__lt=at - KEPT).delete()
    return removed
