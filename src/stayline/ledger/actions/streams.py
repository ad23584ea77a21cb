"""Open a stream; take the lock of its head."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from stayline.ledger.actions.held import held
from stayline.ledger.errors import OutsideTransaction, StreamExists, StreamNotFound
from stayline.ledger.queries.engine import database, key_of, on_postgres, rows
from stayline.ledger.queries.streams import stream_about
from stayline_core import chain

if TYPE_CHECKING:
    from stayline.ledger.queries.streams import StreamKind


@dataclass(frozen=True, slots=True)
class Head:
    """Where a stream ends, read under its lock."""

    sequence: int
    hash: bytes
    at: str
    last_tombstone: int


def open_stream_in_transaction(
    *, kind: StreamKind, subject_id: UUID, exercise: bool, at: datetime
) -> UUID:
    """Return the id of the log of one subject, opened if there is none.

    The caller holds the transaction. `exercise` is part of the first digest and can never be
    changed (`design.md` 3.9).

    Raises:
        StreamExists: there is a log already, and its exercise flag is another.
        OutsideTransaction: no transaction is open.
    """
    demand_transaction()
    there = stream_about(kind, subject_id)
    if there is None:
        _open(kind, subject_id, exercise=exercise, at=at)
        # Read again: in the same moment somebody else may have opened it, and waited or won.
        there = stream_about(kind, subject_id)
    if there is None or there.exercise != exercise:
        raise StreamExists(kind=kind, subject=str(subject_id))
    return there.id


def _open(kind: StreamKind, subject_id: UUID, *, exercise: bool, at: datetime) -> None:
    stream_id = uuid.uuid4()
    opened_at = chain.timestamp(at)
    first = chain.genesis(
        stream=str(stream_id),
        kind=kind,
        subject_id=str(subject_id),
        exercise=exercise,
        opened_at=opened_at,
    )
    with database().cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_stream (id, kind, subject_id, exercise, opened_at, head_sequence, "
            "head_hash, head_at, last_tombstone) VALUES (%s, %s, %s, %s, %s, 0, %s, %s, 0) "
            "ON CONFLICT (kind, subject_id) DO NOTHING",
            [
                key_of(stream_id),
                kind,
                key_of(subject_id),
                exercise,
                opened_at,
                bytes.fromhex(first),
                opened_at,
            ],
        )


def lock_head_in_transaction(stream_id: UUID) -> None:
    """Take the lock of a stream's head: the first lock of every action on its subject.

    The caller holds the transaction. On SQLite `BEGIN IMMEDIATE` has locked everything
    already, and nothing is asked.

    Raises:
        StreamNotFound: no stream has this id (PostgreSQL alone asks).
        OutsideTransaction: no transaction is open.
    """
    demand_transaction()
    if on_postgres():
        locked_head(stream_id)


def locked_head(stream_id: UUID) -> Head:
    """Return a stream's head under its lock. The caller holds the transaction.

    A transaction that has the lock already goes on from what it wrote itself.

    Raises:
        StreamNotFound: no stream has this id.
    """
    known = held().heads.get(stream_id)
    if known is not None:
        return known
    sql = (
        "SELECT head_sequence, head_hash, head_at, last_tombstone FROM ledger_stream WHERE id = %s"
    )
    found = rows(sql + " FOR UPDATE" if on_postgres() else sql, [key_of(stream_id)])
    if not found:
        raise StreamNotFound(stream=str(stream_id))
    sequence, digest, at, last_tombstone = found[0]
    head = held().heads[stream_id] = Head(sequence, bytes(digest), at, last_tombstone)
    return head


def demand_transaction() -> None:
    """Refuse to go on when no transaction is open.

    Raises:
        OutsideTransaction: no transaction is open.
    """
    if not database().in_atomic_block:
        raise OutsideTransaction
