"""Erasing one person from one record, while the chain goes on verifying."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import transaction

from stayline.ledger import actions, queries
from stayline.ledger.errors import ContentErased, EraseRefused, StreamNotFound
from stayline.ledger.events import SubjectErased
from stayline.ledger.queries.engine import rows
from stayline.platform.actors import Actor
from stayline.platform.crypto import CannotUnseal
from tests.rooms.ledger.conftest import CALLER, Note, Noted, later

OTHER = "person:p-bo"

pytestmark = pytest.mark.django_db


def erase(stream: UUID, ann: Actor, subject: str = CALLER, reason: str = "asked for") -> None:
    actions.erase_subject(stream_id=stream, subject=subject, reason=reason, actor=ann, at=later(50))


def test_content_and_keys_of_one_person_go_and_the_chain_verifies(
    stream: UUID, note: Note, ann: Actor
) -> None:
    note("about the caller", subject=CALLER)
    note("about a colleague", subject=OTHER)
    note("about nobody")
    before = [entry.hash for entry in queries.entries(stream)]
    erase(stream, ann)
    first, second, third, erasure = queries.entries(stream)
    assert (first.event, first.subject, first.kind) == (None, CALLER, Noted.kind)
    assert second.event == Noted(text="about a colleague", subject=OTHER)
    assert third.event == Noted(text="about nobody")
    assert erasure.event == SubjectErased(subject=CALLER, reason="asked for", contents=1)
    assert "1 entries" in erasure.event.describe()
    assert [entry.hash for entry in queries.entries(stream)[:3]] == before
    report = queries.verified()
    assert (report.faults, report.tombstones) == ((), 1)
    kept = rows("SELECT subject, since FROM ledger_datakey ORDER BY since", [])
    assert [tuple(row) for row in kept] == [(OTHER, 2), ("", 3), (CALLER, 4)]


def test_another_stream_keeps_what_it_holds_about_the_same_person(
    stream: UUID, note: Note, ann: Actor
) -> None:
    from tests.rooms.ledger.conftest import open_stream  # noqa: PLC0415 - used here alone

    other = open_stream()
    with transaction.atomic():
        actions.append_in_transaction(
            other, Noted(text="kept", subject=CALLER), actor=ann, at=later(1)
        )
    note("gone", subject=CALLER)
    erase(stream, ann)
    assert queries.entries(other)[0].event == Noted(text="kept", subject=CALLER)


def test_later_entries_about_the_person_are_kept_and_can_be_erased_again(
    stream: UUID, note: Note, ann: Actor
) -> None:
    note("one", subject=CALLER)
    erase(stream, ann)
    note("three", subject=CALLER)
    assert queries.entries(stream)[2].event == Noted(text="three", subject=CALLER)
    erase(stream, ann, reason="asked again")
    events = [entry.event for entry in queries.entries(stream)]
    assert events[:3] == [None, None, None]
    assert queries.verified().faults == ()


def test_a_draft_goes_with_its_person(stream: UUID, ann: Actor) -> None:
    with transaction.atomic():
        draft = actions.seal_in_transaction(stream, CALLER, b"half a form")
        other = actions.seal_in_transaction(stream, OTHER, b"another form")
    assert actions.unseal(stream, CALLER, draft) == b"half a form"
    erase(stream, ann)
    with pytest.raises(ContentErased):
        actions.unseal(stream, CALLER, draft)
    assert actions.unseal(stream, OTHER, other) == b"another form"
    with transaction.atomic():
        again = actions.seal_in_transaction(stream, CALLER, b"a new form")
    assert actions.unseal(stream, CALLER, again) == b"a new form"


def test_a_draft_opens_in_its_own_place_alone(stream: UUID) -> None:
    with transaction.atomic():
        draft = actions.seal_in_transaction(stream, CALLER, b"half a form")
    changed = draft[:-1] + bytes([draft[-1] ^ 1])
    with pytest.raises(CannotUnseal):
        actions.unseal(stream, CALLER, changed)
    with pytest.raises(CannotUnseal):
        actions.unseal(stream, CALLER, b"short")
    with pytest.raises(ContentErased):
        actions.unseal(stream, OTHER, draft)


@pytest.mark.parametrize(("subject", "reason"), [("", "asked for"), (CALLER, "  ")])
def test_an_erasure_names_a_person_and_a_reason(
    stream: UUID, ann: Actor, subject: str, reason: str
) -> None:
    with pytest.raises(EraseRefused):
        erase(stream, ann, subject, reason)
    assert queries.entries(stream) == []


def test_an_unknown_stream_is_refused(ann: Actor) -> None:
    with pytest.raises(StreamNotFound):
        erase(UUID(int=1), ann)


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_nothing_readable_or_wrapped_is_left_in_the_file(ann: Actor) -> None:
    from pathlib import Path  # noqa: PLC0415 - used here alone

    from django.db import connection  # noqa: PLC0415 - only this test needs it

    from tests.rooms.ledger.conftest import open_stream  # noqa: PLC0415 - only this test needs it

    stream = open_stream()
    with transaction.atomic():
        actions.append_in_transaction(
            stream, Noted(text="gone", subject=CALLER), actor=ann, at=later(1)
        )
    ((wrapped,),) = rows("SELECT wrapped FROM ledger_datakey", [])
    name = str(connection.settings_dict["NAME"])

    def on_disk() -> bool:
        files = [Path(name), Path(f"{name}-wal")]
        return any(bytes(wrapped) in file.read_bytes() for file in files if file.exists())

    assert on_disk()
    erase(stream, ann)
    assert not on_disk()
