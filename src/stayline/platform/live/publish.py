"""Say inside a transaction what screens should hear of after it."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from stayline.platform.transactions import action, gather_for_commit
from stayline.platform.wake import wake_on_commit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Row = tuple[str, str, bool, int | None]
"""Topic, kind, whether urgent, and its place in the topic's stream."""

TOPIC: Final = re.compile(r"[a-z_]+(?::[A-Za-z0-9_.-]+)+")
KIND: Final = re.compile(r"[a-z][a-z0-9_.-]*")

ACCESS: Final = "access"
"""The kind that makes the hub ask again who may watch the topic."""

CLOSED: Final = "closed"
"""The kind by which the hub takes leave: signed out, or no longer allowed."""

FRAME: Final = "frame"
"""The kind that says: fetch the whole of this topic now."""

RESYNC: Final = "resync"
"""The kind that says: events were dropped, fetch everything now."""

_INSERT: Final = "INSERT INTO platform_live_event (topic, kind, urgent, sequence) VALUES "
_ROW: Final = "(%s, %s, %s, %s)"


def publish_on_commit(
    topic: str, kind: str, *, urgent: bool = False, sequence: int | None = None
) -> None:
    """Let every screen on `topic` hear of `kind` when the caller's transaction commits.

    The caller holds the transaction; the event commits with it or not at all. Rings,
    acceptances and losses are `urgent` and go at once; the rest is coalesced to two frames a
    second for each topic and kind, the latest `sequence` winning. Give `sequence` (of the
    topic's stream) where the topic can be replayed.

    Raises:
        ValueError: the topic is not `prefix:rest`, or the kind is not a plain word.
        TransactionManagementError: there is no transaction.
    """
    _refuse_faults(topic, kind)
    connection = connections[DEFAULT_DB_ALIAS]
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("publish_on_commit needs a transaction")
    gather_for_commit((topic, kind, urgent, sequence), _write)
    wake_on_commit("live")


def announce(topic: str, kind: str, *, urgent: bool = False) -> None:
    """Let every screen on `topic` hear of `kind` now, where nothing else is written with it.

    Writers of one process queue up and the first writes for all that wait, so that a busy
    second of ordinary lines costs few transactions (`design.md` 3.8). It does not wait for the
    disk: after a power cut no screen is open that could hear of it, and each starts whole.

    Raises:
        ValueError: the topic is not `prefix:rest`, or the kind is not a plain word.
    """
    announce_all([topic], kind, urgent=urgent)


def announce_all(topics: Sequence[str], kind: str, *, urgent: bool = False) -> None:
    """Announce one kind on many topics at once, as `announce` does; with none nothing happens.

    Raises:
        ValueError: a topic is not `prefix:rest`, or the kind is not a plain word.
    """
    for topic in topics:
        _refuse_faults(topic, kind)
    if topics:
        _announcer.say([(topic, kind, urgent, None) for topic in topics])


def _refuse_faults(topic: str, kind: str) -> None:
    if not TOPIC.fullmatch(topic) or not KIND.fullmatch(kind):
        raise ValueError(f"not a topic and a kind: {topic!r}, {kind!r}")


class _Announcer:
    """Lets one thread write what all that wait have to say (group commit)."""

    def __init__(self) -> None:
        self._waiting: list[_Said] = []
        self._guard = threading.Lock()
        self._turn = threading.Lock()

    def say(self, rows: list[Row]) -> None:
        said = _Said(rows)
        with self._guard:
            self._waiting.append(said)
        with self._turn:
            if not said.done:
                self._write_all()
        if said.fault is not None:
            raise said.fault

    def _write_all(self) -> None:
        with self._guard:
            batch, self._waiting = self._waiting, []
        fault: BaseException | None = None
        try:
            with _without_the_disk():
                _write_together(list(dict.fromkeys(row for one in batch for row in one.rows)))
        except BaseException as raised:  # noqa: BLE001 - each of them hears of it, in its thread
            fault = raised
        for one in batch:
            one.done, one.fault = True, fault


class _Said:
    """What one thread has to say, waiting for its turn."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.done = False
        self.fault: BaseException | None = None


@action
def _write_together(rows: list[Row]) -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
    _write(rows)
    wake_on_commit("live")


@contextmanager
def _without_the_disk() -> Iterator[None]:
    """Let the commits of this thread on SQLite not wait for the disk, for as long as it lasts.

    The log of writes keeps its order: the next commit that waits, waits for these as well. A
    connection that cannot be set back is closed, so that no action ever commits like this.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA synchronous").fetchone()[0]
        try:
            cursor.execute("PRAGMA synchronous = NORMAL")
            yield
        finally:
            try:
                cursor.execute(f"PRAGMA synchronous = {int(before)}")
            except BaseException:
                connection.close()
                raise


_announcer: Final = _Announcer()


def _write(rows: list[Row]) -> None:
    """Write in one statement: an opened incident has more than thirty things to say."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        values = [value for row in rows for value in row]
        cursor.execute(_INSERT + ", ".join([_ROW] * len(rows)), values)


def session_hash(session_key: str) -> str:
    """Return the name under which the hub knows a session; the key itself never leaves it."""
    return sha256(b"stayline live session" + session_key.encode()).hexdigest()[:32]


def session_topic(session_key: str) -> str:
    """Return the topic on which a session's end is announced."""
    return f"session:{session_hash(session_key)}"


def close_session(session_key: str) -> None:
    """Close every live stream of a session, in every process. Called by sign-out."""
    with transaction.atomic():
        publish_on_commit(session_topic(session_key), CLOSED, urgent=True)
