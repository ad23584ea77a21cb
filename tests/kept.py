"""Rows that many tests begin with: made once a process by the real actions, then put back as rows.

Making the people or loading the playbook writes some hundred rows, one action after the other,
with its log. A test that only needs them to be there gets the very same rows in a few statements.
On PostgreSQL they wait in a schema of their own, so that they need not travel for each test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection, transaction

_HEAD: Final = ("head_sequence", "head_hash", "head_at")
_STREAMS: Final = "SELECT id FROM ledger_stream WHERE kind = '{kind}'"


@dataclass
class Kept:
    """The rows of some tables, and of the log streams of one kind, in the order of writing.

    `tables` maps a table to the condition that its rows meet, empty for all of them.
    """

    tables: Mapping[str, str]
    stream_kind: str
    rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = field(default_factory=dict)
    aside: bool = False

    def __bool__(self) -> bool:
        """Were they read?"""
        return bool(self.rows)

    def read(self) -> None:
        """Keep what stands in the tables now."""
        mine = _STREAMS.format(kind=self.stream_kind)
        where = {
            **self.tables,
            "ledger_stream": f"WHERE kind = '{self.stream_kind}'",
            "ledger_entry": f"WHERE stream_id IN ({mine})",
            "ledger_content": f"WHERE stream_id IN ({mine})",
            "ledger_datakey": f"WHERE stream_id IN ({mine})",
        }
        with connection.cursor() as cursor:
            for table, which in where.items():
                cursor.execute(f"SELECT * FROM {table} {which}")  # noqa: S608  # names of our own
                self.rows[table] = ([one[0] for one in cursor.description], cursor.fetchall())

    def put_back(self) -> None:
        """Write them into a database that has none of them, all at once."""
        if connection.vendor == "postgresql":
            self._put_back_there()
            return
        with transaction.atomic(), connection.cursor() as cursor:
            for table, (columns, rows) in self.rows.items():
                values = rows
                if table == "ledger_stream":  # a stream begins empty, and then its head moves
                    place = columns.index("head_sequence")
                    values = [(*row[:place], 0, *row[place + 1 :]) for row in rows]
                marks = ", ".join(["%s"] * len(columns))
                cursor.executemany(
                    f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608  # names of our own
                    values,
                )
            columns, rows = self.rows["ledger_stream"]
            places = [columns.index(name) for name in (*_HEAD, "id")]
            cursor.executemany(
                "UPDATE ledger_stream SET head_sequence = %s, head_hash = %s, head_at = %s "
                "WHERE id = %s",
                [tuple(row[place] for place in places) for row in rows],
            )

    def _put_back_there(self) -> None:
        aside = f"kept_{self.stream_kind}"
        if not self.aside:
            self._put_aside(aside)
            self.aside = True
        with transaction.atomic(), connection.cursor() as cursor:
            for table, (columns, _rows) in self.rows.items():
                taken = [
                    "0" if (table, name) == ("ledger_stream", "head_sequence") else name
                    for name in columns
                ]
                cursor.execute(
                    f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608  # names of our own
                    f"SELECT {', '.join(taken)} FROM {aside}.{table} ORDER BY kept_place"
                )
            cursor.execute(
                f"UPDATE ledger_stream SET {', '.join(f'{name} = k.{name}' for name in _HEAD)} "  # noqa: S608  # names of our own
                f"FROM {aside}.ledger_stream k WHERE ledger_stream.id = k.id"
            )

    def _put_aside(self, aside: str) -> None:
        """Write the rows into a schema that no test takes back, by a connection of its own."""
        other = connection.copy()
        try:
            with other.cursor() as cursor:
                cursor.execute(f"CREATE SCHEMA {aside}")
                for table, (columns, rows) in self.rows.items():
                    cursor.execute(
                        f"CREATE TABLE {aside}.{table} AS "  # noqa: S608  # names of our own
                        f"SELECT *, 0 AS kept_place FROM {table} WITH NO DATA"
                    )
                    marks = ", ".join(["%s"] * (len(columns) + 1))
                    cursor.executemany(
                        f"INSERT INTO {aside}.{table} ({', '.join(columns)}, kept_place) "  # noqa: S608  # names of our own
                        f"VALUES ({marks})",
                        [(*row, place) for place, row in enumerate(rows)],
                    )
        finally:
            other.close()
