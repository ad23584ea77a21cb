"""The tables of messages: who was told by what, whether it left, and who has answered for it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class Way(models.TextChoices):
    """Where a message stands on its way."""

    LEAVING = "leaving", "On its way"
    LEFT = "left", "Sent"
    FAILED = "failed", "Not sent"
    TO_SAY = "to_say", "To be said"
    SAID = "said", "Said"
    SHOWN = "shown", "On their screen"


class Message(models.Model):
    """One message of the command of an incident. What it says stands in the log alone.

    A message to everyone has a copy for each person (`parent`), which leaves and is answered
    by itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="command_messages"
    )
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="copies")
    number = models.PositiveIntegerField(help_text="counts up within its incident, copies too")
    to_kind = models.CharField(max_length=12, help_text="resource, person, post, agency, everyone")
    to_id = models.CharField(max_length=80, help_text="opaque; empty for everyone", blank=True)
    owner = models.UUIDField(null=True, help_text="the person whose screen asks for the answer")
    medium = models.CharField(max_length=12, help_text="voice, radio, chat, text, email, screen")
    suggested = models.CharField(max_length=12, blank=True, help_text="what was suggested instead")
    about = models.CharField(max_length=40, help_text="message, deployment, hand_over, report …")
    about_id = models.CharField(max_length=80, blank=True)
    exercise = models.BooleanField(default=False, editable=False)
    state = models.CharField(max_length=8, choices=Way.choices)
    outbox_id = models.UUIDField(null=True, unique=True)
    sent_at = models.DateTimeField()
    sent_by = models.UUIDField()
    settled_at = models.DateTimeField(null=True, help_text="left, said or failed")
    read_back = models.BooleanField(null=True, help_text="said back; null: not by voice, or unsaid")
    needs_ack = models.BooleanField(default=False)
    ack_at = models.DateTimeField(null=True)
    ack_by = models.UUIDField(null=True, help_text="who recorded it: the owner or for them")
    ask_again_at = models.DateTimeField(null=True, help_text="when an answer is missed")
    asked_again = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """Read in the order they were written; what waits for an answer has an index."""

        ordering: ClassVar = ("incident", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("incident", "number"), name="command_message_number_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=("ask_again_at",),
                condition=Q(ask_again_at__isnull=False),
                name="command_message_ask_again",
            ),
        ]

    def __str__(self) -> str:
        """Return where it stands, never what it says."""
        return f"{self.number} {self.state}"


class SituationClock(models.Model):
    """When the next situation report of an incident is due. It runs from the first message."""

    incident = models.OneToOneField(
        "incidents.Incident",
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="situation_clock",
    )
    every_s = models.PositiveIntegerField(help_text="seconds, as it was at the last report")
    last_at = models.DateTimeField(null=True, help_text="when the last report was sent")
    due_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True, help_text="null: the incident is closed")
    missed = models.PositiveSmallIntegerField(default=0, help_text="reminders since the last")

    class Meta:
        """What falls due next has an index."""

        ordering: ClassVar = ("due_at", "incident")
        indexes: ClassVar = [
            models.Index(
                fields=("remind_at",),
                condition=Q(remind_at__isnull=False),
                name="command_report_remind",
            ),
        ]

    def __str__(self) -> str:
        """Return when it is due."""
        return f"{self.due_at:%H:%M}"
