"""Restricted notes: private advice is attached, read by the named, and removed (S0-8).

Each has a key of its own, wrapped by the master key. Their log is a stream of their own, so
that the history of the document does not show that there is one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from stayline.ledger.actions import append_in_transaction, open_stream_in_transaction
from stayline.library.errors import (
    DocumentNotFound,
    RestrictedNoteInvalid,
    RestrictedNoteNotFound,
    RestrictedNotesNotYours,
)
from stayline.library.events import (
    RestrictedNoteRead,
    RestrictedNoteRemoved,
    RestrictedNoteWritten,
)
from stayline.library.models import NoteReader, RestrictedNote
from stayline.library.policies import may_write_restricted
from stayline.library.queries import newest_version, version_by_digest
from stayline.library.queries.restricted import (
    RestrictedNoteView,
    note_context,
    notes_of,
    opened,
)
from stayline.people.queries import names
from stayline.platform.crypto import keys, new_key, seal
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from stayline.ledger.events import Event
    from stayline.platform.actors import Actor

LONGEST: Final = 8000
"""Characters of a restricted note."""


@action
def write_restricted_note(
    *,
    kind: str,
    document_id: str,
    text: str,
    from_whom: str,
    readers: Collection[UUID],
    about: str = "",
    actor: Actor,
    at: datetime,
) -> UUID:
    """Attach private advice to a document, for `readers` and whoever writes it alone; its id.

    `about` is the digest of the version it speaks of, or empty. Text and source are sealed
    under a key of the note's own; the log keeps neither.

    Raises:
        RestrictedNotesNotYours: `actor` may not.
        DocumentNotFound: there is no such document, or no such version of it.
        RestrictedNoteInvalid: it says nothing, is too long, or names somebody unknown.
    """
    if not may_write_restricted(actor):
        raise RestrictedNotesNotYours
    _refuse_unknown(kind, document_id, about)
    wanted = frozenset(readers) - {actor.id}
    _refuse_faults(text, wanted)
    note_id, key = uuid4(), new_key()
    context = note_context(note_id)
    said = json.dumps({"text": text.strip(), "from_whom": from_whom.strip()}).encode()
    row = RestrictedNote.objects.create(
        id=note_id,
        kind=kind,
        document_id=document_id,
        about_id=about or None,
        sealed=seal(key, said, context),
        wrapped_key=keys().wrap(key, context),
        written_by_id=actor.id,
        written_at=at,
    )
    NoteReader.objects.bulk_create(NoteReader(note=row, person_id=one) for one in sorted(wanted))
    written = RestrictedNoteWritten(
        note=str(row.id), document=f"{kind}/{document_id}", readers=len(wanted)
    )
    _log(row, written, actor=actor, at=at)
    return row.id


@action
def read_restricted_notes(
    *, kind: str, document_id: str, actor: Actor, at: datetime
) -> list[RestrictedNoteView]:
    """Return the restricted notes on a document that `actor` may read; log each reading.

    Somebody who is named in none gets an empty list, whether there are any or not.

    Raises:
        CannotUnseal: a note's bytes were changed.
    """
    found = []
    for row in notes_of(actor, kind, document_id).select_related("written_by"):
        read = RestrictedNoteRead(note=str(row.id), document=f"{kind}/{document_id}")
        _log(row, read, actor=actor, at=at)
        found.append(opened(row, actor))
    return found


@action
def remove_restricted_note(*, note_id: UUID, actor: Actor, at: datetime) -> None:
    """Destroy a note's text and key; that there was one, and who read it, stays in the log.

    Raises:
        RestrictedNoteNotFound: there is none that `actor` wrote. Whoever may only read it, or
            does not know of it, hears the same.
    """
    rows = RestrictedNote.objects.select_for_update()
    row = rows.filter(id=note_id, written_by_id=actor.id, removed_at=None).first()
    if row is None:
        raise RestrictedNoteNotFound
    row.sealed, row.wrapped_key, row.removed_at = b"", b"", at
    row.save(update_fields=["sealed", "wrapped_key", "removed_at"])
    removed = RestrictedNoteRemoved(note=str(row.id), document=f"{row.kind}/{row.document_id}")
    _log(row, removed, actor=actor, at=at)


def _refuse_unknown(kind: str, document_id: str, about: str) -> None:
    version = version_by_digest(about) if about else newest_version(kind, document_id)
    if version is None or (version.kind, version.document_id) != (kind, document_id):
        raise DocumentNotFound(kind=kind, document=document_id)


def _refuse_faults(text: str, readers: frozenset[UUID]) -> None:
    faults = {}
    if not text.strip():
        faults["text"] = "Write what the advice is."
    elif len(text) > LONGEST:
        faults["text"] = f"This is too long: at most {LONGEST:,} characters."
    if len(names(readers)) != len(readers):
        faults["readers"] = "Somebody you named is not known here."
    if faults:
        raise RestrictedNoteInvalid(faults)


def _log(row: RestrictedNote, event: Event, *, actor: Actor, at: datetime) -> None:
    stream = open_stream_in_transaction(kind="document", subject_id=row.id, exercise=False, at=at)
    append_in_transaction(stream, event, actor=actor, at=at)
