"""Tables of figures: what each week counted, what it alarmed about, what may be changed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class CountedWeek(models.Model):
    """What one site counted in one week. It stays when the contacts themselves had their time.

    Exercises never count at a real site; a site that is an exercise counts nothing else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    week = models.DateField(help_text="its Monday, in the site's zone")
    contacts = models.PositiveIntegerField(help_text="how many began: what counts are set against")
    incidents = models.JSONField(help_text="contacts with a threat, by kind: what is alarmed about")
    threats = models.JSONField(help_text="every threat, by kind")
    counted_at = models.DateTimeField()

    class Meta:
        """A site counts a week once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "week"], name="quality_week_once")
        ]
        ordering: ClassVar = ["week"]

    def __str__(self) -> str:
        """Return which week."""
        return f"{self.week}"


class CountWatch(models.Model):
    """When a site is counted next: when its week is over, in its own time."""

    site = models.OneToOneField(
        "people.Site", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    due_at = models.DateTimeField(db_index=True)
    judged = models.DateField(null=True, help_text="up to which Monday a rise was looked for")

    def __str__(self) -> str:
        """Return when."""
        return f"{self.due_at:%Y-%m-%d}"


class CountAlarm(models.Model):
    """A count rose against what is usual: managers are told, and one says what was found (S4-3)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    exercise = models.BooleanField(editable=False)
    kind = models.CharField(max_length=24)
    week = models.DateField(help_text="the Monday of the week at whose end it was raised")
    since = models.DateField(help_text="the Monday from which the rise began")
    count = models.PositiveIntegerField(help_text="of the weeks since")
    expected = models.FloatField(help_text="what would have been usual in them")
    statistic = models.FloatField(help_text="of the CUSUM")
    threshold = models.FloatField(help_text="what it passed")
    at = models.DateTimeField()
    told = models.PositiveIntegerField(default=0, help_text="how many messages left")
    seen_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    seen_at = models.DateTimeField(null=True)
    found = models.CharField(max_length=500, blank=True, help_text="what was found and is done")

    class Meta:
        """A week alarms once about a kind; those that nobody has seen are found together."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "kind", "week"], name="quality_alarm_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["site"], condition=models.Q(seen_at=None), name="quality_alarm_unseen"
            )
        ]

    def __str__(self) -> str:
        """Return the week; never the kind."""
        return f"{self.week}"


class Proposal(models.Model):
    """A protocol is departed from at one step again and again: its owner is asked to look.

    It says what happened how often, and nothing of who did it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    protocol_id = models.CharField(max_length=60)
    step = models.CharField(max_length=60)
    what = models.CharField(max_length=40, help_text="how it was departed from")
    because = models.CharField(max_length=300, help_text="what the log shows, in words")
    exercise = models.BooleanField(editable=False)
    times = models.PositiveIntegerField(help_text="in how many contacts")
    since = models.DateField()
    raised_at = models.DateTimeField()
    raised_by = models.UUIDField()
    state = models.CharField(max_length=8, default="open", help_text="open, accepted, declined")
    decided_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    draft_id = models.UUIDField(null=True, help_text="the draft in the studio it led to")

    class Meta:
        """One question about one place of a protocol stands at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["protocol_id", "step", "what", "exercise"],
                condition=models.Q(state="open"),
                name="quality_proposal_once",
            )
        ]
        ordering: ClassVar = ["-raised_at"]

    def __str__(self) -> str:
        """Return where."""
        return f"{self.protocol_id}: {self.step}"
