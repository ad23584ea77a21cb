"""The tables of joint incidents and the common picture. Reasons and labels are in the log."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.core.validators import MaxValueValidator
from django.db import models

EDGE: Final = 1000
"""The far edge of a plan: markers are placed in thousandths of its width and height."""

MARKS: Final = {
    "rendezvous": "Rendezvous point",
    "access": "Way in",
    "cordon": "Cordon",
    "crew": "Crew",
    "hazard": "Hazard",
    "other": "Other point",
}
"""What can be marked on a plan, in words."""


class Joined(models.Model):
    """One incident, joined to the one that leads; split again, the row stays as history."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lead = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="joined_to_it"
    )
    member = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="joined_to"
    )
    joined_at = models.DateTimeField()
    joined_by = models.UUIDField()
    sequence = models.PositiveBigIntegerField(help_text="of the entry in the lead's stream")
    split_at = models.DateTimeField(null=True)
    split_by = models.UUIDField(null=True)
    split_how = models.CharField(
        max_length=8, blank=True, help_text="split, or moved: another incident leads since"
    )

    class Meta:
        """An incident is joined to one other at a time, and never to itself."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member"],
                condition=models.Q(split_at=None),
                name="command_joined_to_one",
            ),
            models.CheckConstraint(
                condition=~models.Q(lead=models.F("member")), name="command_joined_to_another"
            ),
        ]
        ordering: ClassVar = ["joined_at", "id"]

    def __str__(self) -> str:
        """Return which to which."""
        return f"{self.member_id} to {self.lead_id}"


class SitePlan(models.Model):
    """A picture of a place, kept for a whole site or for one incident; its file is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="plans")
    incident = models.ForeignKey(
        "incidents.Incident",
        null=True,
        on_delete=models.PROTECT,
        related_name="plans",
        help_text="empty: of the site, for every incident there",
    )
    title = models.CharField(max_length=80, help_text="which place it shows")
    stream_id = models.UUIDField(help_text="the record that the file belongs to")
    sequence = models.PositiveBigIntegerField(help_text="of the entry that keeps its key")
    media_type = models.CharField(max_length=20, help_text="image/png or image/jpeg, as sniffed")
    width = models.PositiveIntegerField(help_text="pixels")
    height = models.PositiveIntegerField(help_text="pixels")
    added_at = models.DateTimeField()
    added_by = models.UUIDField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.UUIDField(null=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-added_at", "id"]

    def __str__(self) -> str:
        """Return which place it shows."""
        return self.title


class Marker(models.Model):
    """A point on a plan in one incident; what is written beside it is in the log."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="markers"
    )
    plan = models.ForeignKey(SitePlan, on_delete=models.PROTECT, related_name="markers")
    kind = models.CharField(
        max_length=12, help_text="rendezvous, access, cordon, crew, hazard, other"
    )
    x = models.PositiveSmallIntegerField(
        validators=[MaxValueValidator(EDGE)], help_text="thousandths from the left"
    )
    y = models.PositiveSmallIntegerField(
        validators=[MaxValueValidator(EDGE)], help_text="thousandths from the top"
    )
    sequence = models.PositiveBigIntegerField(help_text="of the entry with its label")
    placed_at = models.DateTimeField()
    placed_by = models.UUIDField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.UUIDField(null=True)

    class Meta:
        """A marker lies on its plan."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(x__lte=EDGE, y__lte=EDGE), name="command_marker_on_plan"
            ),
        ]
        ordering: ClassVar = ["placed_at", "id"]

    def __str__(self) -> str:
        """Return what it marks and where."""
        return f"{self.kind} at {self.x}, {self.y}"
