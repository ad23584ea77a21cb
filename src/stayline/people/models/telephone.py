"""Tables of what a telephone platform says of people: their line, and the calls they are in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class PhoneState(models.Model):
    """What the telephone platform said last of one person's line."""

    person = models.OneToOneField(
        "people.Person", primary_key=True, on_delete=models.CASCADE, related_name="phone_state"
    )
    source = models.CharField(max_length=120, help_text="which platform said so")
    state = models.CharField(
        max_length=16, help_text="available, on_call, not_available, signed_out"
    )
    happened_at = models.DateTimeField(help_text="the platform's time")
    heard_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return whose it is and what was said."""
        return f"{self.person_id}: {self.state}"


class PhoneLeg(models.Model):
    """One leg of a person's own in one call; without a person, that a call is over."""

    source = models.CharField(max_length=24, help_text="which platform said so")
    call = models.CharField(max_length=64, help_text="its id on the platform")
    leg = models.CharField(max_length=64, blank=True, help_text="empty: the call itself, over")
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.CASCADE, related_name="phone_legs"
    )
    sequence = models.IntegerField(help_text="of the newest report of it")
    up = models.BooleanField()
    happened_at = models.DateTimeField(help_text="the platform's time of that report")

    class Meta:
        """A leg of a call stands once; who is in a call, and what is old, is found."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "call", "leg"], name="people_leg_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["person", "happened_at"],
                condition=models.Q(up=True),
                name="people_leg_up",
            ),
            models.Index(fields=["happened_at"], name="people_leg_at"),
        ]

    def __str__(self) -> str:
        """Return whose it is and how it stands."""
        return f"{self.person_id}: {'up' if self.up else 'gone'}"
