"""What the log holds: streams, their heads, their entries."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from stayline.ledger.errors import ContentLost, StreamNotFound
from stayline.ledger.events import Event, kind_named
from stayline.ledger.queries.engine import id_of, key_of, rows
from stayline.ledger.queries.keyring import ContentOpener
from stayline_core import chain

StreamKind = Literal["incident", "system", "person", "document"]


@dataclass(frozen=True, slots=True)
class StreamView:
    """One stream and how far it reaches; `head_hash` is hexadecimal."""

    id: UUID
    kind: StreamKind
    subject_id: UUID
    exercise: bool
    opened_at: datetime
    sequence: int
    head_hash: str
    head_at: datetime


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry as it was logged. `event` is None when its content was erased."""

    stream_id: UUID
    sequence: int
    at: datetime
    actor: str
    """The actor's pseudonym."""
    kind: str
    subject: str
    event: Event | None
    hash: str
    before_previous: bool

    @property
    def id(self) -> str:
        """The name of the entry in live events: `stream:sequence`."""
        return f"{self.stream_id}:{self.sequence}"


_STREAM = (
    "SELECT id, kind, subject_id, exercise, opened_at, head_sequence, head_hash, head_at "
    "FROM ledger_stream "
)


def head(stream_id: UUID) -> StreamView:
    """Return a stream with its head.

    Raises:
        StreamNotFound: no stream has this id.
    """
    found = rows(_STREAM + "WHERE id = %s", [key_of(stream_id)])
    if not found:
        raise StreamNotFound(stream=str(stream_id))
    return _stream(found[0])


def streams_holding(subject: str) -> list[UUID]:
    """Return the streams that hold a key, so perhaps content, of this data subject, by id."""
    found = rows(
        "SELECT DISTINCT stream_id FROM ledger_datakey WHERE subject = %s ORDER BY stream_id",
        [subject],
    )
    return [id_of(row[0]) for row in found]


def holds_subject(stream_id: UUID, subject: str) -> bool:
    """Return whether a stream holds a key, so perhaps content, of this data subject."""
    found = rows(
        "SELECT 1 FROM ledger_datakey WHERE stream_id = %s AND subject = %s LIMIT 1",
        [key_of(stream_id), subject],
    )
    return bool(found)


def stream_about(kind: StreamKind, subject_id: UUID) -> StreamView | None:
    """Return the stream of this kind about this subject, if one was opened."""
    found = rows(_STREAM + "WHERE kind = %s AND subject_id = %s", [kind, key_of(subject_id)])
    return _stream(found[0]) if found else None


def streams() -> list[StreamView]:
    """Return every stream, in the order in which they were opened."""
    return [_stream(row) for row in rows(_STREAM + "ORDER BY opened_at, id", [])]


def entries(
    stream_id: UUID,
    *,
    after: int = 0,
    kinds: Collection[str] | None = None,
    limit: int | None = None,
) -> list[EntryView]:
    """Return the entries of a stream behind `after`, oldest first, with content opened.

    `kinds` keeps only these kinds; `limit` the first so many. An unknown stream has none.

    Raises:
        ContentLost: content is missing without an erasure.
        CannotUnseal: content was changed in the database.
        UnknownKind: the room that declares a kind is not loaded.
    """
    found = _entry_rows(stream_id, after, kinds, limit)
    if any(row[6] is None for row in found):
        _explain_missing(stream_id, found)
    opener = ContentOpener(stream_id)
    return [_entry(stream_id, row, opener) for row in found]


def sequences_and_kinds_after(stream_id: UUID, after: int) -> list[tuple[int, str]]:
    """Return sequence and kind of the entries behind `after`; opens no content (live replay)."""
    return [
        (sequence, kind)
        for sequence, kind in rows(
            "SELECT sequence, kind FROM ledger_entry "
            "WHERE stream_id = %s AND sequence > %s ORDER BY sequence",
            [key_of(stream_id), after],
        )
    ]


def _stream(row: tuple[Any, ...]) -> StreamView:
    return StreamView(
        id=id_of(row[0]),
        kind=row[1],
        subject_id=id_of(row[2]),
        exercise=bool(row[3]),
        opened_at=chain.moment(row[4]),
        sequence=row[5],
        head_hash=bytes(row[6]).hex(),
        head_at=chain.moment(row[7]),
    )


def _entry_rows(
    stream_id: UUID, after: int, kinds: Collection[str] | None, limit: int | None
) -> list[tuple[Any, ...]]:
    sql = (
        "SELECT e.sequence, e.at, e.actor, e.kind, e.subject, e.hash, c.sealed, e.before_previous "
        "FROM ledger_entry e LEFT JOIN ledger_content c "
        "ON c.stream_id = e.stream_id AND c.sequence = e.sequence "
        "WHERE e.stream_id = %s AND e.sequence > %s"
    )
    parameters: list[object] = [key_of(stream_id), after]
    if kinds is not None:
        if not kinds:
            return []
        sql += f" AND e.kind IN ({', '.join(['%s'] * len(kinds))})"
        parameters.extend(sorted(kinds))
    sql += " ORDER BY e.sequence"
    if limit is not None:
        sql += " LIMIT %s"
        parameters.append(limit)
    return rows(sql, parameters)


def _explain_missing(stream_id: UUID, found: list[tuple[Any, ...]]) -> None:
    erased: dict[str, int] = dict(
        rows(
            "SELECT subject, max(sequence) FROM ledger_tombstone "
            "WHERE stream_id = %s GROUP BY subject",
            [key_of(stream_id)],
        )
    )
    for row in found:
        if row[6] is None and erased.get(row[4], 0) <= row[0]:
            raise ContentLost(stream=str(stream_id), sequence=row[0])


def _entry(stream_id: UUID, row: tuple[Any, ...], opener: ContentOpener) -> EntryView:
    sequence, at, actor, kind, subject, digest, sealed, before_previous = row
    event: Event | None = None
    if sealed is not None:
        content = json.loads(opener.open(sequence, subject, bytes(sealed)))["content"]
        event = kind_named(kind).from_content(content, subject=subject)
    return EntryView(
        stream_id=stream_id,
        sequence=sequence,
        at=chain.moment(at),
        actor=actor,
        kind=kind,
        subject=subject,
        event=event,
        hash=bytes(digest).hex(),
        before_previous=bool(before_previous),
    )
