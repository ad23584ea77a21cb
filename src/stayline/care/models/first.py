"""Tables of care. Nobody outside this room and its own page reads them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models


class OffQueue(models.Model):
    """One person off the queue after one contact, by default (S4-6)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    incident_id = models.UUIDField()
    since = models.DateTimeField()
    minimum_until = models.DateTimeField(help_text="set by policy")
    back_at = models.DateTimeField(null=True, help_text="the person chose to come back")
    involved_as = models.CharField(
        max_length=12, default="agent", help_text="agent, listener, supervisor, bystander"
    )
    choice = models.CharField(
        max_length=12, blank=True, help_text="short, shift, until_said, other_work; empty: not yet"
    )
    until = models.DateTimeField(null=True, help_text="until when they meant to; no clock ends it")

    class Meta:
        """Once a person and incident."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "incident_id"], name="care_off_queue_once")
        ]

    def __str__(self) -> str:
        """Return who since when."""
        return f"{self.person_id} since {self.since:%H:%M}"


class PrivateCheck(models.Model):
    """One step of the aftercare of one person: somebody looks after them, in private.

    Only what is offered, by whom, and when it was done or declined: nothing of what was said
    is kept here. `due_at` is when it counts as missed; a step that is opted into has none
    before the person takes it up.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    supporter = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    incident_id = models.UUIDField()
    step = models.SlugField(max_length=40, default="first", help_text="id in the aftercare plan")
    title = models.CharField(max_length=80, blank=True, help_text="as the plan called it")
    plan_digest = models.CharField(max_length=64, blank=True, help_text="the plan's version")
    by = models.CharField(
        max_length=10, default="supporter", help_text="supporter, or peer: a trained colleague"
    )
    opt_in = models.BooleanField(default=False, help_text="only if the person takes it up")
    offered_at = models.DateTimeField()
    planned_at = models.DateTimeField(help_text="when it is meant to be, in their own hours")
    within = models.DurationField(
        default=dt.timedelta(minutes=30), help_text="how long after that it is missed"
    )
    again = models.DurationField(
        default=dt.timedelta(minutes=15), help_text="what another supporter has when missed"
    )
    asked_before = models.JSONField(default=list, help_text="supporters who did not come to it")
    due_at = models.DateTimeField(null=True)
    taken_up_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True, help_text="when management was told that it is")

    class Meta:
        """Due checks are found by their column."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "incident_id", "step"], name="care_check_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=models.Q(due_at__isnull=False), name="care_check_due"
            )
        ]

    def __str__(self) -> str:
        """Return for whom."""
        return str(self.person_id)
