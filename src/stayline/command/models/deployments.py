"""The tables of deployments: who was sent, how they stand, and what they asked for."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from stayline_core.deployment import Standing


class Deployment(models.Model):
    """One resource sent for one incident: its state, its deadline and its check-in clock (S3-23).

    What it was asked to do, and where, stands in the log alone. A resource that is out for an
    incident cannot be sent for a second one; live and exercise do not book each other.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="deployments"
    )
    resource = models.ForeignKey(
        "command.Resource", on_delete=models.PROTECT, related_name="deployments"
    )
    supports = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="supported_by",
        help_text="the deployment that this one was added to",
    )
    exercise = models.BooleanField(editable=False)
    state = models.CharField(max_length=16, help_text="a state of stayline_core.deployment")
    before = models.CharField(
        max_length=16, blank=True, help_text="out of contact: how it stood before"
    )
    method = models.CharField(max_length=16, help_text="the medium it was told by")
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    due_by = models.DateTimeField(help_text="by when the response is needed")
    check_every_s = models.PositiveIntegerField(help_text="seconds between two check-ins")
    next_check_due_at = models.DateTimeField(
        null=True, help_text="when it is asked for a sign of itself; empty once it has ended"
    )
    misses = models.PositiveIntegerField(default=0, help_text="check-ins missed one after another")
    last_heard_at = models.DateTimeField(null=True)
    link_round = models.PositiveIntegerField(default=0, help_text="a new link ends the old one")
    link_digest = models.CharField(max_length=64, unique=True, help_text="of the link's token")
    code_digest = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="of a code in a text message"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        """One open deployment of a resource, for what is real and for exercises apart."""

        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resource", "exercise"],
                condition=models.Q(ended_at=None),
                name="command_deployed_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_check_due_at"],
                condition=models.Q(next_check_due_at__isnull=False),
                name="command_check_due",
            ),
        ]

    def __str__(self) -> str:
        """Return the state."""
        return self.state

    def standing(self) -> Standing:
        """Return how it stands, for the rules."""
        return Standing(self.state, self.before)


class DeploymentRequest(models.Model):
    """What somebody who was sent asked for beside it, and when it was answered (S3-13).

    Their words and the answer's stand in the log alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="requests")
    needs = models.CharField(max_length=16, help_text="information, people, equipment, action")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="unanswered then, supervisors are told")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    class Meta:
        """Requests read in the order they were made."""

        ordering: ClassVar = ["asked_at", "id"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="command_request_due",
            ),
        ]

    def __str__(self) -> str:
        """Return what was asked for."""
        return self.needs
