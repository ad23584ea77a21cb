"""Fill an empty database from a backup, in one transaction, and compare it with the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.models import BinaryField

from stayline.config.backups import keyfile
from stayline.config.backups.kinds import IN, changed, changes
from stayline.config.backups.layout import APART, Head, Manifest
from stayline.config.backups.reading import rows_of
from stayline.config.errors import BackupTampered
from stayline.config.layout import lay_out as at_once
from stayline.ledger.actions import guards_lifted_in_transaction

Progress = Callable[[int], object]
BLOCK: Final = 500

_KEY_COLUMNS: Final = ["id", "stream_id", "subject", "since", "wrapped"]
_KEY_KINDS: Final = ["uuid", "uuid", "plain", "plain", "bytes"]


def lay_out(manifest: Manifest) -> None:
    """Make the tables as they were when the backup was taken; what is newer comes afterwards."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    nodes = executor.loader.graph.node_map
    applied = {
        (room, name) for room, _, name in (one.partition(".") for one in manifest.migrations)
    }
    # The last ones alone: one that others need, named as a target, would be taken back again.
    last = [
        one for one in applied if not any(child.key in applied for child in nodes[one].children)
    ]
    if not at_once(connections[DEFAULT_DB_ALIAS], sorted(last)):
        executor.migrate(sorted(last))


def fill(folder: Path, manifest: Manifest, key_file: Path, told: Progress) -> None:
    """Load every row and every key that still exists. All or nothing.

    Raises:
        BackupTampered: what was loaded is not what the manifest says.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    with (
        transaction.atomic(durable=True),
        guards_lifted_in_transaction(connection),
        connection.cursor() as cursor,
    ):
        for table in manifest.rows:
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - a signed manifest's names
        for table, count in manifest.rows.items():
            loaded = _load(connection, cursor, folder, table, told)
            if loaded != count:
                raise BackupTampered(f"{table} has {loaded} rows; the manifest says {count}.")
        _load_keys(connection, cursor, key_file, manifest)
        _fill_apart(connection, cursor, key_file)
        _compare_heads(cursor, manifest)
        _reset_sequences(connection, cursor, manifest)


def _load(
    connection: BaseDatabaseWrapper,
    cursor: CursorWrapper,
    folder: Path,
    table: str,
    told: Progress,
) -> int:
    lines = rows_of(folder, table)
    head = next(lines)
    columns, kinds = head["columns"], head["kinds"]
    needed = changes(IN[connection.vendor], kinds)
    return _insert(
        connection, cursor, table, columns, (changed(row, needed) for row in lines), told
    )


def _insert(  # noqa: PLR0917 - one loader for both engines
    connection: BaseDatabaseWrapper,
    cursor: CursorWrapper,
    table: str,
    columns: list[str],
    rows: Iterable[list[Any]],
    told: Progress,
) -> int:
    names = ", ".join(f'"{column}"' for column in columns)
    count = 0
    if connection.vendor == "postgresql":
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
                count += 1
                if not count % BLOCK:
                    told(BLOCK)
        return count
    sql = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(["%s"] * len(columns))})'  # noqa: S608 - a signed manifest's names
    for block in _blocks(rows):
        cursor.executemany(sql, block)
        count += len(block)
        told(len(block))
    return count


def _blocks(rows: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    left = iter(rows)
    while block := list(islice(left, BLOCK)):
        yield block


def _load_keys(
    connection: BaseDatabaseWrapper, cursor: CursorWrapper, key_file: Path, manifest: Manifest
) -> None:
    """Load the data keys of what is here. A key made after the backup has sealed nothing in it."""
    heads = {head.stream.replace("-", ""): head.sequence for head in manifest.heads}
    needed = changes(IN[connection.vendor], _KEY_KINDS)
    found = (
        changed(row, needed)
        for word, row in keyfile.lines(key_file)
        if word == "key" and row[3] <= heads.get(row[1], -1)
    )
    _insert(connection, cursor, "ledger_datakey", _KEY_COLUMNS, found, lambda _: None)


def _fill_apart(connection: BaseDatabaseWrapper, cursor: CursorWrapper, key_file: Path) -> None:
    """Put back what is kept apart; rows that are not here, or were forgotten since, stay empty."""
    sealed = _sealed_columns()
    for word, rest in keyfile.lines(key_file):
        if word != "apart":
            continue
        table, key, values = rest
        if not set(values) <= set(APART.get(table, ())):
            continue
        change = IN[connection.vendor]["bytes"]
        given = [
            change(value) if (table, column) in sealed else value
            for column, value in values.items()
        ]
        names = ", ".join(f'"{column}" = %s' for column in values)
        cursor.execute(f'UPDATE "{table}" SET {names} WHERE id = %s', [*given, key])  # noqa: S608 - names of APART


def _sealed_columns() -> set[tuple[str, str | None]]:
    """Return what is bytes in a database and text in a backup: table and column."""
    return {
        (model._meta.db_table, field.column)  # noqa: SLF001 - public in all but name
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields  # noqa: SLF001 - public in all but name
        if isinstance(field, BinaryField)
    }


def _compare_heads(cursor: CursorWrapper, manifest: Manifest) -> None:
    cursor.execute("SELECT id, head_sequence, head_hash FROM ledger_stream")
    found = {
        Head(str(stream).replace("-", ""), sequence, bytes(digest).hex())
        for stream, sequence, digest in cursor.fetchall()
    }
    told = {Head(head.stream.replace("-", ""), head.sequence, head.hash) for head in manifest.heads}
    if found != told:
        raise BackupTampered(f"{len(found ^ told)} record(s) do not end as the manifest says.")


def _reset_sequences(
    connection: BaseDatabaseWrapper, cursor: CursorWrapper, manifest: Manifest
) -> None:
    """Let new rows get numbers behind those that were loaded (PostgreSQL)."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table in manifest.rows  # noqa: SLF001 - public in all but name
    ]
    for statement in connection.ops.sequence_reset_sql(no_style(), models):
        cursor.execute(statement)
