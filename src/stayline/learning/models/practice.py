"""Tables of practice: scenarios that somebody tried, and those that were asked of them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class PracticeAttempt(models.Model):
    """One scenario, tried by one person on their own desk (S4-44).

    What was said is in the record of its exercise contact and goes with it; what was judged is
    kept sealed, because it is the person's own until they share it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    scenario_id = models.CharField(max_length=60)
    version = models.ForeignKey(
        "library.DocumentVersion", on_delete=models.PROTECT, related_name="+"
    )
    contact_id = models.UUIDField(unique=True, help_text="its exercise contact; that goes first")
    seed = models.PositiveIntegerField(help_text="which of the caller's words, the same again")
    state = models.JSONField(help_text="where the caller stands; none of anybody's words")
    heard = models.JSONField(default=list, help_text="ids of lines the caller has taken in")
    cursor = models.PositiveBigIntegerField(
        default=0, help_text="the last entry of the record that the caller has taken in"
    )
    colleague = models.JSONField(default=dict, help_text="what the played colleague did, and when")
    due_at = models.DateTimeField(null=True, help_text="when the caller is asked again")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=12, blank=True, help_text="finished, left, or called away")
    result_sealed = models.BinaryField(default=bytes, help_text="what was judged, sealed")
    shared_at = models.DateTimeField(null=True, help_text="the person shares it with trainers")
    asked = models.ForeignKey(
        "learning.PracticeAsked", null=True, on_delete=models.PROTECT, related_name="attempts"
    )

    class Meta:
        """A person practises one scenario at a time; the watcher finds due callers."""

        ordering: ClassVar = ["-started_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at__isnull=True),
                name="learning_one_practice",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="learning_practice_due",
            )
        ]

    def __str__(self) -> str:
        """Return which scenario, and when."""
        return f"{self.scenario_id}, {self.started_at:%Y-%m-%d %H:%M}"


class PracticeAsked(models.Model):
    """A scenario that a trainer or leader asked somebody to practise; its result is for both."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    scenario_id = models.CharField(max_length=60)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateField(null=True, help_text="the day by which it is hoped for")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """The latest first; the same is asked of somebody once while it stands."""

        ordering: ClassVar = ["-at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "scenario_id"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="learning_practice_asked_once",
            )
        ]

    def __str__(self) -> str:
        """Return which scenario of whom."""
        return f"{self.scenario_id} of {self.person_id}"
