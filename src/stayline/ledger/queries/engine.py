"""The few words in which the two engines differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


def database() -> BaseDatabaseWrapper:
    """Return this thread's connection itself: the usual proxy costs as much as a small query."""
    return connections[DEFAULT_DB_ALIAS]


def on_postgres() -> bool:
    """Return whether the database is PostgreSQL."""
    return bool(database().vendor == "postgresql")


def key_of(identifier: UUID) -> UUID | str:
    """Return an id as this engine stores it: SQLite keeps hexadecimal text."""
    return identifier if on_postgres() else identifier.hex


def id_of(stored: UUID | str) -> UUID:
    """Return the id that `key_of` stored."""
    return stored if isinstance(stored, UUID) else UUID(stored)


def rows(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return what one statement of this room selects."""
    with database().cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
