"""Tables of courses: what was answered, asked for and told, who made it, who teaches."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from stayline.library.models import CredentialKind


class CourseAttempt(models.Model):
    """Somebody answered the questions of a course once; what they answered is sealed (S0-20).

    `version` is the document it was, or the protocol whose own training it was. Nobody is
    ranked by it: for everybody but the person it says passed, or not yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    course_id = models.CharField(max_length=80)
    version = models.ForeignKey(
        "library.DocumentVersion", on_delete=models.PROTECT, related_name="+"
    )
    answers_sealed = models.BinaryField(
        help_text="what was chosen and how many were right, under the person's own key"
    )
    passed = models.BooleanField()
    at = models.DateTimeField()
    valid_until = models.DateField(null=True, help_text="the last day; null: no last day")
    told_us = models.BooleanField(
        default=False, help_text="feedback on the course was given after it; not which"
    )

    class Meta:
        """The latest first; what counts is found by person and course."""

        ordering: ClassVar = ["-at", "id"]
        indexes: ClassVar = [models.Index(fields=["person", "course_id"], name="learning_taken_by")]

    def __str__(self) -> str:
        """Return who took what, and when."""
        return f"{self.person_id} took {self.course_id} on {self.at:%Y-%m-%d}"


class CourseAsked(models.Model):
    """A course was asked of one person, or they asked for it themselves (S2-44).

    It is done by passing after `at`. It says why, and is no reproach.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    course_id = models.CharField(max_length=80)
    because = models.CharField(max_length=300)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due = models.DateField()

    class Meta:
        """Found by person."""

        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["person", "course_id"], name="learning_asked_of")]

    def __str__(self) -> str:
        """Return who was asked for what."""
        return f"{self.person_id}: {self.course_id} by {self.due}"


class CourseFeedback(models.Model):
    """What somebody made of a course. It names nobody, and its day is the week's Monday (S4-51)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course_id = models.CharField(max_length=80)
    version = models.ForeignKey(
        "library.DocumentVersion", on_delete=models.PROTECT, related_name="+"
    )
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    week = models.DateField()
    clear = models.PositiveSmallIntegerField(help_text="1 not at all to 4 very")
    useful = models.PositiveSmallIntegerField(help_text="1 not at all to 4 very")
    ready = models.PositiveSmallIntegerField(help_text="1 not at all to 4 very")
    comment_sealed = models.BinaryField(help_text="in their own words; empty: nothing")

    class Meta:
        """Found by course; in no order that tells who was first."""

        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["course_id"], name="learning_feedback_on")]

    def __str__(self) -> str:
        """Return what it is on."""
        return f"on {self.course_id}, week of {self.week}"


class CourseExpert(models.Model):
    """An expert of the register made or reviewed one version of a course (S4-16, S4-17).

    The credential is copied as it stood. It certifies the course, and no protocol.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course_id = models.CharField(max_length=80)
    version = models.ForeignKey(
        "library.DocumentVersion", on_delete=models.PROTECT, related_name="+"
    )
    expert = models.ForeignKey("library.Expert", on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=8, choices=[("made", "Made"), ("reviewed", "Reviewed")])
    credential = models.JSONField(help_text="kind, issuer, number, expires_on, as they stood")
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """An expert did one of them a version once."""

        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "expert", "what"], name="learning_expert_once"
            )
        ]

    def __str__(self) -> str:
        """Return who and what."""
        return f"{self.expert_id} {self.what} {self.course_id}"


class TrainerCredential(models.Model):
    """What lets somebody of this centre teach, as whoever saw the paper recorded it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    credential = models.CharField(
        max_length=20, choices=[*CredentialKind.choices, ("trainer", "Trainer or instructor")]
    )
    teaches = models.CharField(max_length=200)
    issuer = models.CharField(max_length=150)
    number = models.CharField(max_length=80)
    expires_on = models.DateField(help_text="the last day")
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        """Found by person."""

        ordering: ClassVar = ["expires_on", "id"]

    def __str__(self) -> str:
        """Return whose and which."""
        return f"{self.get_credential_display()} of {self.person_id}"


class CourseStanding(models.Model):
    """When it is looked at next what one person is to learn."""

    person = models.OneToOneField(
        "people.Person", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Return whose and when."""
        return f"{self.person_id} at {self.due_at:%Y-%m-%d %H:%M}"


class CourseNotice(models.Model):
    """A person was told once that a course is theirs, will run out, is late, or has run out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    course_id = models.CharField(max_length=80)
    says = models.CharField(
        max_length=8,
        choices=[
            ("new", "Is yours to learn"),
            ("soon", "Runs out soon"),
            ("late", "Is late"),
            ("lapsed", "Has run out"),
        ],
    )
    due = models.DateField()
    at = models.DateTimeField()

    class Meta:
        """Told once."""

        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "course_id", "says", "due"], name="learning_told_once"
            )
        ]

    def __str__(self) -> str:
        """Return who was told what."""
        return f"{self.person_id}: {self.course_id} {self.says}"
