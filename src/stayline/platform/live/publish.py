"""Say inside a transaction what screens should hear of after it."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connections, transaction

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

_INSERT: Final = (
    "INSERT INTO platform_live_event (topic, kind, urgent, sequence) VALUES (%s, %s, %s, %s)"
)


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
    if not TOPIC.fullmatch(topic) or not KIND.fullmatch(kind):
        raise ValueError(f"not a topic and a kind: {topic!r}, {kind!r}")
    connection = connections[DEFAULT_DB_ALIAS]
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("publish_on_commit needs a transaction")
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [topic, kind, urgent, sequence])
    wake_on_commit("live")


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
