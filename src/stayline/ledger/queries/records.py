"""Entries as the chain knows them, read in blocks: for verifying and for export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from stayline.ledger.queries.engine import key_of, rows
from stayline_core.chain import Entry

BLOCK: Final = 2000
"""Entries read at a time."""

_HEADER: Final = (
    "e.sequence, e.at, e.actor, e.kind, e.subject, e.commitment, e.previous_hash, e.hash, "
    "e.before_previous"
)


@dataclass(frozen=True, slots=True)
class Record:
    """One entry with what is stored beside it; `sealed` is None when there is no content."""

    entry: Entry
    subject: str | None
    salt: bytes | None
    sealed: bytes | None


def chain_entries(stream_id: UUID, *, to: int) -> Iterator[Entry]:
    """Yield the entries of a stream up to `to`, without their content."""
    sql = f"SELECT {_HEADER} FROM ledger_entry e "  # noqa: S608 - every part stands here
    name = str(stream_id)
    for row in _blocks(sql, stream_id, to):
        yield _entry(name, row)


def records(stream_id: UUID, *, to: int) -> Iterator[Record]:
    """Yield the entries of a stream up to `to`, with what is sealed beside them."""
    sql = (
        f"SELECT {_HEADER}, c.subject, c.salt, c.sealed "  # noqa: S608 - every part stands here
        "FROM ledger_entry e LEFT JOIN ledger_content c "
        "ON c.stream_id = e.stream_id AND c.sequence = e.sequence "
    )
    name = str(stream_id)
    for row in _blocks(sql, stream_id, to):
        there = row[11] is not None
        yield Record(
            entry=_entry(name, row),
            subject=row[9],
            salt=bytes(row[10]) if there else None,
            sealed=bytes(row[11]) if there else None,
        )


def tombstones(stream_id: UUID) -> list[tuple[int, str]]:
    """Return the erasures of a stream, oldest first: their sequence and whom they erased."""
    return [
        (sequence, subject)
        for sequence, subject in rows(
            "SELECT sequence, subject FROM ledger_tombstone WHERE stream_id = %s ORDER BY sequence",
            [key_of(stream_id)],
        )
    ]


def _blocks(select: str, stream_id: UUID, to: int) -> Iterator[tuple[Any, ...]]:
    after = 0
    while after < to:
        block = rows(
            select + "WHERE e.stream_id = %s AND e.sequence > %s AND e.sequence <= %s "
            "ORDER BY e.sequence LIMIT %s",
            [key_of(stream_id), after, to, BLOCK],
        )
        if not block:
            return
        yield from block
        after = block[-1][0]


def _entry(stream: str, row: tuple[Any, ...]) -> Entry:
    return Entry(
        stream,
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        row[5].hex(),
        row[6].hex(),
        bool(row[8]),
        row[7].hex(),
    )
