"""Tests that commit for real, although the ledger lets nobody take anything away.

After such a test Django empties every table, which the ledger's guards refuse. So the guards
are lifted for that moment alone, and what the migrations had put in is put back, so that the
next test finds the database as the first one did.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.db import connections
from django.test import TransactionTestCase

from stayline.ledger.queries.attachments import folder

_guards: Any = import_module("stayline.ledger.migrations._guards")
_empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # Django's own
_fill = TransactionTestCase._fixture_setup.__func__  # type: ignore[attr-defined]  # the same


@pytest.fixture
def no_attachments() -> Iterator[None]:
    """Begin and end without a file: a test that is rolled back leaves the files it wrote."""
    place = folder()
    shutil.rmtree(place, ignore_errors=True)
    yield
    shutil.rmtree(place, ignore_errors=True)


def _setup(cls: type[TransactionTestCase]) -> None:
    """Keep what the migrations put in before the first such test takes it away."""
    for alias in cls._databases_names(include_mirrors=False):  # type: ignore[attr-defined]  # a private name of Django
        connection: Any = connections[alias]
        if not hasattr(connection, "_test_serialized_contents"):
            connection._test_serialized_contents = connection.creation.serialize_db_to_string()
    _fill(cls)


def _teardown(self: TransactionTestCase) -> None:
    self.serialized_rollback = True  # what migrations wrote is put back below, not written anew
    connection = connections["default"]
    _run(_guards.removals(connection.vendor))
    try:
        _empty(self)
    finally:
        _run(_guards.statements(connection.vendor, "public"))
    for alias in self._databases_names(include_mirrors=False):  # type: ignore[attr-defined]  # a private name of Django
        kept = getattr(connections[alias], "_test_serialized_contents", "")
        if kept:
            connections[alias].creation.deserialize_db_from_string(kept)


def _run(statements: list[str]) -> None:
    with connections["default"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


TransactionTestCase._fixture_setup = classmethod(_setup)  # type: ignore[attr-defined]  # a private name of Django
TransactionTestCase._fixture_teardown = _teardown  # type: ignore[attr-defined]  # a private name of Django
