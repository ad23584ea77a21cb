"""Tables of the anonymous pulse. No row says who answered what, also not by its place or time.

Answers are added to counts that stood there before; a mark, which only a secret of the round
can make from a person, keeps anybody from answering twice. Marks and secret go at the close.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class PulseRound(models.Model):
    """One month's round at one site, from its first day to the first day of the next (S4-4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text="its first day, in the site's zone")
    form_digest = models.CharField(max_length=64)
    minimum = models.PositiveSmallIntegerField(help_text="smallest group of which anything shows")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="when it closes; null: closed")
    closed_at = models.DateTimeField(null=True)
    secret = models.BinaryField(default=bytes, help_text="makes the marks; emptied at the close")
    exercise = models.BooleanField(editable=False)

    class Meta:
        """One a month and site; the open ones are found by when they close."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "month"], name="care_pulse_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=models.Q(due_at__isnull=False), name="care_pulse_due"
            )
        ]

    def __str__(self) -> str:
        """Return the month."""
        return f"{self.month:%Y-%m}"


class PulseCount(models.Model):
    """How many of a group gave one answer. `question` empty: how many answered at all."""

    round = models.ForeignKey(PulseRound, on_delete=models.CASCADE, related_name="counts")
    group = models.CharField(max_length=40)
    question = models.CharField(max_length=60, blank=True)
    answer = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        """One count a cell, all made when the round opens."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "group", "question", "answer"], name="care_pulse_cell"
            )
        ]

    def __str__(self) -> str:
        """Return the cell."""
        return f"{self.group} {self.question} {self.answer}"


class PulseMark(models.Model):
    """Somebody took part. Without the round's secret nobody can say who; gone at the close."""

    mark = models.CharField(primary_key=True, max_length=64)
    round = models.ForeignKey(PulseRound, on_delete=models.CASCADE, related_name="marks")

    def __str__(self) -> str:
        """Return nothing that would mean anything."""
        return "taken part"
