"""Lift the database's own refusals for one thing alone: filling an empty ledger from a backup."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

from stayline.ledger.actions.streams import demand_transaction
from stayline.ledger.errors import LedgerNotEmpty
from stayline.ledger.migrations._guards import SQLITE, TABLES, statements


@contextmanager
def guards_lifted_in_transaction(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let rows be loaded as they were, and put every guard back before the transaction ends.

    The caller holds the transaction; on PostgreSQL it is the owner of the tables. What is loaded
    is proven afterwards, by the chain.

    Raises:
        LedgerNotEmpty: something is recorded here; the guards stay.
        OutsideTransaction: no transaction is open.
    """
    demand_transaction()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry")
        if cursor.fetchone()[0]:
            raise LedgerNotEmpty
        if connection.vendor == "sqlite":
            lift = [f"DROP TRIGGER {name}" for name in SQLITE]
            restore = statements("sqlite")
        else:
            lift = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES]
            restore = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in TABLES]
        for statement in lift:
            cursor.execute(statement)
        yield
        if connection.vendor == "postgresql":
            # Deferred foreign keys are checked now: a table with pending checks is not altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in restore:
            cursor.execute(statement)
