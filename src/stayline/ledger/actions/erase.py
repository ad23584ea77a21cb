"""Erase one person from one stream, and let the chain go on verifying."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from stayline.ledger.actions.append import Receipt, write_in_transaction
from stayline.ledger.actions.keyring import new_key_in_transaction
from stayline.ledger.actions.streams import locked_head
from stayline.ledger.errors import EraseRefused
from stayline.ledger.events import NOBODY, SubjectErased
from stayline.ledger.queries.engine import database, key_of, on_postgres, rows
from stayline.ledger.queries.keyring import forget
from stayline.platform.actors import Actor
from stayline.platform.transactions import action


@action
def erase_subject(
    *, stream_id: UUID, subject: str, reason: str, actor: Actor, at: datetime
) -> Receipt:
    """Destroy the content and the keys that `stream_id` holds about `subject`.

    The erasure's own entry names the subject and stays; the entries before it keep their
    place, time, kind and commitment, so the chain still verifies. Drafts sealed for the
    subject can no longer be opened. Later entries about the subject begin with a new key.

    Copies outside the database (backups, archived logs, bundles handed over) are not reached:
    their keys go when those copies go.

    Raises:
        StreamNotFound: no stream has this id.
        EraseRefused: `subject` is nobody, or no reason is given.
    """
    return erase_in_transaction(stream_id, subject, reason=reason, actor=actor, at=at)


def erase_in_transaction(
    stream_id: UUID, subject: str, *, reason: str, actor: Actor, at: datetime
) -> Receipt:
    """Erase as `erase_subject` does; the caller holds the transaction, and locks nothing before.

    Raises:
        StreamNotFound: no stream has this id.
        EraseRefused: `subject` is nobody, or no reason is given.
    """
    if subject == NOBODY:
        raise EraseRefused
    if not reason.strip():
        raise EraseRefused("An erasure needs a reason.")
    head = locked_head(stream_id)
    sequence = head.sequence + 1
    event = SubjectErased(subject=subject, reason=reason, contents=_contents(stream_id, subject))
    # The reason is sealed under a key of its own, made before the erasure and not hit by it.
    key = new_key_in_transaction(stream_id, subject, since=sequence)
    receipt = write_in_transaction(
        stream_id, head, [(event, at)], actor=actor, key=key, last_tombstone=sequence
    )[0]
    _bury(stream_id, sequence, subject)
    transaction.on_commit(_leave_nothing_behind)
    return receipt


def _contents(stream_id: UUID, subject: str) -> int:
    found = rows(
        "SELECT count(*) FROM ledger_content WHERE stream_id = %s AND subject = %s",
        [key_of(stream_id), subject],
    )
    return int(found[0][0])


def _bury(stream_id: UUID, sequence: int, subject: str) -> None:
    """Insert the tombstone; the database's own trigger deletes what it covers."""
    with database().cursor() as cursor:
        if not on_postgres():
            # Deleted rows are overwritten in the file, not only given free.
            cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute(
            "INSERT INTO ledger_tombstone (stream_id, sequence, subject) VALUES (%s, %s, %s)",
            [key_of(stream_id), sequence, subject],
        )
        if not on_postgres():
            cursor.execute("PRAGMA secure_delete = OFF")


def _leave_nothing_behind() -> None:
    """Forget keys in memory, and on SQLite take the old pages out of the write-ahead log."""
    forget()
    if not on_postgres():
        with database().cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
