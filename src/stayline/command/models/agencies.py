"""The table of a centre's own agencies: whom to call for which place, beside the shipped ones."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

KINDS: Final = {
    "police": "Police",
    "fire": "Fire and rescue",
    "ambulance": "Ambulance",
    "utility": "Gas, electricity or water",
    "crisis_line": "Crisis line",
    "assistance": "Assistance programme",
    "council": "Council",
    "safeguarding": "Safeguarding team",
    "security": "Security",
    "in_house": "In-house specialist",
}
"""What a local agency may be, and the words for it."""


class LocalAgency(models.Model):
    """An agency that a site wrote down: for which places, how reached, when, from which source.

    Empty `places` are the whole of its country. None, and what is empty, nobody knows here.
    What was removed is ended and stays: calls point to it (S3-37, S4-8, S4-10).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="agencies")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2, of those it is for")
    places = models.JSONField(default=list, help_text="towns, areas, post areas; empty: all of it")
    number = models.CharField(max_length=40)
    ways = models.JSONField(default=list, help_text="further ways: kind and value each")
    hours = models.CharField(max_length=160, blank=True, help_text="Mon-Fri 08:00-18:00; 24 hours")
    zone = models.CharField(max_length=60, blank=True)
    languages = models.JSONField(default=list)
    can_dispatch = models.BooleanField(null=True)
    accepts_warm_transfer = models.BooleanField(null=True)
    procedure = models.TextField(blank=True, help_text="how to reach them and what they ask for")
    source = models.CharField(max_length=240)
    checked_on = models.DateField(null=True)
    review_by = models.DateField()
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One of a name and kind a site, while it is in use."""

        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "kind", "name"],
                condition=Q(ended_at=None),
                name="command_agency_once",
            )
        ]

    def __str__(self) -> str:
        """Return its name."""
        return self.name

    @property
    def unverified(self) -> bool:
        """Whether nobody has compared it with its source yet."""
        return self.checked_on is None
