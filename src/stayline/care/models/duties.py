"""Table of what leaders owe: to staff and to the people who called (S4-52)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class LeaderDuty(models.Model):
    """One duty of care that is owed: by whom, to whom, by when, and how it ended.

    No words of anybody are kept: it is met, or waived for a reason of the document's list.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    duty = models.CharField(max_length=60, help_text="its name in the document")
    document_digest = models.CharField(max_length=64)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    incident_id = models.UUIDField(null=True, help_text="null: one that comes every month")
    month = models.DateField(null=True)
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+", help_text="to whom"
    )
    owner = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+", help_text="by whom"
    )
    above = models.ForeignKey(
        "people.Person",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="whose it is too since it was missed",
    )
    key = models.CharField(max_length=160, unique=True, help_text="owed once")
    owed_at = models.DateTimeField()
    until = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    waived_at = models.DateTimeField(null=True)
    waived_because = models.CharField(max_length=60, blank=True, help_text="of the list")
    ended_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    missed_at = models.DateTimeField(null=True)
    exercise = models.BooleanField(editable=False)

    class Meta:
        """Open ones are found by when they are due."""

        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=models.Q(due_at__isnull=False), name="care_duty_due"
            )
        ]

    def __str__(self) -> str:
        """Return which."""
        return self.duty
