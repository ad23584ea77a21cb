"""The ledger under many hands, and under two roles."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import (
    DatabaseError,
    ProgrammingError,
    close_old_connections,
    connection,
    connections,
    transaction,
)
from psycopg.errors import InsufficientPrivilege

from stayline.config.wiring import plug
from stayline.ledger import actions, queries
from stayline.ledger.events import NOBODY, BundleAbandoned
from stayline.platform.actors import Actor
from stayline.platform.transactions import action

BEGIN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ANN = Actor(id=uuid4(), pseudonym="p-ann", name="Ann")
CALLER = "caller:7f0c1b1e"

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _plugged() -> None:
    plug()


@action
def open_stream() -> UUID:
    return actions.open_stream_in_transaction(
        kind="incident", subject_id=uuid4(), exercise=True, at=BEGIN
    )


@action
def write(stream: UUID, number: int, subject: str = NOBODY) -> int:
    event = BundleAbandoned(disclosure=number, why="a race", subject=subject)
    return actions.append_in_transaction(
        stream, event, actor=ANN, at=BEGIN + timedelta(seconds=number)
    ).sequence


def together(hands: int, work: list[object]) -> list[object]:
    """Run the callables of `work` in `hands` threads that begin in the same moment."""
    ready = Barrier(hands)

    def one(which: int) -> list[object]:
        ready.wait(10)
        try:
            return [job() for job in work[which::hands]]  # type: ignore[operator]  # callables
        finally:
            close_old_connections()
            connections.close_all()

    with ThreadPoolExecutor(hands) as pool:
        return [result for results in pool.map(one, range(hands)) for result in results]


@pytest.mark.covers("S3-10")
def test_many_write_one_stream_and_no_number_is_missing_or_given_twice() -> None:
    stream = open_stream()
    jobs: list[object] = [
        lambda number=number: write(stream, number, CALLER if number % 3 else NOBODY)
        for number in range(120)
    ]
    assert sorted(together(8, jobs)) == list(range(1, 121))  # type: ignore[type-var]  # numbers
    assert queries.verified().faults == ()
    said = [entry.event for entry in queries.entries(stream)]
    assert {event.disclosure for event in said if isinstance(event, BundleAbandoned)} == set(
        range(120)
    )


def test_content_written_while_its_person_is_erased_can_be_read_or_is_erased() -> None:
    stream = open_stream()
    write(stream, 0, CALLER)

    def erase() -> int:
        return actions.erase_subject(
            stream_id=stream, subject=CALLER, reason="asked for", actor=ANN, at=BEGIN
        ).sequence

    jobs: list[object] = [
        erase if number % 10 == 5 else (lambda number=number: write(stream, number, CALLER))
        for number in range(60)
    ]
    together(6, jobs)
    assert queries.verified().faults == ()
    last = max(entry.sequence for entry in queries.entries(stream) if entry.kind.endswith("erased"))
    for entry in queries.entries(stream):
        assert (entry.event is None) == (entry.sequence < last)


def test_one_subject_gets_one_stream_when_many_open_it() -> None:
    about = uuid4()

    @action
    def open_it() -> UUID:
        return actions.open_stream_in_transaction(
            kind="system", subject_id=about, exercise=False, at=BEGIN
        )

    assert len(set(together(6, [open_it] * 12))) == 1


APPLICATION = os.environ.get("STAYLINE_TEST_POSTGRES_APP_URL", "")


@pytest.fixture
def as_application() -> Iterator[None]:
    """From now on the connection is the application's, not the owner's."""
    given = psycopg.conninfo.conninfo_to_dict(APPLICATION)
    actions.grant_application_role(connection, str(given["user"]))
    owner = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict |= {"USER": given["user"], "PASSWORD": given["password"]}
    yield
    connection.close()
    connection.settings_dict |= owner


def run(*statements: str) -> None:
    """Run statements in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


NOT_THE_APPLICATIONS = (
    "UPDATE ledger_entry SET actor = 'x'",
    "DELETE FROM ledger_entry",
    "TRUNCATE ledger_entry CASCADE",
    "UPDATE ledger_content SET salt = sealed",
    "DELETE FROM ledger_content",
    "TRUNCATE ledger_content",
    "DELETE FROM ledger_datakey",
    "UPDATE ledger_datakey SET wrapped = wrapped",
    "DELETE FROM ledger_tombstone",
    "UPDATE ledger_tombstone SET sequence = 1",
    "DELETE FROM ledger_stream",
    "UPDATE ledger_stream SET exercise = false",
    "ALTER TABLE ledger_entry DISABLE TRIGGER USER",
    "DROP TRIGGER ledger_guard_00 ON ledger_entry",
    "CREATE TABLE mine (a int)",
    "DELETE FROM django_migrations",
)


@pytest.mark.postgres_only
@pytest.mark.covers("S3-10")
@pytest.mark.usefixtures("as_application")
def test_the_applications_role_may_only_add() -> None:
    for sql in NOT_THE_APPLICATIONS:
        with pytest.raises(ProgrammingError) as fault:
            run(sql)
        assert isinstance(fault.value.__cause__, InsufficientPrivilege), sql


@pytest.mark.postgres_only
@pytest.mark.usefixtures("as_application")
def test_the_applications_role_can_write_read_and_erase() -> None:
    stream = open_stream()
    write(stream, 1, CALLER)
    write(stream, 2)
    actions.erase_subject(stream_id=stream, subject=CALLER, reason="asked for", actor=ANN, at=BEGIN)
    write(stream, 3, CALLER)
    assert [entry.event is None for entry in queries.entries(stream)] == [True, False, False, False]
    assert queries.verified().faults == ()


@pytest.mark.postgres_only
@pytest.mark.usefixtures("as_application")
def test_a_temporary_table_does_not_lead_the_owners_function_astray() -> None:
    stream = open_stream()
    write(stream, 1, CALLER)
    with pytest.raises(DatabaseError, match="needs its entry at the head"):
        run(
            "CREATE TEMPORARY TABLE ledger_entry (LIKE public.ledger_entry)",
            "INSERT INTO pg_temp.ledger_entry (stream_id, sequence, at, actor, kind, subject, "
            "commitment, previous_hash, hash, before_previous) "
            "SELECT stream_id, sequence, at, actor, "
            "'ledger.subject.erased', subject, commitment, previous_hash, hash, "
            "before_previous FROM public.ledger_entry",
            "INSERT INTO public.ledger_tombstone (stream_id, sequence, subject) "
            "SELECT stream_id, sequence, subject FROM public.ledger_entry",
        )
    assert queries.verified().faults == ()
