"""Tables of contacts, and the window where lines wait outside the ledger."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.db import models

from stayline_core.protocol.language import CLASS_OF_CHANNEL

PRACTICE_ROOM: Final = "practice room"
"""The source of a contact that somebody practises on, with a played caller."""


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
    demanded_at = models.DateTimeField(
        null=True, help_text="when the caller asked for an answer at once (S3-4)"
    )
    demanded_by = models.UUIDField(null=True, help_text="who flagged it")
    answered_at = models.DateTimeField(
        null=True, help_text="the first response after that: its time is measured (S3-4)"
    )

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
    def practised(self) -> bool:
        """Return whether somebody practises on it (S4-44).

        It rings nobody real, makes nobody busy, stands on nobody else's screens and counts
        nowhere. It is always an exercise, so nothing that is real is ever taken for it.
        """
        return self.exercise and self.source == PRACTICE_ROOM

    @property
    def waits_for_answer(self) -> bool:
        """Return whether the caller asked for an answer at once, and had none yet."""
        return self.demanded_at is not None and self.answered_at is None

    @property
    def answered_after_s(self) -> int | None:
        """Return the seconds to the first response, for a contact that was flagged (S3-4)."""
        if self.demanded_at is None or self.answered_at is None:
            return None
        return max(0, round((self.answered_at - self.demanded_at).total_seconds()))

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
        # Each new line asks for the last ones of its contact, of some two hundred that wait.
        indexes: ClassVar = [
            models.Index(fields=["contact_id", "at", "id"], name="contacts_window_last")
        ]

    def __str__(self) -> str:
        """Return which line, never its words."""
        return f"{self.contact_id}/{self.line_id}"


class Call(models.Model):
    """The call of a contact on a telephone platform: what was asked of it, and what it confirmed.

    Nothing in it says that something was done unless the platform said so.
    """

    contact = models.OneToOneField(
        Contact, primary_key=True, on_delete=models.CASCADE, related_name="call"
    )
    platform = models.CharField(max_length=24, help_text="which one, such as twilio")
    conference = models.CharField(max_length=64, help_text="its id there")
    name = models.CharField(max_length=200, blank=True, help_text="the name by which one joins it")
    began_at = models.DateTimeField(help_text="when Stayline first heard of it")
    ended_at = models.DateTimeField(null=True, help_text="when the platform said that it is over")
    hold = models.CharField(
        max_length=8, blank=True, help_text="keep it up whoever leaves: asked, held, failed, gone"
    )
    hold_at = models.DateTimeField(null=True)
    hold_why = models.CharField(max_length=200, blank=True, help_text="no personal data")
    release = models.CharField(max_length=8, blank=True, help_text="end it: asked, done, failed")
    release_at = models.DateTimeField(null=True)
    release_why = models.CharField(max_length=200, blank=True, help_text="no personal data")
    agent_gone_at = models.DateTimeField(
        null=True, help_text="since when the agent's leg is gone, as the record was last told"
    )
    tell_at = models.DateTimeField(null=True, help_text="heard, and the record does not know yet")
    look_at = models.DateTimeField(null=True, help_text="when the platform is asked how it stands")

    class Meta:
        """A conference is the call of one contact; what is untold or to be looked at is found."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["platform", "conference"], name="contacts_conference_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["tell_at"],
                condition=models.Q(tell_at__isnull=False),
                name="contacts_call_untold",
            ),
            models.Index(
                fields=["look_at"],
                condition=models.Q(look_at__isnull=False),
                name="contacts_call_look",
            ),
        ]

    def __str__(self) -> str:
        """Return the platform's id of it."""
        return f"{self.platform} {self.conference}"


class Leg(models.Model):
    """One leg of a call, as the platform reports it; or one that Stayline asked it to add."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="legs")
    call_sid = models.CharField(max_length=64, blank=True, help_text="its id on the platform")
    role = models.CharField(max_length=8, default="other", help_text="caller, agent, receiver")
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=8, help_text="asked, ringing, in, left, failed")
    why = models.CharField(max_length=200, blank=True, help_text="no personal data")
    sequence = models.IntegerField(default=-1, help_text="of the newest report of it")
    asked_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    muted = models.BooleanField(null=True)
    whispers = models.BooleanField(null=True, help_text="heard by the agent alone")
    ends_call = models.BooleanField(null=True, help_text="the call ends when it goes")
    dropped = models.BooleanField(default=False)
    voice = models.CharField(
        max_length=8, blank=True, help_text="what was asked of a receiver's: silent, agent, all"
    )
    voice_why = models.CharField(max_length=200, blank=True, help_text="why it was not done")

    class Meta:
        """The platform's id names one leg of a call; a person is being brought in once."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "call_sid"],
                condition=~models.Q(call_sid=""),
                name="contacts_leg_once",
            ),
            models.UniqueConstraint(
                fields=["call", "person"],
                condition=models.Q(role="receiver", state__in=["asked", "ringing"]),
                name="contacts_brought_in_once",
            ),
        ]

    def __str__(self) -> str:
        """Return whose it is and how it stands."""
        return f"{self.role}: {self.state}"


class Handset(models.Model):
    """A person's line on the telephone platform: whether it takes calls, and who holds it back."""

    person = models.OneToOneField(
        "people.Person", primary_key=True, on_delete=models.CASCADE, related_name="handset"
    )
    platform = models.CharField(max_length=24)
    worker = models.CharField(max_length=64, blank=True, help_text="its id on the platform")
    activity = models.CharField(max_length=120, blank=True, help_text="what the platform calls it")
    available = models.BooleanField(null=True, help_text="whether the platform gives it calls")
    at = models.DateTimeField(null=True, help_text="the platform's time of that report")
    back = models.CharField(
        max_length=8, blank=True, help_text="the next call held back: asked, held, freeing, failed"
    )
    back_at = models.DateTimeField(null=True)
    back_why = models.CharField(max_length=200, blank=True, help_text="no personal data")
    contact = models.ForeignKey(
        Contact, null=True, on_delete=models.SET_NULL, related_name="+", help_text="held back for"
    )

    class Meta:
        """Who is held back is found, to be freed again."""

        indexes: ClassVar = [
            models.Index(
                fields=["back"], condition=~models.Q(back=""), name="contacts_handset_back"
            )
        ]

    def __str__(self) -> str:
        """Return whose and what it does."""
        return f"{self.person_id}: {self.activity}"
