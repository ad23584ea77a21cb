"""What is written down with a private check: by choice, sealed, for two people at most.

Nothing of it is in the log, also not that there is a note: it is nobody's evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.care.actions.records import person_stream_in_transaction, subject_of
from stayline.care.errors import CheckNotFound, ChoiceInvalid, NoteNotFound, NotYours
from stayline.care.models import CheckNote, PrivateCheck
from stayline.care.policies import may_note
from stayline.ledger.actions import lock_head_in_transaction, seal_in_transaction
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor

LONGEST: Final = 4000
"""Letters of one note."""


@action
def write_note(*, check_id: UUID, words: str, shared: bool, actor: Actor, at: datetime) -> UUID:
    """Keep a note with a check, by the person it is for or by who comes to it.

    The person reads it always. The supporter reads what they wrote, and what the person wrote
    and `shared` with them, until the person takes that back. Nobody else can: a manager, a
    reviewer, an administrator, an export see neither the words nor that there are any.

    Raises:
        CheckNotFound: no check has this id.
        NotYours: `actor` is neither the person nor who comes.
        ChoiceInvalid: nothing was written, or too much.
    """
    said = words.strip()
    if not said or len(said) > LONGEST:
        raise ChoiceInvalid({"words": f"Write some words, up to {LONGEST} letters, or leave it."})
    row = PrivateCheck.objects.select_related("person__site").filter(id=check_id).first()
    if row is None:
        raise CheckNotFound(check=str(check_id))
    if not may_note(actor, row):
        raise NotYours
    stream_id = person_stream_in_transaction(row.person, at=at)
    lock_head_in_transaction(stream_id)
    own = actor.id == row.person_id
    note = CheckNote.objects.create(
        of=row,
        writer_id=actor.id,
        reader_id=row.supporter_id if shared or not own else None,
        words_sealed=seal_in_transaction(stream_id, subject_of(row.person), said.encode()),
        written_at=at,
    )
    for one in filter(None, (row.person_id, note.reader_id)):
        publish_on_commit(f"person:{one}", "care")
    return note.id


@action
def stop_sharing(*, note_id: UUID, actor: Actor, at: datetime) -> None:
    """Take back that the supporter reads a note, whoever wrote it; only the person does that.

    Raises:
        NoteNotFound: it is not about `actor`.
    """
    del at  # nothing is logged
    note = _mine(note_id, actor)
    before, note.reader_id = note.reader_id, None
    note.save(update_fields=["reader"])
    if before:
        publish_on_commit(f"person:{before}", "care")


@action
def delete_note(*, note_id: UUID, actor: Actor, at: datetime) -> None:
    """Delete a note about `actor`, whoever wrote it. It is gone.

    Raises:
        NoteNotFound: it is not about `actor`.
    """
    del at  # nothing is logged
    note = _mine(note_id, actor)
    if note.reader_id:
        publish_on_commit(f"person:{note.reader_id}", "care")
    note.delete()


def _mine(note_id: UUID, actor: Actor) -> CheckNote:
    found = (
        CheckNote.objects.select_for_update(of=("self",))
        .filter(id=note_id, of__person_id=actor.id)
        .first()
    )
    if found is None:
        raise NoteNotFound
    return found
