"""Tables of care. Nobody outside this room and its own page reads them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class OffQueue(models.Model):
    """One person off the queue after one contact, by default (S4-6)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    incident_id = models.UUIDField()
    since = models.DateTimeField()
    minimum_until = models.DateTimeField(help_text="set by policy")
    back_at = models.DateTimeField(null=True, help_text="the person chose to come back")

    class Meta:
        """Once a person and incident."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "incident_id"], name="care_off_queue_once")
        ]

    def __str__(self) -> str:
        """Return who since when."""
        return f"{self.person_id} since {self.since:%H:%M}"


class PrivateCheck(models.Model):
    """A supervisor's private check on one person within 30 minutes.

    Only offered, done or declined and when: nothing of what was said is kept here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    supporter = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    incident_id = models.UUIDField()
    offered_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)

    class Meta:
        """Due checks are found by their column."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "incident_id"], name="care_check_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=models.Q(due_at__isnull=False), name="care_check_due"
            )
        ]

    def __str__(self) -> str:
        """Return for whom."""
        return str(self.person_id)
