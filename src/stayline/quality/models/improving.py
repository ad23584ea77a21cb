"""The table of improvement actions: what is to get better, by whom, by when, and what showed it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Improvement(models.Model):
    """One thing to make better. A later good contact closes it, nothing else does (S3-28).

    `person` is null where it is about a team or the way things are done. What it says is sealed:
    in the person's stream, or in the system's own where it is about nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    item = models.CharField(max_length=40, help_text="the item of the score card")
    about = models.CharField(max_length=24, blank=True, help_text="the kind of contact; empty: any")
    what_sealed = models.BinaryField(help_text="what is to be done, sealed")
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    due = models.DateField(help_text="the last day, at the site")
    due_at = models.DateTimeField(null=True, help_text="when it is told that it is overdue")
    told_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=80, help_text="review:…, drill:…, complaint:…")
    exercise = models.BooleanField(editable=False)
    opened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_with = models.ForeignKey(
        "quality.Review", null=True, on_delete=models.PROTECT, related_name="closes"
    )
    set_aside_at = models.DateTimeField(null=True, help_text="nobody can show it any more")
    set_aside_by = models.UUIDField(null=True)
    set_aside_sealed = models.BinaryField(default=bytes, help_text="why, sealed")

    class Meta:
        """What is late is found by its column; closed means that a review showed it."""

        ordering: ClassVar = ["due", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | models.Q(closed_with__isnull=False),
                name="quality_closed_by_a_review",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="quality_improvement_due",
            ),
            models.Index(fields=["site", "due"], name="quality_improvement_site"),
            models.Index(fields=["person"], name="quality_improvement_person"),
        ]

    def __str__(self) -> str:
        """Return the item, never whose."""
        return f"{self.item} by {self.due}"
