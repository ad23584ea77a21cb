"""Notes beside fields: who may write them, what stands then, and what the log keeps (S1-53)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from stayline.ledger.queries import entries, stream_about
from stayline.library import queries
from stayline.library.actions import (
    change_note,
    documents_under,
    load_documents,
    restore_note,
)
from stayline.library.errors import (
    DocumentFaulty,
    DocumentNotFound,
    NoteInvalid,
    NotesNotYours,
    NoteStale,
)
from stayline.library.policies import may_change_notes, may_see_notes
from stayline.people.models import Role
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from stayline_core.forms import MAX_NOTE, Note
from tests.cast import NOW, Cast, later

pytestmark = pytest.mark.django_db

FORM, FIELD = "security_threat", "safety.location"
MINE = Note("Ask for the postcode first.", "LS1 4AP")


def write(cast: Cast, note: Note = MINE, *, actor: Actor | None = None, **more: object) -> str:
    given = {
        "form_id": FORM,
        "field": FIELD,
        "site_id": cast.site.id,
        "expected": "",
        "at": NOW,
        **more,
    }
    return change_note(note=note, actor=actor or cast.mo, **given)


def shown(site: str = "here", field: str = FIELD) -> Note:
    found = queries.noted_form(FORM, site).field(field)
    return Note(found.note, found.example)


SHIPPED = "the shipped note"


@pytest.fixture
def shipped(playbook: None) -> Note:
    return shown()


# ── who may ──


def test_managers_and_protocol_owners_write_at_their_own_site_administrators_anywhere(
    cast: Cast,
) -> None:
    here, there = cast.site.id, cast.other_site.id
    for role, at_home, elsewhere in (
        (Role.AGENT, False, False),
        (Role.SUPERVISOR, False, False),
        (Role.LEAD, False, False),
        (Role.MANAGER, True, False),
        (Role.PROTOCOL_OWNER, True, False),
        (Role.ADMINISTRATOR, True, True),
    ):
        who = replace(cast.ann, roles=frozenset({role.value}))
        assert may_change_notes(who, here) is at_home
        assert may_change_notes(who, there) is elsewhere
        assert may_change_notes(who, None) is elsewhere
        assert may_see_notes(who) is at_home
    assert not may_change_notes(replace(cast.mo, site_id=None), None)
    assert may_change_notes(system_actor("command_line"), None)


@pytest.mark.covers("S1-53")
def test_whoever_may_not_changes_nothing(cast: Cast, shipped: Note) -> None:
    for who, site_id in ((cast.ann, cast.site.id), (cast.cy, cast.site.id), (cast.mo, None)):
        with pytest.raises(NotesNotYours):
            write(cast, actor=who, site_id=site_id)
        with pytest.raises(NotesNotYours):
            restore_note(form_id=FORM, field=FIELD, site_id=site_id, expected="", actor=who, at=NOW)
    assert shown() == shipped


# ── what stands ──


@pytest.mark.covers("S1-53")
def test_a_note_stands_at_once_at_its_own_site_alone(cast: Cast, shipped: Note) -> None:
    digest = write(cast)
    assert shown() == MINE
    assert shown("there") == shipped
    assert queries.notes_shown(FORM, "here").version == digest
    assert queries.notes_shown(FORM, "there").version == ""


def test_a_site_s_own_note_goes_before_that_of_every_site(cast: Cast, shipped: Note) -> None:
    admin = replace(cast.mo, roles=frozenset({Role.ADMINISTRATOR.value}))
    write(cast, Note("For all."), actor=admin, site_id=None)
    assert shown() == shown("there") == Note("For all.")
    write(cast)
    assert shown() == MINE
    assert shown("there") == Note("For all.")
    assert len(queries.notes_shown(FORM, "here").digests) == 2


@pytest.mark.covers("S1-53")
def test_one_press_goes_back_to_the_shipped_note(cast: Cast, shipped: Note) -> None:
    digest = write(cast)
    other = write(cast, Note("Another one."), field="exact_words", expected=digest, at=later(1))
    restore_note(
        form_id=FORM,
        field=FIELD,
        site_id=cast.site.id,
        expected=other,
        actor=cast.mo,
        at=later(2),
    )
    assert shown() == shipped
    assert shown(field="exact_words") == Note("Another one.")


def test_writing_the_same_again_changes_nothing(cast: Cast, shipped: Note) -> None:
    digest = write(cast)
    assert write(cast, expected=digest, at=later(1)) == digest
    assert len(queries.note_history(FORM, FIELD, "here")) == 1


def test_a_note_that_was_there_before_can_come_again(cast: Cast, shipped: Note) -> None:
    first = write(cast)
    second = write(cast, Note("Another."), expected=first, at=later(1))
    assert write(cast, expected=second, at=later(2)) == first
    assert shown() == MINE
    assert [one.note for one in queries.note_history(FORM, FIELD, "here")] == [
        MINE.note,
        "Another.",
        MINE.note,
    ]


# ── what is refused ──


def test_what_cannot_stand_beside_a_field_is_refused(cast: Cast, shipped: Note) -> None:
    for note in (Note(""), Note("x" * (MAX_NOTE + 1)), Note("a\nb")):
        with pytest.raises(NoteInvalid) as refused:
            write(cast, note)
        assert "note" in refused.value.faults
    assert shown() == shipped


def test_two_who_write_at_once_do_not_undo_each_other(cast: Cast, shipped: Note) -> None:
    write(cast)
    with pytest.raises(NoteStale):
        write(cast, Note("Meanwhile."), at=later(1))
    assert shown() == MINE
    with pytest.raises(NoteStale):
        restore_note(
            form_id=FORM, field=FIELD, site_id=cast.site.id, expected="", actor=cast.mo, at=NOW
        )


def test_there_is_nothing_to_go_back_from_where_nothing_was_written(
    cast: Cast, shipped: Note
) -> None:
    with pytest.raises(NoteStale):
        restore_note(
            form_id=FORM, field=FIELD, site_id=cast.site.id, expected="", actor=cast.mo, at=NOW
        )


def test_a_form_or_a_field_that_is_not_there_is_refused(cast: Cast, shipped: Note) -> None:
    with pytest.raises(DocumentNotFound):
        write(cast, form_id="nothing")
    with pytest.raises(DocumentNotFound):
        write(cast, field="nothing")
    with pytest.raises(DocumentNotFound):
        queries.field_notes("nothing", "here")


# ── what the log keeps ──


@pytest.mark.covers("S1-53")
def test_the_log_says_who_wrote_what_when_and_in_which_version(cast: Cast, shipped: Note) -> None:
    digest = write(cast)
    restore_note(
        form_id=FORM,
        field=FIELD,
        site_id=cast.site.id,
        expected=digest,
        actor=cast.mo,
        at=later(60),
    )
    name = queries.own_notes(FORM, "here")[1].id
    stream = stream_about("document", queries.subject_of_document("notes", name))
    found = entries(stream.id)
    assert [one.kind for one in found] == [
        "library.version.loaded",
        "library.note.changed",
        "library.version.put_in_force",
    ] * 2
    assert {one.actor for one in found} == {cast.mo.pseudonym}
    changed = [one for one in found if one.kind == "library.note.changed"]
    assert changed[0].event.describe() == (
        "The note beside safety.location of security_threat was written (here):"
        " “Ask for the postcode first.”"
    )
    assert changed[0].event.digest == digest
    assert changed[1].event.what == "set back to the shipped one"
    assert changed[1].at == later(60)
    history = queries.note_history(FORM, FIELD, "here")
    assert [(one.who, one.note) for one in history] == [
        (cast.mo.name, shipped.note),
        (cast.mo.name, MINE.note),
    ]
    assert queries.note_history(FORM, FIELD, "there") == []


# ── from a folder ──

NOTES = """\
stayline: 1
kind: notes
id: threat-notes
of: security_threat
site: here
title: Notes of ours
fields:
  safety.location: {note: Ask for the postcode first., example: LS1 4AP}
