"""The table of signals: what a line raised, where in it, and why; never the words."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Signal(models.Model):
    """One signal of one line. The words stay in the ledger; here is only the span."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.PROTECT, related_name="signals"
    )
    line_id = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    form = models.CharField(max_length=10)
    conditional = models.BooleanField(default=False)
    third_party = models.BooleanField(default=False)
    imminent = models.BooleanField(default=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    rule = models.CharField(max_length=80)
    reason = models.CharField(max_length=240)
    rules_version = models.CharField(max_length=80)
    at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True)

    class Meta:
        """A rule speaks once for a line."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contact", "line_id", "rule", "start"], name="listening_signal_once"
            )
        ]

    def __str__(self) -> str:
        """Return the kind and rule."""
        return f"{self.kind} by {self.rule}"
