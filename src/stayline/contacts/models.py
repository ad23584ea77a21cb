"""Tables of contacts, and the window where lines wait outside the ledger."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from stayline_core.protocol.language import CLASS_OF_CHANNEL


class Channel(models.TextChoices):
    """How a person reaches the centre."""

    VOICE = "voice", "Phone"
    IN_PERSON = "in_person", "In person"
    CHAT = "chat", "Chat"
    SMS = "sms", "SMS"
    EMAIL = "email", "Email"
    SOCIAL = "social_media", "Social media"
    LETTER = "letter", "Letter"
    STAFF = "staff", "No contact: seen or heard by staff"


class Contact(models.Model):
    """One contact. Two end times: when the caller left, when the agent's leg was released."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exercise = models.BooleanField(editable=False)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="contacts")
    channel = models.CharField(max_length=16, choices=Channel.choices)
    source = models.CharField(max_length=120, help_text="which token or desk brought it")
    external_id = models.CharField(max_length=200, blank=True, help_text="id on the platform")
    agent = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="contacts"
    )
    platform_agent = models.CharField(
        max_length=200, blank=True, help_text="the platform's user id when nobody here has it"
    )
    caller_sealed = models.BinaryField(default=bytes, help_text="name, number, job link: sealed")
    caller_key = models.CharField(
        max_length=64,
        blank=True,
        db_index=True,
        help_text="keyed hash of the caller's number or account: finds their earlier contacts",
    )
    caller_country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1, or unknown")
    language = models.CharField(
        max_length=35, blank=True, help_text="BCP 47: what the caller speaks; empty: the site's"
    )
    authentication = models.CharField(
        max_length=16, default="not_done", help_text="not_done, passed, failed, waived: no gate"
    )
    opened_at = models.DateTimeField()
    caller_left_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True, help_text="the last leg was released")
    ended_by = models.CharField(max_length=24, blank=True, help_text="caller, agent, network ...")
    recorded_line = models.BooleanField(null=True)
    recording = models.CharField(max_length=500, blank=True)

    class Meta:
        """A platform's id names one contact of a source."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~models.Q(external_id=""),
                name="contacts_external_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["site", "opened_at"],
                condition=models.Q(released_at=None),
                name="contacts_open",
            )
        ]

    def __str__(self) -> str:
        """Return the id and channel; never a caller's name."""
        return f"{self.channel} {self.id}"

    @property
    def channel_class(self) -> str:
        """Return live, chat, written or none."""
        return CLASS_OF_CHANNEL[self.channel]

    @property
    def subject(self) -> str:
        """Return the data subject that stands for the caller in the log."""
        return f"caller:{self.id}"


class WindowEpoch(models.Model):
    """Since when the window has kept every line: it begins anew after a machine crash (3.8)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    boot = models.CharField(max_length=64, blank=True, help_text="which start of the machine")
    since = models.DateTimeField()

    def __str__(self) -> str:
        """Return since when."""
        return f"{self.since:%Y-%m-%d %H:%M:%S}"


class WindowKey(models.Model):
    """A key for window lines; it lives an hour and takes what it sealed with it (3.8)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()
    dies_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Return the id, never the key."""
        return str(self.id)


class WindowLine(models.Model):
    """A line of a contact that has no incident: kept for 15 minutes or 200 lines, then gone.

    Not in the ledger; on SQLite in a second file, on PostgreSQL in an unlogged table.
    """

    id = models.BigAutoField(primary_key=True)
    contact_id = models.UUIDField()
    line_id = models.CharField(max_length=80)
    who = models.CharField(max_length=12)
    at = models.DateTimeField()
    received_at = models.DateTimeField(db_index=True)
    key_id = models.UUIDField()
    sealed = models.BinaryField()

    class Meta:
        """A line of a contact is kept once, however often it is sent."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contact_id", "line_id"], name="contacts_window_once")
        ]

    def __str__(self) -> str:
        """Return which line, never its words."""
        return f"{self.contact_id}/{self.line_id}"
