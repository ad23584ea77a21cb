"""Notes beside fields: a site writes its own, and goes back to the shipped ones (S1-53)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from stayline.library.actions._versions import (
    TITLE,
    log_in_transaction,
    log_notes_in_transaction,
    put_in_force_in_transaction,
)
from stayline.library.errors import DocumentNotFound, NoteInvalid, NotesNotYours, NoteStale
from stayline.library.events import VersionLoaded
from stayline.library.models import DocumentVersion
from stayline.library.policies import may_change_notes
from stayline.library.queries import NOTES, form_here, own_notes
from stayline.people.queries import site
from stayline.platform.transactions import action
from stayline_core.canonical import digest
from stayline_core.forms import Note, Notes, note_faults, write_notes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor

LONGEST_ID = 60


@action
def change_note(
    *,
    form_id: str,
    field: str,
    site_id: UUID | None,
    note: Note,
    expected: str,
    actor: Actor,
    at: datetime,
) -> str:
    """Put a note beside a field of a form at a site (None: at every one); return its digest.

    Screens show it from the next time they are drawn; the form itself stays as it is. Every
    version stays, and the log says who changed what (S1-53). `expected` is the digest of the
    site's notes that the person saw, empty where it had none.

    Raises:
        NotesNotYours: `actor` may not.
        NoteInvalid: the note is empty, too long, or not plain text in one line.
        NoteStale: somebody changed the site's notes in the meantime.
        DocumentNotFound: there is no such form, or it has no such field.
    """
    faults = note_faults(note)
    if faults:
        raise NoteInvalid(faults)
    return _change(form_id, field, site_id, note, expected=expected, actor=actor, at=at)


@action
def restore_note(
    *,
    form_id: str,
    field: str,
    site_id: UUID | None,
    expected: str,
    actor: Actor,
    at: datetime,
) -> str:
    """Take a site's own note away, so that the shipped one stands again; return the digest.

    Raises:
        NotesNotYours: `actor` may not.
        NoteStale: somebody changed the site's notes in the meantime, or it has none here.
        DocumentNotFound: there is no such form, or it has no such field.
    """
    return _change(form_id, field, site_id, None, expected=expected, actor=actor, at=at)


def _change(
    form_id: str,
    field: str,
    site_id: UUID | None,
    note: Note | None,
    *,
    expected: str,
    actor: Actor,
    at: datetime,
) -> str:
    if not may_change_notes(actor, site_id):
        raise NotesNotYours
    where = site(site_id).slug if site_id else None
    _lock(form_id, field)
    found = own_notes(form_id, where)
    if (found[0] if found else "") != expected:
        raise NoteStale(form=form_id, field=field)
    before = found[1] if found else _first(form_id, where)
    fields = _with(before.fields, field, note)
    if fields == dict(before.fields):
        if found is None:
            raise NoteStale(form=form_id, field=field)
        return found[0]
    notes = Notes(before.id, before.of, before.title, before.site, fields)
    version = _keep(notes, actor=actor, at=at)
    log_notes_in_transaction(version, before, notes, actor=actor, at=at)
    put_in_force_in_transaction(version, because="a note was changed", actor=actor, at=at)
    return version.digest


def _lock(form_id: str, field: str) -> None:
    """Lock the form's versions, so that one change of its notes follows the other."""
    list(DocumentVersion.objects.select_for_update().filter(kind="form", document_id=form_id))
    if field not in {one.name for one in form_here(form_id).fields}:
        raise DocumentNotFound(form=form_id, field=field)


def _first(form_id: str, where: str | None) -> Notes:
    name = f"{form_id}-{where or 'every-site'}"[:LONGEST_ID]
    return Notes(name, form_id, f"Notes beside the fields of {form_id}", where)


def _with(fields: Mapping[str, Note], field: str, note: Note | None) -> dict[str, Note]:
    rest = {name: one for name, one in fields.items() if name != field}
    return rest if note is None else rest | {field: note}


def _keep(notes: Notes, *, actor: Actor, at: datetime) -> DocumentVersion:
    source = write_notes(notes)
    body = yaml.load(source, Loader=yaml.CBaseLoader)  # noqa: S506  # text only, no tags: it builds strings, lists and dicts
    version, made = DocumentVersion.objects.get_or_create(
        digest=digest(body),
        defaults={
            "kind": NOTES,
            "document_id": notes.id,
            "title": notes.title[:TITLE],
            "source": source,
            "body": body,
            "loaded_at": at,
        },
    )
    if made:
        loaded = VersionLoaded(document=notes.id, digest=version.digest)
        log_in_transaction(version, loaded, actor=actor, at=at)
    return version
