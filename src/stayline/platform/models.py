"""The platform's own tables: the installation, live events in passing, sign-in attempts."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Installation(models.Model):
    """The one row that says what this database is for; its mode is never changed.

    Written by the first migration. A trigger refuses every update.
    """

    id = models.SmallAutoField(primary_key=True)
    installation_id = models.UUIDField()
    mode = models.CharField(max_length=10)
    created_at = models.DateTimeField()

    class Meta:
        """One row; one of three modes."""

        db_table = "platform_installation"
        constraints = (
            models.CheckConstraint(condition=models.Q(id=1), name="platform_installation_one_row"),
            models.CheckConstraint(
                condition=models.Q(mode__in=("demo", "practice", "production")),
                name="platform_installation_known_mode",
            ),
        )

    def __str__(self) -> str:
        """Return the mode."""
        return self.mode


class LiveEvent(models.Model):
    """One thing that screens should hear of, handed durably from process to process.

    It names a topic and a kind and nothing personal. Pruned after ten minutes: a screen that
    was away for longer is drawn anew.
    """

    id = models.BigAutoField(primary_key=True)
    topic = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)
    urgent = models.BooleanField(default=False)
    sequence = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        """The name of the table is part of the hand-over between processes."""

        db_table = "platform_live_event"
        indexes = (models.Index(fields=("topic", "id"), name="platform_live_topic"),)

    def __str__(self) -> str:
        """Return topic and kind."""
        return f"{self.topic} {self.kind}"


class SignInFailure(models.Model):
    """One failed sign-in, by keyed hashes of who was tried and from where."""

    id = models.BigAutoField(primary_key=True)
    name_hash = models.BinaryField(max_length=32)
    address_hash = models.BinaryField(max_length=32)
    at = models.DateTimeField(db_index=True)

    class Meta:
        """Looked up by each of the two hashes within a window of time."""

        db_table = "platform_sign_in_failure"
        indexes = (
            models.Index(fields=("name_hash", "at"), name="platform_sign_in_name"),
            models.Index(fields=("address_hash", "at"), name="platform_sign_in_address"),
        )

    def __str__(self) -> str:
        """Return when it was."""
        return self.at.isoformat()
