"""Tables of queries and complaints about how something was handled."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Complaint(models.Model):
    """A query or complaint about handling: anybody raises it, limits rule its answer (S3-24).

    What it says and what was answered are sealed in its own stream's key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=24, unique=True, help_text="SLK-2026-000001")
    stream_id = models.UUIDField(unique=True)
    exercise = models.BooleanField(editable=False)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, help_text="query or complaint")
    topic = models.CharField(max_length=40, help_text="what it is about, from the limits")
    incident = models.ForeignKey(
        "incidents.Incident", null=True, on_delete=models.PROTECT, related_name="+"
    )
    report = models.ForeignKey(
        "reports.Report", null=True, on_delete=models.PROTECT, related_name="+"
    )
    subject = models.ForeignKey(
        "people.Person",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="whose handling: never sees it",
    )
    form_id = models.CharField(max_length=60)
    form_digest = models.CharField(max_length=64)
    body_sealed = models.BinaryField(help_text="the answers as JSON, sealed under the stream's key")
    on_behalf = models.BooleanField(default=False, help_text="written down for a caller")
    raised_by = models.UUIDField(help_text="the person, or the machine's token")
    raiser = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField()
    level = models.CharField(max_length=40, help_text="whose authority it lies with now")
    handler = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    due_at = models.DateTimeField(null=True, help_text="by when it is answered or goes up")
    late_at = models.DateTimeField(null=True, help_text="when its first time had passed")
    state = models.CharField(max_length=10, default="open", help_text="open or answered")
    remedy = models.CharField(max_length=40, blank=True)
    amount = models.PositiveIntegerField(
        null=True, help_text="what was given, in the smallest unit of the limits' currency"
    )
    upheld = models.CharField(max_length=8, blank=True, help_text="yes, partly, no, or a query")
    answer_sealed = models.BinaryField(default=bytes, help_text="sealed under the stream's key")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """What is owed is found by its column."""

        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="quality_complaint_due",
            )
        ]
        ordering: ClassVar = ["-raised_at"]

    def __str__(self) -> str:
        """Return the number."""
        return self.number


class ComplaintMove(models.Model):
    """A complaint went to another authority; why in words stands in its log."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="moves")
    was = models.CharField(max_length=40)
    now = models.CharField(max_length=40)
    why = models.CharField(max_length=16, help_text="above, late, nobody, asked")
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        """Read in the order in which it went."""

        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        """Return from where to where."""
        return f"{self.was} to {self.now}"
