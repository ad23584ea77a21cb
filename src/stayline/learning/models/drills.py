"""Tables of drills: what is planned, and each time it was held."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class DrillTarget(models.TextChoices):
    """Whom a drill is for."""

    LADDER = "ladder", "A whole ladder"
    SITE = "site", "Everybody on duty who takes contacts over"
    PERSON = "person", "One person"


class Drill(models.Model):
    """A drill that is planned: for whom, when, how often, and whether they know (S4-44)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    target = models.CharField(max_length=8, choices=DrillTarget.choices)
    ladder_id = models.CharField(max_length=60, default="crisis")
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    scenario_id = models.CharField(
        max_length=60, blank=True, help_text="played at one person's desk; empty: a bare ring"
    )
    announced = models.BooleanField(default=True)
    starts_at = models.DateTimeField(help_text="the time that is planned, in this round of it")
    window_minutes = models.PositiveSmallIntegerField(
        default=0, help_text="it begins anywhere in so many minutes"
    )
    every_days = models.PositiveSmallIntegerField(default=0, help_text="0: once")
    due_at = models.DateTimeField(null=True, help_text="when it begins; null: no more")
    waits_because = models.CharField(max_length=120, blank=True)
    planned_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True)
    called_off_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """The watcher finds due drills by their column; one for a person names the person."""

        ordering: ClassVar = ["-planned_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(target="person", person__isnull=False)
                | (~models.Q(target="person") & models.Q(person=None)),
                name="learning_drill_names_its_person",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="learning_drill_due",
            )
        ]

    def __str__(self) -> str:
        """Return whom it is for, never by name."""
        return f"{self.target} {self.ladder_id}"


class DrillState(models.TextChoices):
    """How one holding of a drill stands."""

    RUNNING = "running", "Under way"
    ANSWERED = "answered", "Answered"
    NOBODY = "nobody", "Nobody answered"
    DONE = "done", "Played to its end"
    STOPPED = "stopped", "Stopped"
    LEFT_OUT = "left_out", "Left out"


class DrillRound(models.Model):
    """One time that a drill was held, or left out, with how it ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    drill = models.ForeignKey(Drill, on_delete=models.PROTECT, related_name="rounds")
    state = models.CharField(max_length=8, choices=DrillState.choices, default="running")
    began_at = models.DateTimeField()
    incident = models.ForeignKey(
        "incidents.Incident", null=True, on_delete=models.PROTECT, related_name="+"
    )
    ladder = models.ForeignKey(
        "escalation.Ladder", null=True, on_delete=models.PROTECT, related_name="+"
    )
    contact = models.ForeignKey(
        "contacts.Contact",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the scripted contact, where there is one",
    )
    until = models.DateTimeField(help_text="it ends by itself then")
    due_at = models.DateTimeField(null=True, help_text="when it is looked at again")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    because = models.CharField(max_length=120, blank=True)
    improvement_id = models.UUIDField(null=True, help_text="what was made of it")

    class Meta:
        """A drill is held once at a time; the watcher finds those under way by their column."""

        ordering: ClassVar = ["-began_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["drill"], condition=models.Q(ended_at=None), name="learning_drill_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="learning_drill_round_due",
            )
        ]

    def __str__(self) -> str:
        """Return how it stands."""
        return self.state
