"""`verified`: what a verification of the database finds after somebody got past its guards."""

from __future__ import annotations

from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from stayline.ledger import actions, queries
from stayline.platform.actors import Actor
from tests.rooms.ledger.conftest import CALLER, Note, later

pytestmark = pytest.mark.django_db

_guards: Any = import_module("stayline.ledger.migrations._guards")


@pytest.fixture
def filled(stream: UUID, note: Note, ann: Actor) -> UUID:
    """A stream of five entries: the first erased by the third."""
    note("one", subject=CALLER)
    note("two")
    actions.erase_subject(
        stream_id=stream, subject=CALLER, reason="asked for", actor=ann, at=later(1)
    )
    note("four", subject=CALLER, seconds=2)
    note("five", seconds=3)
    return stream


def past_the_guards(*statements: str) -> None:
    """Change the database as somebody who owns it could."""
    with connection.cursor() as cursor:
        for statement in _guards.removals(connection.vendor):
            cursor.execute(statement)
        for statement in statements:
            cursor.execute(statement)


def codes(*, open_content: bool = True) -> list[tuple[str, int]]:
    report = queries.verified(open_content=open_content)
    return [(fault.code, fault.sequence) for fault in report.faults]


@pytest.mark.usefixtures("filled")
def test_a_sound_ledger_has_no_fault_and_is_counted() -> None:
    report = queries.verified()
    assert (report.faults, report.intact, report.complete) == ((), True, True)
    assert (report.streams, report.entries, report.contents, report.tombstones) == (1, 5, 4, 1)
    assert queries.size() == 5
    assert codes(open_content=False) == []


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("UPDATE ledger_entry SET actor = 'p-bo' WHERE sequence = 2", [("entry.hash", 2)]),
        ("UPDATE ledger_entry SET at = '2020' WHERE sequence = 5", [("entry.hash", 5)]),
        ("UPDATE ledger_entry SET commitment = hash WHERE sequence = 4", [("entry.hash", 4)]),
        ("DELETE FROM ledger_entry WHERE sequence = 5", [("entry.missing", 5)]),
        ("DELETE FROM ledger_entry WHERE sequence = 2", [("entry.missing", 2)]),
        ("UPDATE ledger_stream SET exercise = NOT exercise", [("entry.previous", 1)]),
        ("UPDATE ledger_stream SET kind = 'person'", [("entry.previous", 1)]),
        ("UPDATE ledger_stream SET opened_at = head_at", [("entry.previous", 1)]),
        (("UPDATE ledger_stream SET head_hash = (SELECT hash FROM ledger_entry "
         "WHERE sequence = 4)"), [("head.hash", 5)]),
        (("UPDATE ledger_stream SET head_sequence = 4, head_hash = (SELECT hash FROM ledger_entry "
         "WHERE sequence = 4)"), [("head.short", 5)]),
        ("UPDATE ledger_stream SET head_sequence = 9", [("entry.missing", 6)]),
    ],
)  # fmt: skip
def test_a_chain_that_was_touched_is_named(sql: str, expected: list[tuple[str, int]]) -> None:
    past_the_guards(sql)
    assert codes(open_content=False)[:1] == expected
    assert codes()[0] == expected[0]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("DELETE FROM ledger_content WHERE sequence = 4", [("content.missing", 4)]),
        ("DELETE FROM ledger_content WHERE sequence = 2", [("content.missing", 2)]),
        (("UPDATE ledger_content SET salt = (SELECT hash FROM ledger_entry WHERE sequence = 1) "
         "WHERE sequence = 5"), [("content.commitment", 5)]),
        ("UPDATE ledger_content SET sealed = salt WHERE sequence = 5", [("content.unsealed", 5)]),
        ("UPDATE ledger_content SET salt = sealed WHERE sequence = 5", [("content.unsealed", 5)]),
        ("UPDATE ledger_content SET subject = 'x' WHERE sequence = 5", [("content.subject", 5)]),
        ("UPDATE ledger_datakey SET subject = 'x' WHERE since = 3",
         [("content.unsealed", 3), ("content.unsealed", 4)]),
        ("DELETE FROM ledger_tombstone", [("content.missing", 1)]),
        ("UPDATE ledger_tombstone SET subject = 'x'",
         [("tombstone.no_entry", 3), ("content.missing", 1)]),
        ("UPDATE ledger_tombstone SET sequence = 2",
         [("tombstone.no_entry", 2), ("content.missing", 1)]),
        ("UPDATE ledger_tombstone SET sequence = 9",
         [("tombstone.no_entry", 9), ("content.missing", 1)]),
        ("UPDATE ledger_content SET sequence = 8 WHERE sequence = 5",
         [("content.missing", 5), ("content.orphan", 8)]),
    ],
)  # fmt: skip
def test_content_that_was_touched_is_named(sql: str, expected: list[tuple[str, int]]) -> None:
    from stayline.ledger.queries.keyring import forget  # noqa: PLC0415 - used here alone

    forget()
    past_the_guards(sql)
    assert codes() == expected
    unopened = [code for code, _ in codes(open_content=False)]
    assert not {"content.missing", "content.unsealed", "content.commitment"} & set(unopened)


@pytest.mark.usefixtures("filled")
def test_progress_is_told(note: Note) -> None:
    for _ in range(500):
        note("more", seconds=9)
    told: list[int] = []
    queries.verified(progress=told.append)
    assert sum(told) == 500
