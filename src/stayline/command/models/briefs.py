"""The table of briefs that were issued; what each of them said is in the log."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class BriefIssue(models.Model):
    """One numbered issue of a brief: METHANE version 3, or a person's log of one period.

    Its blocks are sealed in the entry `sequence` of the incident's log, and are read back from
    there. `about` and the period are those of a log that one person keeps (ICS 214); a brief of
    the whole incident has neither. Rows are never changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="brief_issues"
    )
    form = models.CharField(max_length=12, help_text="methane, iimarch, sbar, ics201, ics214")
    about = models.CharField(max_length=36, blank=True, help_text="the person, or empty")
    number = models.PositiveIntegerField()
    period_from = models.DateTimeField(null=True)
    period_to = models.DateTimeField(null=True)
    sequence = models.PositiveBigIntegerField(help_text="the entry of the log that holds it")
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        """Issues read in their order; a number stands once for a form and a person."""

        ordering: ClassVar = ["form", "about", "number", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "form", "about", "number"], name="command_brief_issue_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="command_brief_number"),
        ]

    def __str__(self) -> str:
        """Return the form and its number."""
        return f"{self.form} {self.number}"
