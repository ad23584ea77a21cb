"""Which key seals: the one in use for a stream and subject, or a new one."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.db import transaction

from stayline.ledger.actions.held import held
from stayline.ledger.actions.streams import demand_transaction, locked_head
from stayline.ledger.queries.engine import database, id_of, key_of, rows
from stayline.ledger.queries.keyring import DataKey, current, draft_aad, key_context, opened
from stayline.platform.crypto import Sealer, keys, new_key


def key_in_transaction(
    stream_id: UUID, subject: str, *, sequence: int, last_tombstone: int
) -> DataKey:
    """Return the data key that seals for this subject now, made if there is none.

    The caller holds the head's lock and has read `last_tombstone` under it: a key remembered
    from before a newer erasure may be gone, and is asked for again.
    """
    before = current.get((stream_id, subject))
    if before is not None and before[0] == last_tombstone:
        return before[1]
    mine = held().keys
    before = mine.get((stream_id, subject))
    if before is not None and before[0] == last_tombstone:
        return before[1]
    found = rows(
        "SELECT id, wrapped FROM ledger_datakey WHERE stream_id = %s AND subject = %s "
        "ORDER BY since DESC LIMIT 1",
        [key_of(stream_id), subject],
    )
    if found:
        key_id = id_of(found[0][0])
        key = DataKey(key_id, opened(key_id, found[0][1], stream_id, subject))
    else:
        key = new_key_in_transaction(stream_id, subject, since=sequence)
    mine[stream_id, subject] = (last_tombstone, key)
    # Only once it is certain to exist: a key of a transaction that is rolled back, kept here,
    # would seal later content for ever.
    transaction.on_commit(lambda: current.put((stream_id, subject), (last_tombstone, key)))
    return key


def new_key_in_transaction(stream_id: UUID, subject: str, *, since: int) -> DataKey:
    """Make the data key of a subject from entry `since` on. The caller holds the transaction."""
    plain = new_key()
    key = DataKey(uuid.uuid4(), Sealer(plain))
    with database().cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_datakey (id, stream_id, subject, since, wrapped) "
            "VALUES (%s, %s, %s, %s, %s)",
            [
                key_of(key.id),
                key_of(stream_id),
                subject,
                since,
                keys().wrap(plain, key_context(stream_id, subject)),
            ],
        )
    return key


def seal_in_transaction(stream_id: UUID, subject: str, plain: bytes) -> bytes:
    """Seal a draft kept outside the ledger under the subject's key in this stream.

    The caller holds the transaction. An erasure of the subject makes the draft unreadable:
    `unseal` then raises ContentErased.

    Raises:
        StreamNotFound: no stream has this id.
        OutsideTransaction: no transaction is open.
    """
    demand_transaction()
    head = locked_head(stream_id)
    # From the head on, not from the next entry: that one may be the erasure of this subject.
    key = key_in_transaction(
        stream_id, subject, sequence=head.sequence, last_tombstone=head.last_tombstone
    )
    return key.id.bytes + key.sealer.seal(plain, draft_aad(stream_id, subject))
