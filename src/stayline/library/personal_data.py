"""What of the library is whose: an expert's entry and signatures, what somebody shared or wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.library.models import Expert, RestrictedNote, RiskAcknowledgement, Share, SignOff

if TYPE_CHECKING:
    from uuid import UUID


def library_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return what the library holds about somebody who works here; the notes' words are apart."""
    entry = Expert.objects.filter(person_id=person_id)
    signed = SignOff.objects.filter(person_id=person_id).order_by("at", "id")
    read = RiskAcknowledgement.objects.filter(person_id=person_id).order_by("at", "id")
    shared = Share.objects.filter(by_id=person_id).order_by("at", "id")
    wrote = RestrictedNote.objects.filter(written_by_id=person_id).order_by("written_at", "id")
    found = {
        "expert_entry": entry.values(
            "name", "credential", "issuer", "number", "expires_on", "added_at", "left_at"
        ),
        "signed": signed.values(
            "kind", "version__document_id", "granted", "statement", "credential", "at",
            "valid_until", "taken_back_at",
        ),
        "notices_read": read.values("document_id", "purpose", "at"),
        "shared": shared.values("version__document_id", "purpose", "at"),
        "restricted_notes_written": wrote.values("document_id", "written_at", "removed_at"),
    }  # fmt: skip
    return {name: [dict(row) for row in rows] for name, rows in found.items()}
