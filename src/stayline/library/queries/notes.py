"""Notes beside the fields of a form: the shipped ones, and what a site wrote (S1-53)."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

from stayline.ledger.queries import entries, stream_about
from stayline.library.errors import DocumentFaulty, DocumentNotFound
from stayline.library.events import NoteChanged
from stayline.library.models import DocumentVersion, InForce
from stayline.library.queries.documents import (
    form_by_digest,
    form_in_force,
    newest_version,
    version_by_digest,
)
from stayline.people.queries import names_by_pseudonym
from stayline_core.forms import Form, Note, Notes, load_notes, with_notes
from stayline_core.protocol.findings import first_error

if TYPE_CHECKING:
    from datetime import datetime

    from stayline_core.forms import Field

NOTES: Final = "notes"
DOCUMENTS: Final = UUID("5ca1ab1e-0001-4000-8000-000000000000")
"""Under this name each document has a log of its own."""


@dataclass(frozen=True, slots=True)
class NotesShown:
    """The notes that stand at a site, from those of every site to its own, and their versions."""

    documents: tuple[Notes, ...] = ()
    digests: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """What names these notes in a log: the digest of each document, or nothing."""
        return " ".join(self.digests)


@dataclass(frozen=True, slots=True)
class FieldNotes:
    """A field with the note as it was shipped, what a site wrote, and what stands."""

    field: Field
    shipped: Note
    own: Note | None
    shown: Note


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """One change of a note as the log keeps it: when, by whom, and the words from then on."""

    at: datetime
    who: str
    what: str
    note: str
    example: str
    digest: str


def notes_shown(form_id: str, site: str) -> NotesShown:
    """Return the notes in force beside the fields of a form at a site, its own last."""
    rows = InForce.objects.filter(kind=NOTES, version__body__of=form_id)
    read = [(name, _notes(name)) for name in rows.values_list("version_id", flat=True)]
    here = [pair for pair in read if pair[1].site in {None, site}]
    here.sort(key=lambda pair: (pair[1].site is not None, pair[0]))
    return NotesShown(tuple(notes for _, notes in here), tuple(name for name, _ in here))


def noted(form: Form, shown: NotesShown) -> Form:
    """Return a form with the notes of a site beside its fields."""
    return with_notes(form, shown.documents)


def noted_form(form_id: str, site: str) -> Form:
    """Return the form in force as a site shows it.

    Raises:
        DocumentNotFound: no form of this id is in force.
    """
    return noted(form_in_force(form_id)[1], notes_shown(form_id, site))


def form_here(form_id: str) -> Form:
    """Return the form in force, or else the one that was loaded last.

    Raises:
        DocumentNotFound: no form of this id was ever loaded.
    """
    version = newest_version("form", form_id)
    if version is None:
        raise DocumentNotFound(kind="form", document=form_id)
    return form_by_digest(version.digest)


def forms_with_notes() -> list[Form]:
    """Return every form, beside whose fields notes stand."""
    rows = DocumentVersion.objects.filter(kind="form").order_by("document_id")
    names = rows.values_list("document_id", flat=True).distinct()
    return [form_here(name) for name in names]


def own_notes(form_id: str, site: str | None) -> tuple[str, Notes] | None:
    """Return what a site itself (None: all of them together) wrote, and its digest, if anything."""
    rows = InForce.objects.filter(kind=NOTES, version__body__of=form_id)
    for name in rows.values_list("version_id", flat=True):
        notes = _notes(name)
        if notes.site == site:
            return name, notes
    return None


def field_notes(form_id: str, site: str | None) -> list[FieldNotes]:
    """Return the fields of a form that somebody fills, each with its notes at a site.

    Raises:
        DocumentNotFound: no form of this id was ever loaded.
    """
    form = form_here(form_id)
    shown = noted(form, notes_shown(form_id, site or ""))
    own = own_notes(form_id, site)
    written = own[1].fields if own else {}
    return [
        FieldNotes(
            field=field,
            shipped=Note(field.note, field.example),
            own=written.get(field.name),
            shown=Note(shown.field(field.name).note, shown.field(field.name).example),
        )
        for field in form.fields
        if field.ask.value != "system"
    ]


def note_history(form_id: str, field: str, site: str | None) -> list[NoteEntry]:
    """Return every change of a site's note beside a field, the newest first."""
    own = own_notes(form_id, site)
    stream = stream_about("document", subject_of_document(NOTES, own[1].id)) if own else None
    if stream is None:
        return []
    found = list(entries(stream.id, kinds=[NoteChanged.kind]))
    names = names_by_pseudonym({one.actor for one in found})
    return [
        NoteEntry(
            at=one.at,
            who=names.get(one.actor, "somebody who was forgotten"),
            what=one.event.what,
            note=one.event.note,
            example=one.event.example,
            digest=one.event.digest,
        )
        for one in reversed(found)
        if isinstance(one.event, NoteChanged) and one.event.field == field
    ]


def subject_of_document(kind: str, document_id: str) -> UUID:
    """Return what the log of a document is about."""
    return uuid5(DOCUMENTS, f"{kind}/{document_id}")


@functools.lru_cache(maxsize=256)
def _notes(digest: str) -> Notes:
    row = version_by_digest(digest)
    loaded = load_notes(bytes(row.source), file=f"{row.document_id}.yaml")
    if loaded.notes is None:
        raise DocumentFaulty({"document": first_error(loaded.findings).message})
    return loaded.notes
