"""The table of assessments: the three values of each, and which thresholds gave them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class Assessment(models.Model):
    """One assessment of an incident. It is never changed: another one follows it (S3-33, S3-40).

    What was answered, and what had changed, is in the log: `sequence` is its entry there.
    Level, urgency and priority stand apart; a smaller priority comes first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="assessments"
    )
    number = models.PositiveIntegerField()
    method = models.CharField(max_length=80, help_text="the id of the assessment document")
    edition = models.CharField(max_length=64, help_text="the digest of that document")
    level = models.PositiveSmallIntegerField()
    impact = models.CharField(max_length=10, help_text="high, medium, low")
    urgency = models.CharField(max_length=10, help_text="immediate, soon, can_wait")
    priority = models.PositiveSmallIntegerField()
    life = models.BooleanField(help_text="a life is at risk, or nobody can say that none is")
    grade = models.CharField(max_length=80, blank=True, help_text="in the site's own scheme")
    thresholds = models.JSONField(default=list, help_text="the ids of those that were met")
    sequence = models.PositiveBigIntegerField(help_text="the entry of the log that holds it")
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        """Assessments read in their order; priority is one of five."""

        ordering: ClassVar = ["incident", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "number"], name="command_assessment_number_once"
            ),
            models.CheckConstraint(
                condition=Q(priority__gte=1, priority__lte=5), name="command_assessment_priority"
            ),
        ]

    def __str__(self) -> str:
        """Return the priority."""
        return f"P{self.priority}"


class GradeScheme(models.Model):
    """Which scheme of grades a site uses beside the priorities; none: the priorities alone."""

    site = models.OneToOneField(
        "people.Site", primary_key=True, on_delete=models.PROTECT, related_name="grade_scheme"
    )
    scheme = models.CharField(max_length=80, help_text="the id of a scheme of the document")
    at = models.DateTimeField()
    by = models.UUIDField()

    def __str__(self) -> str:
        """Return the scheme."""
        return self.scheme
