"""What the application's database role may do (PostgreSQL; SQLite has no roles).

The owner of the tables migrates; the application runs as another role, which in the ledger may
add and read, and nothing else. Erasing works all the same: the role inserts a tombstone, and
the owner's trigger function deletes what it covers (`migrations/_guards.py`).
"""

from __future__ import annotations

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

_LEDGER: Final = {
    "ledger_entry": "SELECT, INSERT",
    "ledger_content": "SELECT, INSERT",
    "ledger_tombstone": "SELECT, INSERT",
    "ledger_datakey": "SELECT, INSERT",
    "ledger_stream": "SELECT, INSERT, UPDATE (head_sequence, head_hash, head_at, last_tombstone)",
}
_CLOSED: Final = ("django_migrations",)
"""Read by the application (is anything pending?), written by migrations alone."""


def grant_application_role(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give `role` what the application needs, and take everything else from it.

    Call it as the owner after every migration; calling it again changes nothing. Does nothing
    on SQLite, or when `role` is the owner itself.

    Raises:
        django.db.ProgrammingError: there is no such role, or the connection is not the owner's.
    """
    if connection.vendor != "postgresql":
        return
    quote = connection.ops.quote_name
    name = quote(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schema()")
        owner, schema = cursor.fetchone()
        if owner == role:
            return
        place = quote(schema)
        closed = ", ".join(quote(table) for table in (*_LEDGER, *_CLOSED))
        statements = [
            f"REVOKE ALL ON ALL TABLES IN SCHEMA {place} FROM PUBLIC, {name}",
            f"REVOKE CREATE ON SCHEMA {place} FROM PUBLIC, {name}",
            f"GRANT USAGE ON SCHEMA {place} TO {name}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {place} TO {name}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {place} TO {name}",
            f"REVOKE ALL ON {closed} FROM {name}",
            *(f"GRANT {rights} ON {quote(table)} TO {name}" for table, rights in _LEDGER.items()),
            *(f"GRANT SELECT ON {quote(table)} TO {name}" for table in _CLOSED),
        ]
        for statement in statements:
            cursor.execute(statement)
