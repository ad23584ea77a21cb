"""The table of lessons: what was learnt, without anybody in it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Lesson(models.Model):
    """One lesson, shared with everybody once a second person approved it (S0-23).

    While it is a draft it may still hold a name: its words are sealed in the writer's stream.
    They are plain only once it is published, and then hold nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.CharField(max_length=40, blank=True, help_text="an item of the score card")
    draft_sealed = models.BinaryField(default=bytes, help_text="title and words while a draft")
    title = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    exercise = models.BooleanField(editable=False)
    written_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True, help_text="waits for the second person")
    published_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """The newest first; nobody approves what they wrote."""

        ordering: ClassVar = ["-written_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(approved_by=None)
                | ~models.Q(approved_by=models.F("written_by")),
                name="learning_lesson_of_two",
            )
        ]

    def __str__(self) -> str:
        """Return the title; a draft has none."""
        return self.title
