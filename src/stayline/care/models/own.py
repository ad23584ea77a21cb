"""Tables of what a person keeps for themselves. Nothing here points at a contact.

Each row is sealed under the person's own key; its times say only that something is kept. No
review, score, figure or screen of somebody else reads these tables (S4-7, S4-50).
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class OwnPlan(models.Model):
    """The plan a person made for themselves: tools and own words, in their order (S4-50)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField(help_text="the items as JSON, sealed under the person's key")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return whose."""
        return str(self.person_id)


class Reminder(models.Model):
    """A reminder that a person set for themselves; what it says and how often is sealed (S4-49)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField(help_text="words, days, hour, way as JSON: sealed")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="null while it is paused")
    shown_at = models.DateTimeField(null=True, help_text="stands on the screen since; null: no")

    class Meta:
        """Due ones are found by their column."""

        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="care_reminder_due",
            )
        ]

    def __str__(self) -> str:
        """Return whose."""
        return str(self.person_id)


class Reflection(models.Model):
    """A thought for oneself after a contact: sealed, deletable, no evidence of anything (S4-7)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField(help_text="prompt and words as JSON, sealed")
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return whose."""
        return str(self.person_id)
