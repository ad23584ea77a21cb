"""Append: the one way in which anything gets into the log.

Raw SQL, in as few round trips as each engine allows: one to read the head under its lock and
one statement for entry, content and head on PostgreSQL; the same four statements without any
network on SQLite. Trying again is the action's business (`platform/transactions.py`).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from stayline.ledger.actions.held import held
from stayline.ledger.actions.keyring import key_in_transaction
from stayline.ledger.actions.streams import Head, demand_transaction, locked_head
from stayline.ledger.errors import EraseRefused
from stayline.ledger.events import Event, SubjectErased, UnknownKind
from stayline.ledger.queries.engine import database, key_of
from stayline.ledger.queries.keyring import DataKey, content_aad
from stayline.platform.actors import Actor
from stayline_core import chain

_ENTRY: Final = (
    "INSERT INTO ledger_entry (stream_id, sequence, at, actor, kind, subject, commitment, "
    "previous_hash, hash, before_previous) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_CONTENT: Final = (
    "INSERT INTO ledger_content (stream_id, sequence, subject, salt, sealed) "
    "VALUES (%s, %s, %s, %s, %s)"
)
_HEAD: Final = (
    "UPDATE ledger_stream SET head_sequence = %s, head_hash = %s, head_at = %s, "
    "last_tombstone = %s WHERE id = %s"
)
_ALL_AT_ONCE: Final = f"WITH entry AS ({_ENTRY}), content AS ({_CONTENT}) {_HEAD}"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The proof that something was logged: where it stands, and its digest in hexadecimal."""

    stream_id: UUID
    sequence: int
    hash: str
    at: datetime

    @property
    def entry_id(self) -> str:
        """The name of the entry in live events: `stream:sequence`."""
        return f"{self.stream_id}:{self.sequence}"


@dataclass(frozen=True, slots=True)
class _Written:
    entry: tuple[Any, ...]
    content: tuple[Any, ...]
    receipt: Receipt


def append_in_transaction(stream_id: UUID, event: Event, *, actor: Actor, at: datetime) -> Receipt:
    """Log that `event` happened `at` that time by `actor`. The caller holds the transaction.

    A time before the last entry's is allowed, and marked for ever. When the append fails, the
    action fails with it (S3-10).

    Raises:
        StreamNotFound: no stream has this id.
        OutsideTransaction: no transaction is open.
        NotCanonical: a field is no JSON value, or a number with a fraction.
        EraseRefused: an erasure is recorded by `erase_subject` alone.
    """
    return append_many_in_transaction(stream_id, [(event, at)], actor=actor)[0]


def append_many_in_transaction(
    stream_id: UUID, events: Sequence[tuple[Event, datetime]], *, actor: Actor
) -> list[Receipt]:
    """Log several events with their times, in this order, under one lock of the head.

    The caller holds the transaction. All are logged, or the action fails.

    Raises:
        StreamNotFound: no stream has this id.
        OutsideTransaction: no transaction is open.
        NotCanonical: a field is no JSON value, or a number with a fraction.
        EraseRefused: an erasure is recorded by `erase_subject` alone.
    """
    demand_transaction()
    for event, _ in events:
        if not event.kind:
            raise UnknownKind(type(event).__name__)
        if isinstance(event, SubjectErased):
            raise EraseRefused
    if not events:
        return []
    return write_in_transaction(stream_id, locked_head(stream_id), events, actor=actor)


def write_in_transaction(
    stream_id: UUID,
    head: Head,
    events: Sequence[tuple[Event, datetime]],
    *,
    actor: Actor,
    key: DataKey | None = None,
    last_tombstone: int | None = None,
) -> list[Receipt]:
    """Write `events` behind `head`, which the caller has read under its lock.

    `key` and `last_tombstone` are the erasure's own: its entry has a key made for it, and is
    the newest tombstone.
    """
    written: list[_Written] = []
    sequence, previous, before = head.sequence, head.hash, head.at
    stored = key_of(stream_id)
    found: dict[str, DataKey] = {}
    for event, at in events:
        sequence += 1
        subject = event.subject
        sealing = key or found.get(subject)
        if sealing is None:
            sealing = found[subject] = key_in_transaction(
                stream_id, subject, sequence=sequence, last_tombstone=head.last_tombstone
            )
        header = chain.Entry(
            stream=str(stream_id),
            sequence=sequence,
            at=(time := chain.timestamp(at)),
            actor=actor.pseudonym,
            kind=event.kind,
            subject=subject,
            commitment="",
            previous=previous.hex(),
            before_previous=time < before,
            hash="",
        )
        one = _sealed(header, event, sealing, stream_id=stream_id, stored=stored, at=at)
        written.append(one)
        previous, before = bytes.fromhex(one.receipt.hash), time
    tombstone = head.last_tombstone if last_tombstone is None else last_tombstone
    _insert(written, (sequence, previous, before, tombstone, stored))
    held().heads[stream_id] = Head(sequence, previous, before, tombstone)
    return [one.receipt for one in written]


def _sealed(
    header: chain.Entry,
    event: Event,
    key: DataKey,
    *,
    stream_id: UUID,
    stored: UUID | str,
    at: datetime,
) -> _Written:
    """Commit to the content, seal it, and close the header with its digest."""
    sequence, subject = header.sequence, header.subject
    plain = chain.content_bytes(event.content(), subject=subject)
    salt = secrets.token_bytes(chain.SALT_BYTES)
    entry = chain.sealed_entry(header._replace(commitment=chain.commitment(plain, salt=salt)))
    sealed = key.id.bytes + key.sealer.seal(plain, content_aad(stream_id, sequence, subject))
    return _Written(
        entry=(
            stored,
            sequence,
            entry.at,
            entry.actor,
            entry.kind,
            subject,
            bytes.fromhex(entry.commitment),
            bytes.fromhex(entry.previous),
            bytes.fromhex(entry.hash),
            entry.before_previous,
        ),
        content=(stored, sequence, subject, salt, sealed),
        receipt=Receipt(stream_id, sequence, entry.hash, at),
    )


def _insert(written: list[_Written], head: tuple[Any, ...]) -> None:
    with database().cursor() as cursor:
        if len(written) == 1:
            one = written[0]
            if database().vendor == "postgresql":
                cursor.execute(_ALL_AT_ONCE, one.entry + one.content + head)
                return
            cursor.execute(_ENTRY, one.entry)
            cursor.execute(_CONTENT, one.content)
        else:
            cursor.executemany(_ENTRY, [one.entry for one in written])
            cursor.executemany(_CONTENT, [one.content for one in written])
        cursor.execute(_HEAD, head)
