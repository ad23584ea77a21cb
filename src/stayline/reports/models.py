"""Tables of forms: draft, numbered report, numbered amendments, and the case."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Report(models.Model):
    """One form for one threat. The draft saves as typed; what was submitted never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="reports"
    )
    threat = models.OneToOneField(
        "incidents.Threat", null=True, on_delete=models.PROTECT, related_name="report"
    )
    form_id = models.CharField(max_length=60)
    form_digest = models.CharField(max_length=64)
    exercise = models.BooleanField(editable=False)
    draft_sealed = models.BinaryField(
        default=bytes, help_text="answers as JSON, sealed under the stream's key"
    )
    draft_version = models.PositiveIntegerField(
        default=0, help_text="the later of two saves says so"
    )
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    number = models.CharField(max_length=24, blank=True, help_text="given on submission")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.UUIDField(null=True)
    completeness = models.CharField(max_length=8, blank=True, help_text="full or partial")
    entry_sequence = models.PositiveBigIntegerField(
        null=True, help_text="where the ledger keeps it"
    )

    class Meta:
        """A number is given once."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number"], condition=~models.Q(number=""), name="reports_number_once"
            )
        ]

    def __str__(self) -> str:
        """Return the number, or that it is a draft."""
        return self.number or "draft"


class Amendment(models.Model):
    """A later fact, numbered; it overwrites nothing (X-4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="amendments")
    ordinal = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.UUIDField()
    entry_sequence = models.PositiveBigIntegerField()

    class Meta:
        """Amendments of a report are counted from one."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "ordinal"], name="reports_amendment_once")
        ]

    def __str__(self) -> str:
        """Return report and ordinal."""
        return f"{self.report_id}/{self.ordinal}"


class Case(models.Model):
    """The follow-on case for the supervisors' queue; Referral Comments holds the report's number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="cases"
    )
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="case")
    reference = models.CharField(max_length=40, unique=True, help_text="ours: SLC-2026-000012")
    outside_reference = models.CharField(
        max_length=120, blank=True, help_text="what the queue answered"
    )
    queue = models.CharField(max_length=120)
    referral_comments = models.CharField(max_length=240)
    fields_sealed = models.BinaryField(
        help_text="the other fields as JSON, sealed under the stream's key"
    )
    exercise = models.BooleanField(editable=False)
    opened_at = models.DateTimeField()
    message_id = models.UUIDField(null=True, help_text="the outbox row that carries it")
    delivered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the reference."""
        return self.reference
