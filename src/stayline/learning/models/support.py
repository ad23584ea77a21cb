"""Tables of support: wishes, plans agreed by both, sessions, their review, guidance."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Wish(models.Model):
    """Somebody asks for support themselves. The words are sealed; they may take it back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    words_sealed = models.BinaryField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="taken back, or met")

    def __str__(self) -> str:
        """Return when."""
        return f"{self.at:%Y-%m-%d}"


class PlanKind(models.TextChoices):
    """Coaching is by somebody who has the skill, buddying among colleagues."""

    COACHING = "coaching", "Coaching"
    BUDDYING = "buddying", "Buddying"


class SupportPlan(models.Model):
    """Two people agree how one supports the other. It stands once both agreed to one text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=PlanKind.choices)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    supporter = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    coach = models.ForeignKey(
        "people.Person",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the supporter's own coach",
    )
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    exercise = models.BooleanField(editable=False)
    opened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, help_text="both agreed for the first time")
    stage = models.CharField(max_length=14, default="talk")
    stage_since = models.DateTimeField()
    review_by = models.DateField(null=True, help_text="when the support is to be reviewed")
    due_at = models.DateTimeField(null=True, help_text="when it is told that this is due")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        """One open plan of a kind between the same two; nobody supports themselves."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "person", "supporter"],
                condition=models.Q(ended_at=None),
                name="learning_plan_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("supporter")), name="learning_plan_of_two"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="learning_plan_due",
            )
        ]

    def __str__(self) -> str:
        """Return the kind, never whose."""
        return self.kind


class PlanText(models.Model):
    """One version of what a plan says. Whoever wrote it agrees by writing it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(SupportPlan, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveSmallIntegerField()
    words_sealed = models.BinaryField(help_text="sealed under the person's key")
    written_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    person_agreed_at = models.DateTimeField(null=True)
    supporter_agreed_at = models.DateTimeField(null=True)

    class Meta:
        """Versions are counted."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="learning_plan_text_once")
        ]

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)


class SupportSession(models.Model):
    """One session of a plan: what kind, with whom, when it is planned, when it was held."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(SupportPlan, on_delete=models.PROTECT, related_name="sessions")
    kind = models.CharField(max_length=14, help_text="talk, shadow, reverse_shadow or alone")
    beside = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", help_text="with whom"
    )
    begins_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    planned_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True)
    held_by = models.UUIDField(null=True, help_text="who recorded it")
    called_off_at = models.DateTimeField(null=True)
    note_sealed = models.BinaryField(default=bytes, help_text="sealed under the person's key")

    class Meta:
        """In the order of their times."""

        ordering: ClassVar = ["begins_at", "id"]

    def __str__(self) -> str:
        """Return the kind and the day."""
        return f"{self.kind} {self.begins_at:%Y-%m-%d}"


class Helped(models.TextChoices):
    """What the support came to, as somebody other than the supporter sees it."""

    YES = "yes", "It helped"
    PARTLY = "partly", "It helped in part"
    NO = "no", "It did not help"
    TOO_SOON = "too_soon", "Too soon to say"


class SupportReview(models.Model):
    """The support given is itself reviewed, with a result (S3-27)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(SupportPlan, on_delete=models.PROTECT, related_name="reviews")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    result = models.CharField(max_length=8, choices=Helped.choices)
    words_sealed = models.BinaryField(help_text="sealed under the person's key")

    class Meta:
        """The latest last."""

        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        """Return the result."""
        return self.result


class ColleagueGuidance(models.Model):
    """Somebody guided a colleague in handling an incident, outside of the contact (S3-5)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    giver = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=40, blank=True, help_text="an item of the score card")
    words_sealed = models.BinaryField(help_text="sealed under the receiver's key")
    at = models.DateTimeField()
    exercise = models.BooleanField(editable=False)

    class Meta:
        """The latest first; nobody guides themselves."""

        ordering: ClassVar = ["-at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("receiver")), name="learning_guided_by_another"
            )
        ]

    def __str__(self) -> str:
        """Return when."""
        return f"{self.at:%Y-%m-%d}"
