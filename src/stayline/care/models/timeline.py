"""Whom a person chose, what they wrote down with a check, and whom they asked to come."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class CareChoice(models.Model):
    """Who looks after a person, and whom they would want beside them: their own choice."""

    person = models.OneToOneField(
        "people.Person", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    supporter = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    company = models.ForeignKey(
        "people.Person",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="whom they would ask to come to them",
    )
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return whose choice it is."""
        return str(self.person_id)


class CheckNote(models.Model):
    """What a person or their supporter wrote down with a check; nobody has to.

    The words are sealed under the person's own key. The person reads them, and one
    supporter (`reader`) until the person takes that back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    of = models.ForeignKey("care.PrivateCheck", on_delete=models.PROTECT, related_name="notes")
    writer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reader = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    words_sealed = models.BinaryField(help_text="sealed under the person’s own key")
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return when it was written, never what."""
        return f"{self.written_at:%Y-%m-%d %H:%M}"


class Company(models.Model):
    """That somebody asked a colleague to come to them. It goes when it was answered or is over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    coming_at = models.DateTimeField(null=True, help_text="when they said that they come")
    due_at = models.DateTimeField(help_text="when the row goes")

    class Meta:
        """Asked once at a time; what is over is found by its column."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "asked"], name="care_company_once")
        ]
        indexes: ClassVar = [models.Index(fields=["due_at"], name="care_company_due")]

    def __str__(self) -> str:
        """Return when it was asked."""
        return f"{self.asked_at:%H:%M}"
