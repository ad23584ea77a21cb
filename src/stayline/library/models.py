"""Tables of the playbook: immutable versions and what is in force where."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class VersionState(models.TextChoices):
    """Where a version is in its life (`design.md` 3.1)."""

    TEMPLATE = "template", "Uncertified template"
    DRAFT = "draft", "Draft"
    CHECKED = "checked", "Checked"
    IN_REVIEW = "in_review", "In review"
    CERTIFIED = "certified", "Certified"
    ACTIVE = "active", "Active"
    SUPERSEDED = "superseded", "Superseded"
    LAPSED = "lapsed", "Lapsed"


class DocumentVersion(models.Model):
    """One version of one document; the digest of its canonical JSON is its name (S0-3)."""

    digest = models.CharField(primary_key=True, max_length=64, help_text="SHA-256, RFC 8785")
    kind = models.CharField(max_length=24, help_text="protocol, ladder, form, agency ...")
    document_id = models.CharField(max_length=60)
    title = models.CharField(max_length=200, blank=True)
    source = models.BinaryField(help_text="the bytes as they were loaded, for positions")
    body = models.JSONField(help_text="the document as JSON")
    state = models.CharField(
        max_length=12, choices=VersionState.choices, default=VersionState.TEMPLATE
    )
    loaded_at = models.DateTimeField()

    class Meta:
        """Versions of one document are found together."""

        indexes: ClassVar = [models.Index(fields=["kind", "document_id"], name="library_document")]

    def __str__(self) -> str:
        """Return kind, id and the start of the digest."""
        return f"{self.kind}/{self.document_id}@{self.digest[:12]}"


class InForce(models.Model):
    """Which version of a document guides contacts from now on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=24)
    document_id = models.CharField(max_length=60)
    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        """One version of a document is in force at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "document_id"], name="library_one_in_force")
        ]

    def __str__(self) -> str:
        """Return what is in force."""
        return f"{self.kind}/{self.document_id}"
