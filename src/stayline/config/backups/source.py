"""One moment of the database, read while the centre runs and without holding anybody up.

SQLite: a connection of its own with a read transaction; in WAL mode writers go on beside it.
PostgreSQL: one REPEATABLE READ, READ ONLY transaction with a cursor on the server.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from stayline.config.backups.kinds import OUT, changed, changes, kind_of
from stayline.config.backups.layout import APART, LEFT_OUT

BLOCK: Final = 2000
"""Rows that are read at a time."""

DATA_KEYS: Final = "ledger_datakey"
TOMBSTONES: Final = "ledger_tombstone"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a backup: its columns in order, and how each is written."""

    name: str
    columns: list[str]
    kinds: list[str]
    key: int
    """The place of the primary key, for what is kept apart."""

    @property
    def apart(self) -> list[int]:
        """The places of the columns that go into the key file."""
        return [self.columns.index(column) for column in APART.get(self.name, ())]


class Snapshot(Protocol):
    """One moment of a database."""

    @property
    def engine(self) -> str:
        """`sqlite` or `postgresql`."""
        ...

    def select(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Yield what one statement selects, as of that moment."""
        ...


class _Sqlite:
    engine = "sqlite"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def select(self, sql: str) -> Iterator[tuple[Any, ...]]:
        cursor = self._connection.execute(sql)
        while block := cursor.fetchmany(BLOCK):
            yield from block


class _Postgres:
    engine = "postgresql"

    def select(self, sql: str) -> Iterator[tuple[Any, ...]]:
        with connections[DEFAULT_DB_ALIAS].chunked_cursor() as cursor:
            cursor.execute(sql)
            yield from cursor


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Hold one moment of this installation's database, until the block ends."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield _Postgres()
        return
    path = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(path, isolation_level=None, timeout=20)) as raw:
        raw.execute("PRAGMA query_only = ON")
        raw.execute("BEGIN")
        yield _Sqlite(raw)  # the first statement takes the moment


def every_table() -> list[Table]:
    """Return every table a backup holds, in the order of the alphabet."""
    found = [
        Table(
            name=options.db_table,
            columns=[str(field.column) for field in options.concrete_fields],
            kinds=[kind_of(field) for field in options.concrete_fields],
            key=next((n for n, one in enumerate(options.concrete_fields) if one.primary_key), 0),
        )
        for options in (model._meta for model in apps.get_models(include_auto_created=True))  # noqa: SLF001 - public in all but name, says Django
        if options.db_table not in LEFT_OUT
    ]
    return sorted(found, key=lambda table: table.name)


def rows_of(held: Snapshot, table: Table) -> Iterator[list[Any]]:
    """Yield the rows of a table in the neutral form."""
    needed = changes(OUT[held.engine], table.kinds)
    columns = ", ".join(f'"{column}"' for column in table.columns)
    for row in held.select(f'SELECT {columns} FROM "{table.name}"'):  # noqa: S608 - the models' own names
        yield changed(list(row), needed)


def key_rows(held: Snapshot) -> Iterator[list[Any]]:
    """Yield every data key: id, stream, subject, since, wrapped."""
    needed = changes(OUT[held.engine], ["uuid", "uuid", "plain", "plain", "bytes"])
    for row in held.select(f"SELECT id, stream_id, subject, since, wrapped FROM {DATA_KEYS}"):  # noqa: S608 - every name stands here
        yield changed(list(row), needed)


def erasure_rows(held: Snapshot) -> Iterator[list[Any]]:
    """Yield every erasure: stream, sequence, subject."""
    needed = changes(OUT[held.engine], ["uuid", "plain", "plain"])
    for row in held.select(f"SELECT stream_id, sequence, subject FROM {TOMBSTONES}"):  # noqa: S608 - every name stands here
        yield changed(list(row), needed)


def size(held: Snapshot, tables: list[Table]) -> dict[str, int]:
    """Return how many rows each table has, at the snapshot's moment."""
    return {
        table.name: next(held.select(f'SELECT count(*) FROM "{table.name}"'))[0]  # noqa: S608 - every name stands here
        for table in tables
    }
