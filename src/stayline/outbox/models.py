"""Tables of the room: what must leave, and the ways by which it may."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from stayline_core import circuit as rules


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
    urgent = models.BooleanField(default=False, help_text="leaves before all that is not")
    destination = models.CharField(
        max_length=80,
        blank=True,
        help_text="whom it is for, opaque: one incident's leave there in turn",
    )
    turn = models.PositiveIntegerField(default=0, help_text="its place in that order")
    circuit = models.CharField(
        max_length=120,
        blank=True,
        help_text="the place it goes to: its channel, until a way out names one more exactly",
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    due_at = models.DateTimeField()
    useless_at = models.DateTimeField(null=True, help_text="from then on it is not sent any more")
    attempts = models.PositiveIntegerField(default=0)
    lease = models.UUIDField(null=True, help_text="who sends it now; a guarded update's guard")
    lease_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True, help_text="no personal data")
    reference = models.CharField(max_length=200, blank=True, help_text="what the receiver calls it")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(
        null=True, help_text="when the room above heard that it left, or was set aside"
    )

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
                fields=("created_at",),
                condition=Q(state__in=(State.SENT, State.DEAD), told_at=None),
                name="outbox_untold",
            ),
            models.Index(
                fields=("incident_id", "destination", "turn"),
                condition=Q(state__in=(State.QUEUED, State.LEASED)),
                name="outbox_in_turn",
            ),
        )

    def __str__(self) -> str:
        """Return the kind and where it stands."""
        return f"{self.kind} {self.state}"


class Circuit(models.Model):
    """How one way out has been: how often it failed running, and until when it is left alone.

    A way that has always worked has no row. Every sender of every process reads the same rows,
    so what one of them learned about a place that does not answer, all of them know.
    """

    key = models.CharField(max_length=120, primary_key=True, help_text="as in a message's circuit")
    failures = models.PositiveIntegerField(default=0, help_text="running")
    opened_at = models.DateTimeField(null=True, help_text="since when it is given up; null: not")
    until = models.DateTimeField(null=True, help_text="when the next one is tried")
    last_error = models.CharField(max_length=200, blank=True, help_text="no personal data")
    changed_at = models.DateTimeField()

    class Meta:
        """Found by key alone."""

        db_table = "outbox_circuit"

    def __str__(self) -> str:
        """Return the way out and how often it failed."""
        return f"{self.key}: {self.failures}"

    def value(self) -> rules.Circuit:
        """Return the circuit as the value on which its rules decide."""
        return rules.Circuit(self.failures, self.opened_at, self.until)

    def take(self, circuit: rules.Circuit) -> None:
        """Set what a decision changed."""
        self.failures, self.opened_at = circuit.failures, circuit.opened_at
        self.until = circuit.until


class Way(models.Model):
    """One way out that a centre set up, such as its mail server. What it needs is sealed.

    Several ways may serve a channel; the first that is active and of the message's site, else
    of every site, is used. Exercises leave only by ways that are marked for them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(
        max_length=16, help_text="smtp, twilio_sms, twilio_voice, apprise, webhook"
    )
    name = models.CharField(max_length=120)
    channel = models.CharField(
        max_length=16, help_text="email, sms, voice, slack, teams, webhook: what it serves"
    )
    site_id = models.UUIDField(null=True, help_text="of people's sites; null: every site")
    for_exercise = models.BooleanField(default=False)
    settings_sealed = models.BinaryField(
        help_text="host, account, secret: sealed, bound to this id"
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="which is tried first")
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, help_text="not used from then on")
    tested_at = models.DateTimeField(null=True)
    test_result = models.CharField(max_length=300, blank=True, help_text="what the last test gave")

    class Meta:
        """Read in the order in which they are tried."""

        db_table = "outbox_way"
        ordering = ("position", "added_at")

    def __str__(self) -> str:
        """Return the name, never what it holds."""
        return self.name
