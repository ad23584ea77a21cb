"""The shipped playbook in force, loaded once a process and copied into each test's database.

Loading writes some hundred rows, one document after the other, with its log; a test that only
needs the playbook to be there gets the very same rows in a few statements.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import connection

from stayline.library.actions import load_playbook
from stayline.people.queries import system_actor
from tests.cast import NOW

TABLES: Final = {
    "library_documentversion": "",
    "library_inforce": "",
    "ledger_stream": "WHERE kind = 'document'",
    "ledger_entry": "WHERE stream_id IN (SELECT id FROM ledger_stream WHERE kind = 'document')",
    "ledger_content": "WHERE stream_id IN (SELECT id FROM ledger_stream WHERE kind = 'document')",
    "ledger_datakey": "WHERE stream_id IN (SELECT id FROM ledger_stream WHERE kind = 'document')",
}
"""What loading writes, in the order in which it can be written."""

_HEAD: Final = ("head_sequence", "head_hash", "head_at")
_kept: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {}


def put_playbook_in_force() -> None:
    """Put the shipped documents in force as templates, as a demo centre does."""
    if _count() or not _kept:
        load_playbook(mode="demo", actor=system_actor("command_line"), at=NOW)
        _kept.update(_kept or _read())
        return
    with connection.cursor() as cursor:
        for table, (columns, rows) in _kept.items():
            values = rows
            if table == "ledger_stream":  # a stream begins empty, and then its head moves
                place = columns.index("head_sequence")
                values = [(*row[:place], 0, *row[place + 1 :]) for row in rows]
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608  # names of our own
                values,
            )
        columns, rows = _kept["ledger_stream"]
        places = [columns.index(name) for name in (*_HEAD, "id")]
        cursor.executemany(
            "UPDATE ledger_stream SET head_sequence = %s, head_hash = %s, head_at = %s "
            "WHERE id = %s",
            [tuple(row[place] for place in places) for row in rows],
        )


def _count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM library_documentversion")
        return int(cursor.fetchone()[0])


def _read() -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    kept = {}
    with connection.cursor() as cursor:
        for table, which in TABLES.items():
            cursor.execute(f"SELECT * FROM {table} {which}")  # noqa: S608  # names of our own
            kept[table] = ([one[0] for one in cursor.description], cursor.fetchall())
    return kept
