"""Are the database's own refusals in their places? What `stayline doctor` asks."""

from __future__ import annotations

from typing import Final

from stayline.ledger.migrations._guards import SQLITE, TABLES, statements
from stayline.ledger.queries.engine import on_postgres, rows

_TOO_MUCH: Final = {
    "ledger_entry": ("UPDATE", "DELETE", "TRUNCATE"),
    "ledger_content": ("UPDATE", "DELETE", "TRUNCATE"),
    "ledger_tombstone": ("UPDATE", "DELETE", "TRUNCATE"),
    "ledger_datakey": ("UPDATE", "DELETE", "TRUNCATE"),
    "ledger_stream": ("DELETE", "TRUNCATE"),
}


def guards_missing() -> list[str]:
    """Return the names of guards that are not installed, or switched off; empty when all are."""
    if not on_postgres():
        there = {
            name for (name,) in rows("SELECT name FROM sqlite_master WHERE type = 'trigger'", [])
        }
        return sorted(set(SQLITE) - there)
    found = rows(
        "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE c.relname = ANY(%s) AND c.relnamespace = current_schema()::regnamespace "
        "AND t.tgenabled IN ('O', 'A') AND NOT t.tgisinternal",
        [list(TABLES)],
    )
    wanted = {
        one.split()[2] for one in statements("postgresql") if one.startswith("CREATE TRIGGER")
    }
    return sorted(wanted - {name for (name,) in found})


def rights_too_wide() -> list[str]:
    """Return what the role in use could do to the ledger beyond adding and reading (PostgreSQL).

    Empty on SQLite, which has no roles. Not empty where one role does everything.
    """
    if not on_postgres():
        return []
    asked = [(table, right) for table, rights in _TOO_MUCH.items() for right in rights]
    held = rows(
        f"SELECT {', '.join(['has_table_privilege(%s, %s)'] * len(asked))}",
        [word for pair in asked for word in pair],
    )[0]
    return [f"{right} {table}" for (table, right), has in zip(asked, held, strict=True) if has]
