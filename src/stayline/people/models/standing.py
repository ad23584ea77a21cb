"""Tables of how people are reached, whom they must not meet, what they have been through."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class ContactPoint(models.Model):
    """One way in which a page reaches a person. The address is sealed; `hint` shows its end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="contact_points"
    )
    channel = models.CharField(
        max_length=16, help_text="email, sms, voice, slack, teams, webhook (see outbox ways)"
    )
    address_sealed = models.BinaryField(help_text="sealed under the master key, bound to this id")
    hint = models.CharField(max_length=40, help_text="enough to know it again: …4477")
    position = models.PositiveSmallIntegerField(default=0, help_text="which is tried first")
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, help_text="when a test page was answered")
    tested_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        """Read in the order in which they are tried."""

        ordering: ClassVar = ["position", "added_at"]

    def __str__(self) -> str:
        """Return the channel and the end of the address."""
        return f"{self.channel} {self.hint}"


class Conflict(models.Model):
    """Two people who must not handle each other's contacts: neither is rung for the other (X-6)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A pair is noted once while it stands."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "other"],
                condition=models.Q(ended_at=None),
                name="people_conflict_once",
            )
        ]

    def __str__(self) -> str:
        """Return the two."""
        return f"{self.person_id} and {self.other_id}"


class Exposure(models.Model):
    """That somebody was in one crisis contact: orders who is rung, and never leaves anybody out."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="exposures")
    incident_id = models.UUIDField()
    level = models.PositiveSmallIntegerField()
    exercise = models.BooleanField(default=False)
    at = models.DateTimeField(db_index=True)

    class Meta:
        """A contact counts once for a person."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "incident_id"], name="people_exposed_once")
        ]

    def __str__(self) -> str:
        """Return who and when."""
        return f"{self.person_id} {self.at:%Y-%m-%d}"


class PeopleImport(models.Model):
    """One list of people that was taken in, and what undoes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, help_text="of the file")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    added = models.JSONField(default=list, help_text="ids of people that it added")
    before_sealed = models.BinaryField(
        default=bytes, help_text="how those whom it changed were before, sealed"
    )
    changed = models.JSONField(default=list, help_text="ids of people that it changed")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)

    def __str__(self) -> str:
        """Return the file's name."""
        return self.name
