"""The database itself refuses to change what was logged, whoever asks."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from stayline.ledger import actions, queries
from stayline.platform.actors import Actor
from tests.rooms.ledger.conftest import CALLER, Note, later

pytestmark = pytest.mark.django_db


def run(sql: str, *parameters: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def refused(sql: str, *parameters: object) -> str:
    with pytest.raises(DatabaseError, match="ledger") as fault:
        run(sql, *parameters)
    return str(fault.value)


@pytest.fixture
def filled(stream: UUID, note: Note, ann: Actor) -> UUID:
    """A stream with entries, one erasure, and entries behind it."""
    note("one", subject=CALLER)
    note("two")
    actions.erase_subject(
        stream_id=stream, subject=CALLER, reason="asked for", actor=ann, at=later(1)
    )
    note("four", subject=CALLER, seconds=2)
    return stream


@pytest.mark.covers("S3-10")
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_entry SET actor = 'p-bo' WHERE sequence = 1",
        "DELETE FROM ledger_entry WHERE sequence = 1",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_content SET salt = sealed",
        "UPDATE ledger_content SET sequence = sequence + 10",
        "DELETE FROM ledger_content",
        "DELETE FROM ledger_content WHERE sequence = 4",
        "UPDATE ledger_tombstone SET sequence = sequence + 1",
        "DELETE FROM ledger_tombstone",
        "DELETE FROM ledger_datakey",
        "UPDATE ledger_datakey SET subject = 'caller:other'",
        "UPDATE ledger_datakey SET since = since + 1",
        "DELETE FROM ledger_stream",
        "UPDATE ledger_stream SET exercise = NOT exercise",
        "UPDATE ledger_stream SET kind = 'system'",
        "UPDATE ledger_stream SET opened_at = '2020-01-01T00:00:00.000000Z'",
        "UPDATE ledger_stream SET head_sequence = head_sequence - 1",
        "UPDATE ledger_stream SET head_sequence = head_sequence + 1",
        "UPDATE ledger_stream SET head_hash = head_hash",
        "UPDATE ledger_stream SET last_tombstone = 0",
    ],
)
@pytest.mark.usefixtures("filled")
def test_it_is_refused(sql: str) -> None:
    refused(sql)
    assert queries.verified().faults == ()


@pytest.mark.postgres_only
@pytest.mark.parametrize("table", ["entry", "content", "tombstone", "datakey", "stream"])
@pytest.mark.usefixtures("filled")
def test_nothing_is_truncated(table: str) -> None:
    refused(f"TRUNCATE ledger_{table} CASCADE")


@pytest.mark.sqlite_only
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE"])
@pytest.mark.parametrize("table", ["entry", "content", "tombstone", "datakey", "stream"])
@pytest.mark.usefixtures("filled")
def test_nothing_is_replaced(verb: str, table: str) -> None:
    # SQLite removes the row in the way without asking a delete trigger.
    refused(f"{verb} INTO ledger_{table} SELECT * FROM ledger_{table}")  # noqa: S608 - a table of tests


def _key(identifier: UUID) -> Any:
    return identifier if connection.vendor == "postgresql" else identifier.hex


CONTENT = (
    "INSERT INTO ledger_content (stream_id, sequence, subject, salt, sealed) "
    "VALUES (%s, %s, %s, %s, %s)"
)
TOMBSTONE = "INSERT INTO ledger_tombstone (stream_id, sequence, subject) VALUES (%s, %s, %s)"


def test_erased_content_does_not_come_back(filled: UUID) -> None:
    refused(CONTENT, _key(filled), 1, CALLER, b"s" * 32, b"sealed")


def test_content_needs_an_entry_of_its_subject(filled: UUID) -> None:
    refused(CONTENT, _key(filled), 99, CALLER, b"s" * 32, b"sealed")
    refused(CONTENT, _key(filled), 1, "", b"s" * 32, b"sealed")


@pytest.mark.parametrize(
    ("sequence", "subject"), [(4, CALLER), (2, ""), (3, ""), (99, CALLER), (3, CALLER)]
)
def test_a_tombstone_needs_its_own_erasure_at_the_head(
    filled: UUID, sequence: int, subject: str
) -> None:
    with pytest.raises(DatabaseError):
        run(TOMBSTONE, _key(filled), sequence, subject)
    assert queries.verified().faults == ()


@pytest.mark.usefixtures("stream")
def test_a_stream_begins_empty_and_of_a_known_kind() -> None:
    insert = (
        "INSERT INTO ledger_stream (id, kind, subject_id, exercise, opened_at, head_sequence, "
        "head_hash, head_at, last_tombstone) VALUES (%s, %s, %s, true, 'x', %s, %s, 'x', 0)"
    )
    refused(insert, _key(uuid4()), "incident", _key(uuid4()), 5, b"h" * 32)
    with pytest.raises(DatabaseError):
        run(insert, _key(uuid4()), "diary", _key(uuid4()), 0, b"h" * 32)


@pytest.mark.usefixtures("filled")
def test_a_master_key_may_be_changed() -> None:
    run("UPDATE ledger_datakey SET wrapped = wrapped")
