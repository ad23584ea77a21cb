"""What of a person's aftercare is theirs: their notes, their choices, whom they asked to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.care.models import CareChoice, CheckNote, Company
from stayline.ledger.errors import ContentErased
from stayline.ledger.queries import stream_about, unseal

if TYPE_CHECKING:
    from uuid import UUID


def timeline_held_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return a person's notes opened, what they chose, and what is asked of them or by them."""
    choices = CareChoice.objects.filter(person_id=person_id)
    return {
        "check_notes": _notes(person_id),
        "care_choices": [
            dict(one) for one in choices.values("supporter_id", "company_id", "changed_at")
        ],
        "asked_to_come": [
            dict(one)
            for one in Company.objects.filter(person_id=person_id).values("asked_id", "asked_at")
        ],
        "asked_by_others": [
            dict(one)
            for one in Company.objects.filter(asked_id=person_id).values("person_id", "asked_at")
        ],
    }


def _notes(person_id: UUID) -> list[dict[str, Any]]:
    rows = CheckNote.objects.filter(of__person_id=person_id).select_related("of__person")
    found = []
    for one in rows.order_by("written_at", "id"):
        words = words_of_note(one)
        if words is not None:
            found.append(
                {
                    "written_at": one.written_at,
                    "writer_id": one.writer_id,
                    "reader_id": one.reader_id,
                    "words": words,
                }
            )
    return found


def words_of_note(note: CheckNote) -> str | None:
    """Return the words of a note opened; None when the person's keys were destroyed.

    Whoever calls has asked whether they may be read. None too for one that a restored backup
    holds no words of: it was deleted since.
    """
    stream = stream_about("person", note.of.person_id)
    if stream is None or not note.words_sealed:
        return None
    subject = f"person:{note.of.person.pseudonym}"
    try:
        return unseal(stream.id, subject, bytes(note.words_sealed)).decode()
    except ContentErased:
        return None
