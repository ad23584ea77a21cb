"""Many deadlines, one watcher: a bench's own table behind the port that every room uses."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import connections

from stayline.config.benches.bare import make_table
from stayline.config.benches.verify_inside import new_stream
from stayline.deadlines.workers import Watcher
from stayline.incidents.events import LineKept
from stayline.ledger.actions import append_in_transaction, lock_head_in_transaction
from stayline.outbox.actions import enqueue_in_transaction
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from stayline.platform.transactions import action

TABLE: Final = "bench_deadline"
CHANNEL: Final = "bench"
STREAMS: Final = 100
LEAD: Final = 1.0
"""Seconds before the first is due, so that the watcher is warm."""

GRACE: Final = 30.0
"""Seconds after the last is due, before what has not fired counts as missed."""

NOT_BEFORE: Final = timedelta(days=30)
"""The messages stay where they are: this bench is of deadlines, not of sending."""

Told = dict[str, Any]


class Shelf:
    """`deadlines.DuePort` over the bench's table; notes how late each row was, once committed."""

    name = "bench.deadline"
    priority = 0

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self.late_ms: list[float] = []
        self.fired: Counter[UUID] = Counter()

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return what is due, oldest first."""
        found = _rows(
            f"SELECT id FROM {TABLE} WHERE fired_at IS NULL AND due_at <= %s "  # noqa: S608 - a fixed name
            "ORDER BY due_at LIMIT %s",
            [at.timestamp(), limit],
        )
        return [UUID(one[0]) for one in found]

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Fire one row; False when somebody was first."""
        due_at = _fire(row_id, actor=self._actor, at=at)
        if due_at is None:
            return False
        self.late_ms.append(1000 * (time.time() - due_at))
        self.fired[row_id] += 1
        return True

    def next_due(self) -> datetime | None:
        """Return when the next row is due."""
        found = _rows(
            f"SELECT min(due_at) FROM {TABLE} WHERE fired_at IS NULL",  # noqa: S608 - a fixed name
            [],
        )
        return None if found[0][0] is None else datetime.fromtimestamp(found[0][0], UTC)


def measure(*, count: int, seconds: float) -> Told:
    """Return how late each deadline was in milliseconds, and what went missing or came twice."""
    make_table(
        TABLE,
        f"CREATE TABLE {TABLE} (id varchar(32) PRIMARY KEY, stream varchar(32) NOT NULL, "
        "due_at double precision NOT NULL, fired_at double precision)",
        f"CREATE INDEX {TABLE}_due ON {TABLE} (due_at) WHERE fired_at IS NULL",
    )
    shelf = Shelf(system_actor("watcher"))
    entries, messages = _written()
    _put(count, seconds, actor=shelf._actor, at=datetime.now(UTC))  # noqa: SLF001 - its own bench
    _watch(shelf, count, seconds)
    entries_after, messages_after = _written()
    return {
        "late_ms": shelf.late_ms,
        "missed": count - len(shelf.fired),
        "twice": sum(times > 1 for times in shelf.fired.values()),
        "off": abs(entries_after - entries - count) + abs(messages_after - messages - count),
    }


def _watch(shelf: Shelf, count: int, seconds: float) -> None:
    ended = threading.Event()
    watcher = Watcher([shelf], process="bench", clock_steps=[])
    thread = threading.Thread(target=watcher.run, args=(ended,))
    thread.start()
    until = time.monotonic() + LEAD + seconds + GRACE
    while len(shelf.late_ms) < count and time.monotonic() < until:
        time.sleep(0.05)
    ended.set()
    thread.join()


@action
def _put(count: int, seconds: float, *, actor: Actor, at: datetime) -> None:
    """Put all deadlines down, spread evenly over `seconds`."""
    del at
    streams = [new_stream.__wrapped__(actor=actor, at=datetime.now(UTC)) for _ in range(STREAMS)]  # type: ignore[attr-defined]  # the part below the edge: this is one action
    first = time.time() + LEAD
    rows = [
        (uuid4().hex, streams[place % STREAMS].hex, first + seconds * place / count)
        for place in range(count)
    ]
    with connections["default"].cursor() as cursor:
        cursor.executemany(f"INSERT INTO {TABLE} (id, stream, due_at) VALUES (%s, %s, %s)", rows)  # noqa: S608 - a fixed name


@action
def _fire(row_id: UUID, *, actor: Actor, at: datetime) -> float | None:
    """Fire a row with its entry and its message; return when it was due, or None."""
    stream, due_at = _rows(f"SELECT stream, due_at FROM {TABLE} WHERE id = %s", [row_id.hex])[0]  # noqa: S608 - a fixed name
    lock_head_in_transaction(UUID(stream))
    with connections["default"].cursor() as cursor:
        cursor.execute(
            f"UPDATE {TABLE} SET fired_at = %s WHERE id = %s AND fired_at IS NULL",  # noqa: S608 - a fixed name
            [at.timestamp(), row_id.hex],
        )
        if not cursor.rowcount:
            return None
    event = LineKept(line=row_id.hex, who="system", text="due", subject="")
    append_in_transaction(UUID(stream), event, actor=actor, at=at)
    enqueue_in_transaction(
        kind="bench",
        channel=CHANNEL,
        payload={"row": row_id.hex},
        exercise=True,
        at=at,
        due_at=at + NOT_BEFORE,
    )
    return float(due_at)


def _written() -> tuple[int, int]:
    entries = _rows("SELECT sum(head_sequence) FROM ledger_stream", [])[0][0] or 0
    messages = _rows("SELECT count(*) FROM outbox_message WHERE channel = %s", [CHANNEL])[0][0]
    return int(entries), int(messages)


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connections["default"].cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
