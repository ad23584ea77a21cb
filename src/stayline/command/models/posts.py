"""The tables of command roles, decisions and major incidents. What was said is in the log."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class SiteCommand(models.Model):
    """Which structure of command a site works by."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.OneToOneField("people.Site", on_delete=models.PROTECT, related_name="command")
    structure = models.CharField(max_length=40, help_text="id of a document of kind command")
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the structure."""
        return self.structure


class PostDefault(models.Model):
    """Who usually holds a post at a site; nobody holds it before they take it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=40)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One person is named for a post of a site."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "post"], name="command_post_default_once"),
        ]
        ordering: ClassVar = ["post", "id"]

    def __str__(self) -> str:
        """Return the post."""
        return self.post


class PostHeld(models.Model):
    """A post of command in one incident: who holds it, and to whom it is offered.

    A post that was never held and is offered has an offer alone: `person` is empty then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="posts"
    )
    post = models.CharField(max_length=40)
    structure = models.CharField(max_length=40, help_text="whose post it is")
    commands = models.BooleanField(default=False, help_text="its holder may send and tell")
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="posts_held"
    )
    since = models.DateTimeField(null=True)
    offered_to = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="posts_offered"
    )
    offered_by = models.UUIDField(null=True)
    offered_at = models.DateTimeField(null=True)
    offer_sequence = models.PositiveBigIntegerField(
        null=True, help_text="of the entry with the situation that is handed over"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One holder a post, whoever is faster; what has ended stays as history."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "post"],
                condition=models.Q(ended_at=None),
                name="command_post_one_holder",
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, since__isnull=False)
                | models.Q(person__isnull=True, since__isnull=True, offered_to__isnull=False)
                | models.Q(person__isnull=True, since__isnull=True, ended_at__isnull=False),
                name="command_post_held_or_offered",
            ),
        ]
        ordering: ClassVar = ["since", "id"]

    def __str__(self) -> str:
        """Return the post."""
        return self.post


class Decision(models.Model):
    """A decision of command; its words, its reason and what was rejected are in the log."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="decisions"
    )
    sequence = models.PositiveBigIntegerField(help_text="of its entry in the incident's stream")
    by = models.UUIDField()
    post = models.CharField(max_length=40, blank=True, help_text="as which it was taken")
    decided_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    corrects = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by"
    )

    class Meta:
        """In the order they were written down."""

        ordering: ClassVar = ["recorded_at", "id"]

    def __str__(self) -> str:
        """Return its place in the log."""
        return f"entry {self.sequence}"


class MajorIncident(models.Model):
    """An incident that is called major: standby, declared, stop; then stand down or cancelled."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="major"
    )
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    exercise = models.BooleanField(default=False)
    state = models.CharField(
        max_length=12, help_text="standby, declared, stop, stand_down, cancelled"
    )
    since = models.DateTimeField(help_text="in this state")
    declared_at = models.DateTimeField(help_text="when it was first called major")
    structure = models.CharField(max_length=40, help_text="whose checklist and intervals hold")
    look_every_s = models.PositiveIntegerField()
    look_due_at = models.DateTimeField(null=True)
    looks_missed = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One at a time an incident; what is due is found by its own index."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident"],
                condition=models.Q(ended_at=None),
                name="command_major_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["look_due_at"],
                condition=models.Q(look_due_at__isnull=False),
                name="command_major_due",
            ),
        ]
        ordering: ClassVar = ["declared_at", "id"]

    def __str__(self) -> str:
        """Return the state."""
        return self.state


class MajorTask(models.Model):
    """A line of the major incident checklist that somebody has done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    major = models.ForeignKey(MajorIncident, on_delete=models.PROTECT, related_name="tasks")
    task = models.CharField(max_length=40)
    done_at = models.DateTimeField()
    done_by = models.UUIDField()

    class Meta:
        """Done once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["major", "task"], name="command_major_task_once"),
        ]
        ordering: ClassVar = ["done_at", "id"]

    def __str__(self) -> str:
        """Return the line."""
        return self.task
