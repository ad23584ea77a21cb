"""The table of resources: who and what can be sent, where they are of use, and when."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class ResourceKind(models.TextChoices):
    """What kind of help a resource is."""

    PERSON = "person", "Person"
    TEAM = "team", "Team"
    VEHICLE = "vehicle", "Vehicle"
    CREW = "crew", "Utility crew"
    SECURITY = "security", "Security"
    SPECIALIST = "specialist", "Specialist"
    SERVICE = "service", "Outside service"


class ResourceState(models.TextChoices):
    """What somebody said of a resource; whether it can be sent now follows from more."""

    AVAILABLE = "available", "In service"
    OFF_DUTY = "off_duty", "Off duty"
    OUT_OF_SERVICE = "out_of_service", "Out of service"


class Resource(models.Model):
    """Somebody or something that can be sent, kept by one site (S3-1, S3-17).

    Whether it can be sent now is worked out (`queries.resources`): its state, its hours, the
    person's duty and leave, and whether it is sent already.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="resources")
    kind = models.CharField(max_length=12, choices=ResourceKind.choices)
    name = models.CharField(max_length=120)
    call_sign = models.CharField(max_length=40, blank=True, help_text="how it is called by radio")
    capabilities = models.JSONField(
        default=list, help_text="ids of capabilities in the allocation document"
    )
    area = models.CharField(max_length=200, blank=True, help_text="where it works, in words")
    near = models.JSONField(
        default=list, help_text="localities and sites where it is near, nearest first"
    )
    person = models.ForeignKey(
        "people.Person",
        null=True,
        on_delete=models.PROTECT,
        related_name="resources",
        help_text="whose duty and leave decide, where it is one of our own people",
    )
    channel = models.CharField(max_length=16, blank=True, help_text="voice, sms, email, radio")
    contact_sealed = models.BinaryField(
        default=bytes,
        help_text="name and address of who is reached, sealed under the master key, bound to this",
    )
    hint = models.CharField(
        max_length=60, blank=True, help_text="enough of the address to know it again: …4477"
    )
    hours = models.JSONField(
        default=list, help_text="windows: days (0 is Monday), from, to; empty: always"
    )
    zone = models.CharField(max_length=64, help_text="IANA zone of its hours")
    state = models.CharField(
        max_length=16, choices=ResourceState.choices, default=ResourceState.AVAILABLE
    )
    state_because = models.CharField(max_length=240, blank=True)
    state_until = models.DateTimeField(null=True, help_text="in service again from then on")
    state_at = models.DateTimeField(null=True)
    state_by = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        """Resources read in the order of their names; a name stands once at a site."""

        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "name"],
                condition=models.Q(removed_at=None),
                name="command_resource_once",
            )
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name
