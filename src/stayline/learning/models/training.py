"""Tables of learning: who was trained on which version of a procedure."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class HowTrained(models.TextChoices):
    """How a record of training came here."""

    ENTERED = "entered", "Entered by hand"
    IMPORTED = "imported", "Imported from a file"
    ASSESSED = "assessed", "Assessed here"


class Training(models.Model):
    """Somebody was trained on one version of a protocol, from when until when (S0-14).

    The two days are as they were entered; the two moments are those days at the person's
    site. What was recorded by mistake is taken back and stays as a row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        "library.DocumentVersion", on_delete=models.PROTECT, related_name="+"
    )
    protocol_id = models.CharField(max_length=60)
    trained_on = models.DateField()
    valid_until = models.DateField(null=True, help_text="the last day; null: until a new version")
    counts_from = models.DateTimeField()
    counts_until = models.DateTimeField(null=True)
    how = models.CharField(max_length=8, choices=HowTrained.choices)
    source = models.CharField(max_length=200, blank=True, help_text="the file it came from")
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_because = models.CharField(max_length=300, blank=True)

    class Meta:
        """A person was trained on a version once a day; those that count are found by both."""

        ordering: ClassVar = ["-trained_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "version", "trained_on"],
                condition=models.Q(taken_back_at__isnull=True),
                name="learning_once_a_day",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["version", "person"],
                condition=models.Q(taken_back_at__isnull=True),
                name="learning_counts",
            )
        ]

    def __str__(self) -> str:
        """Return who was trained on what, and when."""
        return f"{self.person_id} on {self.protocol_id}, {self.trained_on}"