"""


def put(folder: Path, **files: str) -> list[str]:
    for name, source in files.items():
        (folder / f"{name}.yaml").write_text(source, encoding="utf-8")
    who = system_actor("command_line")
    return load_documents(documents_under(folder), mode="production", actor=who, at=NOW)


@pytest.mark.covers("S1-53")
def test_a_site_brings_its_notes_as_a_document_without_code(
    cast: Cast, playbook: None, tmp_path: Path
) -> None:
    (digest,) = put(tmp_path, ours=NOTES)
    assert shown() == MINE
    assert queries.notes_shown(FORM, "here").version == digest
    (entry,) = queries.note_history(FORM, FIELD, "here")
    assert (entry.note, entry.digest) == (MINE.note, digest)
    assert put(tmp_path, ours=NOTES) == []
    later_on = write(cast, Note("Better."), expected=digest, at=later(1))
    assert queries.own_notes(FORM, "here")[1].id == "threat-notes"
    assert queries.notes_shown(FORM, "here").version == later_on
    put(
        tmp_path,
        ours=NOTES.replace("    ", "").split("  safety")[0].replace("fields:", "fields: {}"),
    )
    assert len(queries.note_history(FORM, FIELD, "here")) == 3


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("of: security_threat", "of: nothing", "no form"),
        ("safety.location", "safety.locaton", "safety.location"),
        ("note: Ask", "note: ''\n  # ", "line"),
        ("kind: notes", "kind: else", "folder"),
    ],
)
def test_notes_that_do_not_fit_are_refused_and_nothing_changes(
    old: str, new: str, says: str, playbook: None, tmp_path: Path
) -> None:
    before = shown()
    with pytest.raises(DocumentFaulty) as refused:
        put(tmp_path, ours=NOTES.replace(old, new))
    assert says in " ".join(refused.value.faults.values())
    assert shown() == before


def test_a_second_document_for_the_same_site_is_refused(playbook: None, tmp_path: Path) -> None:
    with pytest.raises(DocumentFaulty) as refused:
        put(tmp_path, ours=NOTES, theirs=NOTES.replace("threat-notes", "other-notes"))
    assert "same" in " ".join(refused.value.faults.values())
    assert queries.own_notes(FORM, "here") is None


def test_notes_stand_also_beside_a_form_that_is_not_in_force(
    cast: Cast, playbook: None, tmp_path: Path
) -> None:
    from stayline.library.models import InForce  # noqa: PLC0415  # to take it out of force

    InForce.objects.filter(kind="form").delete()
    assert {one.id for one in queries.forms_with_notes()} >= {FORM}
    put(tmp_path, ours=NOTES)
    assert (
        next(one.shown for one in queries.field_notes(FORM, "here") if one.field.name == FIELD)
        == MINE
    )
