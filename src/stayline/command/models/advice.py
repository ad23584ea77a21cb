"""The table of advice given: which approved sentence of which version, or words of one's own."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class AdviceGiven(models.Model):
    """One advice that was given to a caller; its exact words are in the log (S3-14).

    `phrase` and `edition` (the digest of the document) name an approved sentence; both are
    empty for advice of one's own, which stays flagged until a supervisor has looked at it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="advice_given"
    )
    phrase = models.CharField(max_length=80, blank=True)
    edition = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()
    looked_at = models.DateTimeField(null=True)
    looked_by = models.UUIDField(null=True)

    class Meta:
        """Advice reads in the order it was given; a sentence is named with its version."""

        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(phrase="", edition="") | (~Q(phrase="") & ~Q(edition="")),
                name="command_advice_names_its_version",
            )
        ]

    def __str__(self) -> str:
        """Return the sentence, or that it was one's own."""
        return self.phrase or "advice of one's own"
