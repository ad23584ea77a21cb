"""The one table of the room. Only the outbox touches it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """Where a message stands."""

    QUEUED = "queued", "Waiting"
    LEASED = "leased", "Being sent"
    SENT = "sent", "Sent"
    DEAD = "dead", "Set aside: a person must look"


class Message(models.Model):
    """One thing that must leave. Its payload is sealed; its `exercise` flag is never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=80)
    channel = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True, help_text="idempotency key")
    sealed = models.BinaryField(help_text="the payload's JSON, sealed under the master key")
    exercise = models.BooleanField(editable=False)
    incident_id = models.UUIDField(null=True, db_index=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    lease = models.UUIDField(null=True, help_text="who sends it now; a guarded update's guard")
    lease_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True, help_text="no personal data")
    reference = models.CharField(max_length=200, blank=True, help_text="what the receiver calls it")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True, help_text="when the room above heard that it left")

    class Meta:
        """Partial indexes: what waits, what is in the air, what is sent and not yet told."""

        db_table = "outbox_message"
        indexes = (
            models.Index(
                fields=("due_at",), condition=Q(state=State.QUEUED), name="outbox_waiting"
            ),
            models.Index(
                fields=("lease_until",), condition=Q(state=State.LEASED), name="outbox_in_the_air"
            ),
            models.Index(
                fields=("sent_at",),
                condition=Q(state=State.SENT, told_at=None),
                name="outbox_untold",
            ),
        )

    def __str__(self) -> str:
        """Return the kind and where it stands."""
        return f"{self.kind} {self.state}"
