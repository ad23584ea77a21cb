"""What is attached to a document in confidence, and who was given a copy."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from stayline.library.models.documents import DocumentVersion


class RestrictedNote(models.Model):
    """Private advice about a document: sealed, for the named few, every reading logged (S0-8)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=24)
    document_id = models.CharField(max_length=60)
    about = models.ForeignKey(
        DocumentVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    sealed = models.BinaryField(help_text="text and from whom, AES-256-GCM")
    wrapped_key = models.BinaryField(help_text="its own key, wrapped by the master key")
    written_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, help_text="key and text are gone; the row stays")

    class Meta:
        """The notes of a document in order."""

        ordering: ClassVar = ["written_at", "id"]
        indexes: ClassVar = [models.Index(fields=["kind", "document_id"], name="library_notes_of")]

    def __str__(self) -> str:
        """Return what it is attached to."""
        return f"note on {self.kind}/{self.document_id}"


class NoteReader(models.Model):
    """Who may read a restricted note, beside whoever wrote it."""

    note = models.ForeignKey(RestrictedNote, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Named once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["note", "person"], name="library_reader_once")
        ]

    def __str__(self) -> str:
        """Return who may read."""
        return f"{self.person_id}"


class Share(models.Model):
    """A copy was given away: by whom, of what, to whom, what for, after which notice (S0-19)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="shares")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=200)
    purpose = models.CharField(max_length=300)
    notice = models.CharField(max_length=64, help_text="SHA-256 of the notice as acknowledged")
    at = models.DateTimeField()

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-at", "id"]

    def __str__(self) -> str:
        """Return what went to whom."""
        return f"{self.version_id[:12]} to {self.recipient}"
