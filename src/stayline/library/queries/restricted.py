"""Restricted notes: which there are for somebody, and what they are sealed under (S0-8).

Whoever is not named does not learn that there is one: every question is asked for one person,
and nothing here counts or lists what others wrote.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from stayline.library.models import RestrictedNote
from stayline.platform.crypto import keys, unseal

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from stayline.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class RestrictedNoteView:
    """A restricted note, opened: what it says, from whom it came, and who may read it."""

    id: UUID
    text: str
    from_whom: str
    written_by: str
    written_at: datetime
    readers: tuple[str, ...]
    mine: bool


def restricted_for(actor: Actor, kind: str, document_id: str) -> int:
    """Return how many restricted notes on a document `actor` may read; reads no content."""
    return notes_of(actor, kind, document_id).count()


def notes_of(actor: Actor, kind: str, document_id: str) -> QuerySet[RestrictedNote]:
    """Return the rows that `actor` wrote or is named in, of those that were not removed."""
    named = Q(written_by_id=actor.id) | Q(readers__person_id=actor.id)
    rows = RestrictedNote.objects.filter(named, kind=kind, document_id=document_id, removed_at=None)
    return rows.distinct().order_by("written_at", "id")


def note_context(note_id: UUID) -> bytes:
    """Return what binds a note's key and text to its row."""
    return f"restricted note {note_id}".encode()


def opened(row: RestrictedNote, actor: Actor) -> RestrictedNoteView:
    """Return a note unsealed. Whoever calls logs the reading.

    Raises:
        CannotUnseal: its bytes were changed, or it was sealed under another master key.
    """
    context = note_context(row.id)
    key = keys().unwrap(bytes(row.wrapped_key), context)
    said = json.loads(unseal(key, bytes(row.sealed), context))
    return RestrictedNoteView(
        id=row.id,
        text=said["text"],
        from_whom=said["from_whom"],
        written_by=row.written_by.name,
        written_at=row.written_at,
        readers=tuple(sorted(one.person.name for one in row.readers.select_related("person"))),
        mine=row.written_by_id == actor.id,
    )
