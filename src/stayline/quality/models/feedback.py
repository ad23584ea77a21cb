"""Tables of feedback: what was told of a review, the answer, the talk, the dispute."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Answer(models.TextChoices):
    """What a person says to the feedback they got."""

    AGREE = "agree", "I agree"
    COMMENT = "comment", "I want to add something"
    DISPUTE = "dispute", "I see it differently"


class Outcome(models.TextChoices):
    """How a dispute was decided."""

    STANDS = "stands", "The review stands"
    CHANGED = "changed", "The review is changed"


class Feedback(models.Model):
    """What a reviewer tells the person whose contact they reviewed, and what comes back.

    Words are sealed in the person's own stream: they go when the person is forgotten.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.OneToOneField(
        "quality.Review", on_delete=models.PROTECT, related_name="feedback"
    )
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    exercise = models.BooleanField(editable=False)
    words_sealed = models.BinaryField(help_text="sealed under the person's key")
    answer = models.CharField(max_length=8, blank=True, choices=Answer.choices)
    answer_sealed = models.BinaryField(default=bytes, help_text="sealed under the person's key")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """A person's own are found at once."""

        indexes: ClassVar = [models.Index(fields=["person", "given_at"], name="quality_told")]

    def __str__(self) -> str:
        """Return when it was given, never to whom."""
        return f"{self.given_at:%Y-%m-%d}"


class Dispute(models.Model):
    """A person sees a review differently; another reviewer decides. The review stays as it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    feedback = models.OneToOneField(Feedback, on_delete=models.PROTECT, related_name="dispute")
    raised_at = models.DateTimeField()
    decide_by = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="when it is told that it is late")
    told_at = models.DateTimeField(null=True)
    decider = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, blank=True, choices=Outcome.choices)
    result = models.CharField(max_length=8, blank=True, help_text="what the review comes to now")
    decision_sealed = models.BinaryField(
        default=bytes, help_text="the reason and the changed items, sealed"
    )

    class Meta:
        """What is late is found by its column."""

        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="quality_dispute_due",
            )
        ]

    def __str__(self) -> str:
        """Return when it was raised."""
        return f"{self.raised_at:%Y-%m-%d}"


class Talk(models.Model):
    """A feedback talk: when, how long, where, between whom, and that it was held (S2-43)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="talks")
    begins_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=120, blank=True)
    booked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    booked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)
    called_off_by = models.UUIDField(null=True)
    held_at = models.DateTimeField(null=True)
    held_by = models.UUIDField(null=True, help_text="who recorded it")
    note_sealed = models.BinaryField(default=bytes, help_text="what was agreed, sealed")

    class Meta:
        """One talk at a time is ahead; they read in the order of their times."""

        ordering: ClassVar = ["begins_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["feedback"],
                condition=models.Q(held_at=None, called_off_at=None),
                name="quality_talk_ahead",
            )
        ]

    def __str__(self) -> str:
        """Return when it begins."""
        return f"{self.begins_at:%Y-%m-%d %H:%M}"
