"""The raw limit: the same rows on the same database, without Django, guards or an action.

The tables are copies of the real ones with the same columns, keys and indexes, and without
triggers and foreign keys. The connection is the driver's own, in the mode the centre uses.
"""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

import psycopg
from django.conf import settings
from django.db import connections

from stayline.config.databases import PATIENCE_SECONDS

PREFIX: Final = "bare_"
LINE_TABLE: Final = "incidents_incidentline"
LIVE_TABLE: Final = "platform_live_event"
KIND: Final = "incident.line.kept"
TABLES: Final = ("ledger_stream", "ledger_entry", "ledger_content", LIVE_TABLE, LINE_TABLE)
REFERENCE: Final = re.compile(r' REFERENCES "\w+" \("\w+"\)( DEFERRABLE INITIALLY DEFERRED)?')

Row = tuple[str, tuple[Any, ...]]


class Bare:
    """A loop that writes what an action writes, and nothing else.

    `line` adds the row of a kept line; without it the rows are those of the smallest action.
    """

    def __init__(self, *, line: bool, sealed_bytes: int) -> None:
        """Copy the tables if that is not done yet, and open a connection of the driver's own."""
        self._line = line
        self._sealed = secrets.token_bytes(sealed_bytes)
        self._digest = secrets.token_bytes(32)
        self._stream = uuid4()
        self._incident = uuid4()
        self._sequence = 0
        self._on_sqlite = connections["default"].vendor == "sqlite"
        copy_tables()
        self._raw: Any = raw_connection()
        self._cursor: Any = self._raw.cursor()
        self._open_stream()

    def once(self) -> None:
        """Write the rows of one action in one transaction."""
        self._sequence += 1
        execute = self._cursor.execute
        execute("BEGIN IMMEDIATE" if self._on_sqlite else "BEGIN")
        for statement, values in self._rows():
            execute(statement, values)
        execute("COMMIT")

    def close(self) -> None:
        """Close the connection."""
        self._raw.close()

    def _rows(self) -> Iterator[Row]:
        sequence, stream, digest = self._sequence, self._id(self._stream), self._digest
        now = datetime.now(UTC)
        at = now.isoformat()[:27]
        subject = f"caller:{self._stream}"
        yield self._insert(
            "ledger_entry",
            "stream_id, sequence, at, actor, kind, subject, commitment, previous_hash, hash, "
            "before_previous",
            (stream, sequence, at, "a", KIND, subject, digest, digest, digest, False),
        )
        yield self._insert(
            "ledger_content",
            "stream_id, sequence, subject, salt, sealed",
            (stream, sequence, subject, digest, self._sealed),
        )
        yield (
            self._marked(
                f"UPDATE {PREFIX}ledger_stream SET head_sequence = %s, head_hash = %s, "  # noqa: S608 - fixed names
                "head_at = %s, last_tombstone = 0 WHERE id = %s"
            ),
            (sequence, digest, at, stream),
        )
        if self._line:
            yield self._insert(
                LINE_TABLE,
                "incident_id, line_id, sequence, at",
                (self._id(self._incident), f"line-{sequence}", sequence, self._time(now)),
            )
        yield self._insert(
            LIVE_TABLE,
            "topic, kind, urgent, sequence",
            (f"incident:{self._incident}", "lines", True, sequence),
        )

    def _open_stream(self) -> None:
        statement, values = self._insert(
            "ledger_stream",
            "id, kind, subject_id, exercise, opened_at, head_sequence, head_hash, head_at, "
            "last_tombstone",
            (self._id(self._stream), KIND[:8], self._id(uuid4()), True, "", 0, self._digest, "", 0),
        )
        self._cursor.execute(statement, values)

    def _insert(self, table: str, columns: str, values: tuple[Any, ...]) -> Row:
        marks = ", ".join(["%s"] * len(values))
        statement = f"INSERT INTO {PREFIX}{table} ({columns}) VALUES ({marks})"  # noqa: S608 - fixed names
        return self._marked(statement), values

    def _marked(self, statement: str) -> str:
        return statement.replace("%s", "?") if self._on_sqlite else statement

    def _id(self, identifier: UUID) -> UUID | str:
        return identifier.hex if self._on_sqlite else identifier

    def _time(self, at: datetime) -> datetime | str:
        return at.isoformat(" ") if self._on_sqlite else at


def raw_connection() -> Any:  # noqa: ANN401 - two drivers
    """Return a connection of the driver's own, in the mode in which the centre uses it."""
    known = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        raw = sqlite3.connect(known["NAME"], timeout=PATIENCE_SECONDS, isolation_level=None)
        raw.executescript(known["OPTIONS"]["init_command"])
        return raw
    return psycopg.connect(settings.STAYLINE.database, autocommit=True)


@contextmanager
def as_owner() -> Iterator[Any]:
    """Give a cursor that may make tables: the owner's on PostgreSQL."""
    if connections["default"].vendor == "sqlite":
        with connections["default"].cursor() as cursor:
            yield cursor
        return
    url = settings.STAYLINE.owner_database_url or settings.STAYLINE.database
    with psycopg.connect(url, autocommit=True) as raw, raw.cursor() as cursor:
        yield cursor


def make_table(name: str, *statements: str) -> None:
    """Run the statements that make a table of a bench's own, as its owner, and let us use it."""
    if name in connections["default"].introspection.table_names():
        return
    role = unquote(urlsplit(settings.STAYLINE.database).username or "")
    with as_owner() as cursor:
        for statement in statements:
            cursor.execute(statement)
        if connections["default"].vendor == "postgresql":
            cursor.execute(f'GRANT ALL ON {name} TO "{role}"')
            cursor.execute(f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{role}"')


def copy_tables() -> None:
    """Make the bare copies of the real tables, once."""
    for table in TABLES:
        if connections["default"].vendor == "sqlite":
            statements = _sqlite_copy(table)
        else:
            statements = [f"CREATE TABLE {PREFIX}{table} (LIKE {table} INCLUDING ALL)"]
        make_table(f"{PREFIX}{table}", *statements)


def _sqlite_copy(table: str) -> list[str]:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL "
            "AND type IN ('table', 'index') ORDER BY type DESC",
            [table],
        )
        found = cursor.fetchall()
    return [
        REFERENCE.sub("", sql)
        .replace(f'"{name}"', f'"{PREFIX}{name}"', 1)
        .replace(f'ON "{table}"', f'ON "{PREFIX}{table}"')
        for name, sql in found
    ]
