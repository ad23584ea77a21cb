"""The ledger's guards are lifted for an empty ledger alone, and are back before it is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from stayline.ledger.actions import (
    append_in_transaction,
    guards_lifted_in_transaction,
    open_stream_in_transaction,
)
from stayline.ledger.errors import LedgerNotEmpty, OutsideTransaction
from stayline.ledger.events import BundleAbandoned
from stayline.ledger.queries import guards_missing, rights_too_wide
from stayline.platform.actors import Actor
from stayline.platform.transactions import action

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ANN = Actor(id=uuid4(), pseudonym="p-ann", name="Ann")

pytestmark = pytest.mark.django_db(transaction=True)

WHOLE_STREAM = (
    "INSERT INTO ledger_stream (id, kind, subject_id, exercise, opened_at, head_sequence, "
    "head_hash, head_at, last_tombstone) VALUES (%s, 'system', %s, %s, %s, 3, %s, %s, 0)"
)


def load_a_stream() -> None:
    """A stream that is not empty, as a backup holds it; the guards refuse it otherwise."""
    own = uuid4() if connection.vendor == "postgresql" else uuid4().hex
    text = "2026-11-22T09:00:00.000000Z"
    with connection.cursor() as cursor:
        cursor.execute(WHOLE_STREAM, [own, own, True, text, b"x" * 32, text])


@pytest.fixture(autouse=True)
def _empty_again() -> Iterator[None]:
    yield
    assert guards_missing() == []


def test_rows_are_loaded_as_they_were_and_the_guards_come_back() -> None:
    with transaction.atomic(), guards_lifted_in_transaction(connection):
        load_a_stream()
        assert guards_missing() != []
    assert guards_missing() == []
    with pytest.raises(DatabaseError), transaction.atomic():
        load_a_stream()


def test_a_load_that_fails_leaves_the_guards_where_they_were() -> None:
    with (
        pytest.raises(ZeroDivisionError),
        transaction.atomic(),
        guards_lifted_in_transaction(connection),
    ):
        raise ZeroDivisionError
    assert guards_missing() == []


def test_a_ledger_with_entries_keeps_its_guards() -> None:
    @action
    def write() -> None:
        stream = open_stream_in_transaction(kind="system", subject_id=uuid4(), exercise=True, at=AT)
        event = BundleAbandoned(disclosure=1, why="a test")
        append_in_transaction(stream, event, actor=ANN, at=AT)

    write()
    with (
        pytest.raises(LedgerNotEmpty),
        transaction.atomic(),
        guards_lifted_in_transaction(connection),
    ):
        pytest.fail("it was lifted")


def test_without_a_transaction_nothing_is_lifted() -> None:
    with pytest.raises(OutsideTransaction), guards_lifted_in_transaction(connection):
        pytest.fail("it was lifted")


def test_what_a_role_may_do_beyond_adding_is_named() -> None:
    wide = rights_too_wide()
    assert (wide == []) is (connection.vendor == "sqlite")
    if wide:  # the tests run as the owner
        assert "UPDATE ledger_entry" in wide
