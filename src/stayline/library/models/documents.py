"""Versions of documents, drafts of the next one, and what is in force."""

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
    made_by = models.ForeignKey(
        "people.Person",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="who wrote it here; null: it came with the package or from a file",
    )
    made_from = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the version it was written from",
    )
    authors = models.JSONField(
        default=list, help_text="ids of everybody who saved its draft: none signs as expert"
    )
    shared_by = models.CharField(
        max_length=200, blank=True, help_text="who it was received from, when it was imported"
    )
    review_by = models.DateField(null=True, help_text="from then on it is stale (S0-43)")
    review_due_at = models.DateTimeField(null=True, help_text="when the managers are told of it")
    checked_at = models.DateTimeField(null=True)
    check_report = models.JSONField(
        default=dict, help_text="what the checker found: passes, findings, the three times, states"
    )
    correction = models.BooleanField(
        default=False, help_text="a safety correction: the expert alone, the rest is owed"
    )
    withdrawn_at = models.DateTimeField(
        null=True, help_text="somebody took it out of force; no withdrawal goes back to it"
    )

    class Meta:
        """Versions of one document are found together; what is due, by its column."""

        indexes: ClassVar = [
            models.Index(fields=["kind", "document_id"], name="library_document"),
            models.Index(
                fields=["review_due_at"],
                condition=models.Q(review_due_at__isnull=False),
                name="library_review_due",
            ),
        ]

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


class Draft(models.Model):
    """The next version of a document while it is being written; there is one a document.

    `revision` counts its saves: whoever saves names the one they saw, so that two authors at
    once never overwrite each other. It is gone once a version was made of it or it was dropped.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=24)
    document_id = models.CharField(max_length=60)
    made_from = models.ForeignKey(
        DocumentVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.BinaryField(help_text="the text as it was typed")
    revision = models.PositiveIntegerField(default=1)
    started_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    saved_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    authors = models.JSONField(default=list, help_text="ids of everybody who saved it")

    class Meta:
        """One draft of a document at a time: its authors share it."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "document_id"], name="library_one_draft")
        ]

    def __str__(self) -> str:
        """Return what it is a draft of, and which save."""
        return f"{self.kind}/{self.document_id}, save {self.revision}"


class ForceSpan(models.Model):
    """From when to when a version was in force, who put it there, and why (S0-3)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="spans")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=200)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """The spans of a document in order."""

        indexes: ClassVar = [models.Index(fields=["version", "from_at"], name="library_span")]

    def __str__(self) -> str:
        """Return the version and since when."""
        return f"{self.version_id[:12]} from {self.from_at:%Y-%m-%d %H:%M}"
