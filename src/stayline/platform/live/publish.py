"""Say inside a transaction what screens should hear of after it."""

from __future__ import annotations

import re
import threading
from hashlib import sha256
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from stayline.platform.transactions import action, gather_for_commit
from stayline.platform.wake import wake_on_commit

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
    second of ordinary lines costs few transactions (`design.md` 3.8).

    Raises:
        ValueError: the topic is not `prefix:rest`, or the kind is not a plain word.
    """
    _refuse_faults(topic, kind)
    _announcer.say((topic, kind, urgent, None))


def _refuse_faults(topic: str, kind: str) -> None:
    if not TOPIC.fullmatch(topic) or not KIND.fullmatch(kind):
        raise ValueError(f"not a topic and a kind: {topic!r}, {kind!r}")


class _Announcer:
    """Lets one thread write what all that wait have to say (group commit)."""

    def __init__(self) -> None:
        self._waiting: list[_Said] = []
        self._guard = threading.Lock()
        self._turn = threading.Lock()

    def say(self, row: tuple[str, str, bool, int | None]) -> None:
        said = _Said(row)
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
            _write_together(list(dict.fromkeys(one.row for one in batch)))
        except BaseException as raised:  # noqa: BLE001 - each of them hears of it, in its thread
            fault = raised
        for one in batch:
            one.done, one.fault = True, fault


class _Said:
    """One announcement that waits for its turn."""

    def __init__(self, row: tuple[str, str, bool, int | None]) -> None:
        self.row = row
        self.done = False
        self.fault: BaseException | None = None


@action
def _write_together(rows: list[tuple[str, str, bool, int | None]]) -> None:
    _write(rows)
    wake_on_commit("live")


_announcer: Final = _Announcer()


def _write(rows: list[tuple[str, str, bool, int | None]]) -> None:
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
