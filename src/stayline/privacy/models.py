"""Tables of need-to-know. Incidents are named by id: this room lies below theirs."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class IncidentAccess(models.Model):
    """One person who handles one incident, since when and why (S1-36)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident_id = models.UUIDField()
    person_id = models.UUIDField()
    because = models.CharField(
        max_length=24, help_text="took_contact, rang, accepted, supervises, break_glass ..."
    )
    granted_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """A person is on an incident's list once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident_id", "person_id"], name="privacy_access_once")
        ]

    def __str__(self) -> str:
        """Return whose access to what."""
        return f"{self.person_id} -> {self.incident_id} ({self.because})"


class Exclusion(models.Model):
    """One person who must never see, handle or be told of one incident (S1-39, S0-35)."""

    incident_id = models.UUIDField()
    person_id = models.UUIDField()
    because = models.CharField(max_length=16, help_text="implicated or discloser")
    noted_at = models.DateTimeField()

    class Meta:
        """A person is excluded once."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident_id", "person_id"], name="privacy_excluded_once"
            )
        ]

    def __str__(self) -> str:
        """Return who is kept out of what."""
        return f"{self.person_id} kept out of {self.incident_id}"


class SealedRead(models.Model):
    """One person read one incident's sealed content through one screen in one hour (S1-36).

    The first read of the hour also makes an entry in the incident's stream.
    """

    incident_id = models.UUIDField()
    person_id = models.UUIDField()
    screen = models.CharField(max_length=40)
    hour = models.DateTimeField()
    first_at = models.DateTimeField()

    class Meta:
        """One row an hour."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident_id", "person_id", "screen", "hour"], name="privacy_read_once"
            )
        ]

    def __str__(self) -> str:
        """Return who read what where."""
        return f"{self.person_id} read {self.incident_id} on {self.screen}"


class RetentionRule(models.Model):
    """How long one kind of thing is kept: decided by a named person, with its legal basis."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=24)
    days = models.PositiveIntegerField()
    basis = models.CharField(max_length=300, help_text="the law, contract or policy it follows")
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="when it is looked for what had its time")
    looked_at = models.DateTimeField(null=True)
    gone = models.PositiveIntegerField(default=0, help_text="how many went by it so far")
    ended_at = models.DateTimeField(null=True, help_text="another decision, or none, holds since")
    ended_by = models.UUIDField(null=True)

    class Meta:
        """One decision of a kind holds; what is due is found by its column."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(ended_at=None), name="privacy_rule_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=models.Q(ended_at=None), name="privacy_rule_due"
            )
        ]

    def __str__(self) -> str:
        """Return the kind and how long."""
        return f"{self.kind}: {self.days} days"


class LegalHold(models.Model):
    """An incident of which nothing goes, whatever was decided, until somebody lifts it (S0-7)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident_id = models.UUIDField()
    number = models.CharField(max_length=24)
    reason = models.CharField(max_length=300)
    placed_by = models.UUIDField()
    placed_at = models.DateTimeField()
    lifted_by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_because = models.CharField(max_length=300, blank=True)

    class Meta:
        """An incident is held once at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident_id"], condition=models.Q(lifted_at=None), name="privacy_hold_once"
            )
        ]
        ordering: ClassVar = ["-placed_at"]

    def __str__(self) -> str:
        """Return which incident."""
        return self.number
