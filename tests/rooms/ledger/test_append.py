"""Append: what is kept, how it is chained, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from stayline.ledger import actions, queries
from stayline.ledger.errors import EraseRefused, OutsideTransaction, StreamExists, StreamNotFound
from stayline.ledger.events import SubjectErased, UnknownKind
from stayline.platform.actors import Actor
from stayline_core.canonical import NotCanonical
from tests.rooms.ledger.conftest import BEGIN, CALLER, Note, Noted, later, open_stream

pytestmark = pytest.mark.django_db


def test_an_entry_is_kept_as_it_was_said(stream: UUID, note: Note) -> None:
    details = {"b": [1, None, True], "a": "naïve \u2602 \U0001f600 \x00"}
    receipt = note("the porch light is out", seconds=2.5, subject=CALLER, details=details)
    (entry,) = queries.entries(stream)
    assert entry.event == Noted(text="the porch light is out", details=details, subject=CALLER)
    assert (entry.sequence, entry.at, entry.actor) == (1, later(2.5), "p-ann")
    assert (entry.kind, entry.subject, entry.hash) == (Noted.kind, CALLER, receipt.hash)
    assert (entry.id, receipt.entry_id) == (f"{stream}:1", f"{stream}:1")
    assert queries.head(stream).head_hash == receipt.hash


@pytest.mark.covers("S3-10")
def test_entries_are_numbered_without_a_gap_and_chained(note: Note) -> None:
    receipts = [note(str(number), seconds=number) for number in range(5)]
    assert [receipt.sequence for receipt in receipts] == [1, 2, 3, 4, 5]
    assert len({receipt.hash for receipt in receipts}) == 5
    assert queries.verified().faults == ()


def test_a_time_before_the_last_is_allowed_and_marked(stream: UUID, note: Note) -> None:
    for seconds in (10, 3, 3, 12):
        note("said", seconds=seconds)
    assert [entry.before_previous for entry in queries.entries(stream)] == [
        False,
        True,
        False,
        False,
    ]
    assert queries.verified().faults == ()


def test_many_at_once_are_the_same_as_one_by_one(stream: UUID, note: Note, ann: Actor) -> None:
    note("first")
    said = [(Noted(text=f"{n}", subject=CALLER if n % 2 else ""), later(n)) for n in range(7)]
    with transaction.atomic():
        receipts = actions.append_many_in_transaction(stream, said, actor=ann)
        assert actions.append_many_in_transaction(stream, [], actor=ann) == []
    assert [receipt.sequence for receipt in receipts] == list(range(2, 9))
    assert [entry.event for entry in queries.entries(stream, after=1)] == [one for one, _ in said]
    assert queries.verified().faults == ()


def noted(stream: UUID, ann: Actor, text: str, subject: str = "") -> int:
    said = Noted(text=text, subject=subject)
    return actions.append_in_transaction(stream, said, actor=ann, at=BEGIN).sequence


def test_a_transaction_goes_on_from_what_it_wrote_and_not_from_what_was_taken_back(
    stream: UUID, ann: Actor
) -> None:
    with transaction.atomic():
        assert [noted(stream, ann, "kept", CALLER), noted(stream, ann, "kept", CALLER)] == [1, 2]
        with suppress(StopIteration), transaction.atomic():
            other = "caller:of a savepoint"
            assert [noted(stream, ann, "gone", other), noted(stream, ann, "gone", other)] == [3, 4]
            raise StopIteration  # the savepoint goes, and with it two entries and a key
        assert noted(stream, ann, "kept", other) == 3
        with transaction.atomic():
            assert noted(stream, ann, "kept", CALLER) == 4
    with transaction.atomic():
        assert noted(stream, ann, "kept", CALLER) == 5
    assert {entry.event.content()["text"] for entry in queries.entries(stream)} == {"kept"}
    assert queries.verified().faults == ()


def test_a_transaction_asks_again_where_somebody_else_wrote_since(
    stream: UUID, ann: Actor, note: Note
) -> None:
    with transaction.atomic():
        noted(stream, ann, "first")
    note("by another action")
    with transaction.atomic():
        assert noted(stream, ann, "third") == 3
    assert queries.verified().faults == ()


def test_a_transaction_asks_where_a_stream_ends_once(
    stream: UUID, ann: Actor, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    with transaction.atomic():
        noted(stream, ann, "first")
        with django_assert_max_num_queries(3):  # entry, content, head; PostgreSQL needs one
            noted(stream, ann, "second")


def test_reading_can_begin_later_choose_kinds_and_stop(stream: UUID, note: Note) -> None:
    for number in range(6):
        note(str(number))
    assert [entry.sequence for entry in queries.entries(stream, after=2, limit=3)] == [3, 4, 5]
    assert queries.entries(stream, kinds=[]) == []
    assert queries.entries(stream, kinds={"other.kind"}) == []
    assert len(queries.entries(stream, kinds={Noted.kind, "other.kind"})) == 6
    assert queries.sequences_and_kinds_after(stream, 4) == [(5, Noted.kind), (6, Noted.kind)]
    assert queries.entries(uuid4()) == []


def test_what_is_sealed_is_not_readable_in_the_database(note: Note) -> None:
    from stayline.ledger.queries.engine import rows  # noqa: PLC0415 - looks inside

    note("a word that nobody else reads", subject=CALLER)
    ((sealed,),) = rows("SELECT sealed FROM ledger_content", [])
    assert b"nobody" not in bytes(sealed)


@pytest.mark.parametrize("value", [0.5, {"deep": [2**60]}, b"raw", "\ud800"])
def test_what_has_no_one_spelling_fails_the_action(stream: UUID, note: Note, value: object) -> None:
    with pytest.raises(NotCanonical):
        note("said", details=value)
    assert queries.entries(stream) == []


def test_a_time_without_a_zone_is_refused(stream: UUID, ann: Actor) -> None:
    with transaction.atomic(), pytest.raises(ValueError, match="zone"):
        actions.append_in_transaction(
            stream,
            Noted(text="x"),
            actor=ann,
            at=datetime(2026, 1, 1),  # noqa: DTZ001 - that is the point
        )


def test_an_unknown_stream_is_refused(ann: Actor) -> None:
    with transaction.atomic(), pytest.raises(StreamNotFound):
        actions.append_in_transaction(uuid4(), Noted(text="x"), actor=ann, at=BEGIN)
    with pytest.raises(StreamNotFound):
        queries.head(uuid4())


def test_an_erasure_and_a_kind_without_name_are_not_appended(stream: UUID, ann: Actor) -> None:
    from stayline.ledger.events import Event  # noqa: PLC0415 - the bare base class

    with transaction.atomic():
        with pytest.raises(EraseRefused):
            actions.append_in_transaction(
                stream, SubjectErased(subject=CALLER, reason="x", contents=0), actor=ann, at=BEGIN
            )
        with pytest.raises(UnknownKind):
            actions.append_in_transaction(stream, Event(), actor=ann, at=BEGIN)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_written(ann: Actor) -> None:
    stream = open_stream()
    for refused in (
        lambda: actions.append_in_transaction(stream, Noted(text="x"), actor=ann, at=BEGIN),
        lambda: actions.lock_head_in_transaction(stream),
        lambda: actions.seal_in_transaction(stream, CALLER, b"draft"),
        lambda: actions.open_stream_in_transaction(
            kind="system", subject_id=uuid4(), exercise=False, at=BEGIN
        ),
    ):
        with pytest.raises(OutsideTransaction):
            refused()
    assert queries.entries(stream) == []


@pytest.mark.django_db(transaction=True)
def test_an_action_that_fails_leaves_no_entry_and_no_key(ann: Actor) -> None:
    stream = open_stream()

    def fail() -> None:
        with transaction.atomic():
            actions.append_in_transaction(
                stream, Noted(text="x", subject=CALLER), actor=ann, at=BEGIN
            )
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    # A key of the failed try, remembered, would seal this for ever.
    with transaction.atomic():
        actions.append_in_transaction(stream, Noted(text="y", subject=CALLER), actor=ann, at=BEGIN)
    assert [entry.event for entry in queries.entries(stream)] == [Noted(text="y", subject=CALLER)]
    assert queries.verified().faults == ()


def test_one_subject_has_one_stream_of_a_kind() -> None:
    about = uuid4()
    first = open_stream(about=about, exercise=True)
    assert open_stream(about=about, exercise=True) == first
    assert open_stream(about=about, kind="person", exercise=False) != first
    with pytest.raises(StreamExists):
        open_stream(about=about, exercise=False)
    found = queries.stream_about("incident", about)
    assert found is not None
    assert (found.id, found.sequence, found.exercise) == (first, 0, True)
    assert queries.stream_about("document", about) is None
    assert first in {stream.id for stream in queries.streams()}


def test_the_head_of_an_unknown_stream_cannot_be_locked(engine: str) -> None:
    with transaction.atomic():
        if engine == "sqlite":
            actions.lock_head_in_transaction(uuid4())  # BEGIN IMMEDIATE holds everything already
        else:
            with pytest.raises(StreamNotFound):
                actions.lock_head_in_transaction(uuid4())
