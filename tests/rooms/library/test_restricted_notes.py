"""Restricted notes: sealed, read by the named alone, each reading logged, gone when removed."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from stayline.ledger.queries import entries, stream_about
from stayline.library import queries
from stayline.library.actions import (
    read_restricted_notes,
    remove_restricted_note,
    write_restricted_note,
)
from stayline.library.errors import (
    DocumentNotFound,
    RestrictedNoteInvalid,
    RestrictedNoteNotFound,
    RestrictedNotesNotYours,
)
from stayline.library.models import RestrictedNote
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

ADVICE = "A colleague elsewhere advises to ask for the place first."
WHICH = {"kind": "protocol", "document_id": "self-harm"}


def written(cast: Cast, *readers: Actor, text: str = ADVICE, **more: object) -> UUID:
    given = {"actor": cast.mo, "from_whom": "A friend of the centre", "at": NOW, **WHICH, **more}
    return write_restricted_note(text=text, readers=[one.id for one in readers], **given)


def read(actor: Actor, at=NOW) -> list[str]:
    return [one.text for one in read_restricted_notes(**WHICH, actor=actor, at=at)]


def logged(note: UUID) -> list[tuple[str, str]]:
    stream = stream_about("document", note)
    assert stream is not None
    return [(one.event.kind.rsplit(".", 1)[1], one.actor) for one in entries(stream.id)]


@pytest.mark.covers("S0-8")
def test_only_the_named_and_the_writer_read_it_and_each_reading_is_logged(cast: Cast) -> None:
    digest = queries.newest_version("protocol", "self-harm").digest
    note = written(cast, cast.bo, cast.mo, about=digest)
    assert read(cast.bo) == read(cast.mo) == [ADVICE]
    assert read(cast.cy) == read(cast.ann) == []
    assert queries.restricted_for(cast.bo, "protocol", "self-harm") == 1
    assert queries.restricted_for(cast.cy, "protocol", "self-harm") == 0
    assert logged(note) == [
        ("written", cast.mo.pseudonym),
        ("read", cast.bo.pseudonym),
        ("read", cast.mo.pseudonym),
    ]
    (seen,) = read_restricted_notes(**WHICH, actor=cast.bo, at=NOW)
    assert (seen.from_whom, seen.written_by) == ("A friend of the centre", "Mo Example")
    assert (seen.readers, seen.mine) == (("Bo Example",), False)


@pytest.mark.covers("S0-8")
def test_neither_the_table_nor_any_log_holds_a_word_of_it(cast: Cast) -> None:
    note = written(cast, cast.bo)
    row = RestrictedNote.objects.get(id=note)
    assert b"colleague" not in bytes(row.sealed)
    document = stream_about("document", queries.subject_of_document("protocol", "self-harm"))
    said = [one.event.describe() for one in entries(stream_about("document", note).id)]
    said += [one.event.describe() for one in entries(document.id)] if document else []
    assert not any("colleague" in one or "friend" in one for one in said)
    if document:
        assert not any("restricted" in one.event.kind for one in entries(document.id))


def test_the_writer_removes_it_with_its_key_and_the_log_stays(cast: Cast) -> None:
    note = written(cast, cast.bo)
    for nobody in (cast.bo, cast.cy):
        with pytest.raises(RestrictedNoteNotFound):
            remove_restricted_note(note_id=note, actor=nobody, at=NOW)
    remove_restricted_note(note_id=note, actor=cast.mo, at=later(1))
    row = RestrictedNote.objects.get(id=note)
    assert (bytes(row.sealed), bytes(row.wrapped_key), row.removed_at) == (b"", b"", later(1))
    assert read(cast.mo) == read(cast.bo) == []
    assert [kind for kind, _ in logged(note)] == ["written", "removed"]
    with pytest.raises(RestrictedNoteNotFound):
        remove_restricted_note(note_id=note, actor=cast.mo, at=later(2))


def test_it_is_attached_to_something_by_somebody_who_may(cast: Cast) -> None:
    with pytest.raises(RestrictedNotesNotYours):
        written(cast, actor=cast.ann)
    with pytest.raises(DocumentNotFound):
        written(cast, document_id="no-such-protocol")
    ladder = queries.newest_version("ladder", "crisis")
    with pytest.raises(DocumentNotFound):
        written(cast, about=ladder.digest)
    with pytest.raises(RestrictedNoteInvalid) as refused:
        write_restricted_note(
            **WHICH, text=" ", from_whom="", readers=[uuid4()], actor=cast.mo, at=NOW
        )
    assert set(refused.value.faults) == {"text", "readers"}
    with pytest.raises(RestrictedNoteInvalid):
        written(cast, text="x" * 8001)
