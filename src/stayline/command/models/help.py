"""The table of help from outside: asked for, called, arrived."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.db import models

OPEN: Final = {"arrived_at": None, "answered_at": None, "unanswered_at": None, "given_at": None}
"""What holds for a call that has not come to its end: asked for, or called and not there yet."""


class Dispatch(models.Model):
    """One call for one agency: the words to say, the number, who called, whether they arrived."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="dispatches"
    )
    obligation = models.OneToOneField(
        "incidents.Obligation", null=True, on_delete=models.PROTECT, related_name="dispatch"
    )
    agency = models.CharField(max_length=60)
    number = models.CharField(
        max_length=40, blank=True, help_text="empty: the caller's place is unknown"
    )
    place_known = models.BooleanField(default=False)
    number_unverified = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    asked_because = models.CharField(max_length=40, help_text="danger, consent, supervisor, person")
    called_at = models.DateTimeField(null=True)
    called_by = models.UUIDField(null=True)
    could_not_at = models.DateTimeField(null=True)
    could_not_because = models.CharField(max_length=240, blank=True)
    consent = models.BooleanField(default=False, help_text="the caller agreed to be connected")
    answered_at = models.DateTimeField(null=True, help_text="they have spoken with the caller")
    unanswered_at = models.DateTimeField(null=True, help_text="nobody answered there")
    given_at = models.DateTimeField(null=True, help_text="the caller was given the number")
    given_by = models.UUIDField(null=True)
    arrived_at = models.DateTimeField(null=True)
    arrived_told_by = models.UUIDField(null=True)
    local = models.ForeignKey(
        "command.LocalAgency", null=True, on_delete=models.PROTECT, related_name="dispatches"
    )
    told_at = models.DateTimeField(null=True, help_text="what they need was told in their order")
    confirmed_at = models.DateTimeField(null=True, help_text="they gave a name or a reference")

    class Meta:
        """Dispatches read in the order they were asked for."""

        ordering: ClassVar = ["asked_at"]

    def __str__(self) -> str:
        """Return the agency."""
        return self.agency
