"""Tables of who works when: shifts, weekly patterns, calendars kept elsewhere, leave."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class ShiftKind(models.TextChoices):
    """What a shift asks of somebody."""

    DUTY = "duty", "On duty"
    ON_CALL = "on_call", "On call"


class Calendar(models.Model):
    """A rota kept elsewhere, as iCalendar (RFC 5545): a file that was handed in, or an address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="calendars")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=ShiftKind.choices, default=ShiftKind.DUTY)
    url = models.CharField(max_length=500, blank=True, help_text="empty: handed in as a file")
    read_at = models.DateTimeField(null=True, help_text="when it was last read without a fault")
    due_at = models.DateTimeField(null=True, help_text="when it is read again")
    fault = models.CharField(max_length=300, blank=True, help_text="why the last reading failed")
    faults = models.JSONField(default=list, help_text="entries that name nobody we know")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        """What is to be read again is found by its column."""

        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="people_calendar_due",
            )
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Pattern(models.Model):
    """A shift that comes every week, in the site's own time; shifts are written ahead from it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="patterns")
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=ShiftKind.choices, default=ShiftKind.DUTY)
    weekdays = models.JSONField(help_text="0 is Monday")
    starts = models.TimeField(help_text="of the site's zone")
    ends = models.TimeField(help_text="not after starts: on the next day")
    from_day = models.DateField()
    until_day = models.DateField(null=True)
    written_until = models.DateField(null=True, help_text="up to which day its shifts are written")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return when it begins and ends."""
        return f"{self.starts:%H:%M} to {self.ends:%H:%M}"


class Shift(models.Model):
    """One stretch of time in which one person is on duty, or on call."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="shifts")
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="shifts")
    kind = models.CharField(max_length=8, choices=ShiftKind.choices, default=ShiftKind.DUTY)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, default="planned", help_text="planned, on, over, cancelled"
    )
    pattern = models.ForeignKey(Pattern, null=True, on_delete=models.PROTECT, related_name="shifts")
    calendar = models.ForeignKey(
        Calendar, null=True, on_delete=models.PROTECT, related_name="shifts"
    )
    uid = models.CharField(max_length=300, blank=True, help_text="of the entry in its calendar")
    added_at = models.DateTimeField()

    class Meta:
        """What begins and what ends is found by its column; an entry of a calendar stands once."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="people_shift_forward"
            ),
            models.UniqueConstraint(
                fields=["calendar", "uid", "starts_at", "person"],
                condition=models.Q(calendar__isnull=False) & ~models.Q(state="cancelled"),
                name="people_shift_once_a_calendar",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["starts_at"],
                condition=models.Q(state="planned"),
                name="people_shift_begins",
            ),
            models.Index(
                fields=["ends_at"], condition=models.Q(state="on"), name="people_shift_ends"
            ),
            models.Index(fields=["site", "starts_at"], name="people_shift_site"),
        ]

    def __str__(self) -> str:
        """Return the kind and when it begins."""
        return f"{self.kind} {self.starts_at:%Y-%m-%d %H:%M}"


class Absence(models.Model):
    """A stretch of leave. Why is nobody's business here: only that somebody is not to be rung."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    added_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True, help_text="when what they owed was passed on")
    ended_at = models.DateTimeField(null=True, help_text="when they were freed at its end")

    class Meta:
        """Leave ends after it begins; what begins or ends is found by its column."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="people_absence_forward",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["starts_at"],
                condition=models.Q(begun_at=None, cancelled_at=None),
                name="people_absence_begins",
            ),
            models.Index(
                fields=["ends_at"],
                condition=models.Q(ended_at=None, cancelled_at=None),
                name="people_absence_ends",
            ),
        ]

    def __str__(self) -> str:
        """Return from when until when."""
        return f"{self.starts_at:%Y-%m-%d} to {self.ends_at:%Y-%m-%d}"
