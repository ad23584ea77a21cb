"""Tables of ladders that ring: the ladder, its pages, and each hand-over."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Final

from django.db import models

from stayline_core import ladder as rules

ACTIVE: Final = ("accepted", "joined", "spoke")
"""States of a hand-over on its way."""

OVER: Final = ["lost", "relieved", "returned"]
"""States of a hand-over that came to nothing: whoever had accepted does not hold the ladder."""


class Ladder(models.Model):
    """One running ladder; its rungs were copied from the document when it started."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="ladders"
    )
    document_id = models.CharField(max_length=60, help_text="crisis, management")
    document_digest = models.CharField(max_length=64, blank=True)
    exercise = models.BooleanField(editable=False)
    rungs = models.JSONField(help_text="as copied: who, pick, channels, seconds, tries")
    limits = models.JSONField(help_text="accepted_s, joined_s, spoke_s, informs")
    rung = models.PositiveSmallIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=1)
    round = models.PositiveIntegerField(default=1)
    state = models.CharField(
        max_length=10, default="ringing", help_text="ringing, completed, called_off"
    )
    urgent = models.BooleanField(default=True)
    purpose = models.CharField(
        max_length=12,
        default="respond",
        help_text="respond: take the contact over; investigate: look into what is reported (S0-33)",
    )
    outside_at = models.DateTimeField(
        null=True, help_text="when the site's outside route was named, for want of anybody to ring"
    )
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="when the rung's seconds run out")
    nobody_on_duty = models.BooleanField(default=False, help_text="the last round found nobody")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """One ladder of a kind rings for an incident; due rungs are found by their column."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "document_id"],
                condition=models.Q(ended_at=None),
                name="escalation_one_open",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(ended_at=None, due_at__isnull=False),
                name="escalation_rung_due",
            )
        ]

    def __str__(self) -> str:
        """Return the ladder and its state."""
        return f"{self.document_id}: {self.state}"

    @property
    def informs(self) -> bool:
        """Return whether it only tells somebody, and brings nobody onto the line."""
        return bool(self.limits.get("informs"))

    def value(self) -> rules.Ladder:
        """Return the ladder as the value on which its rules decide."""
        rows = self.hand_overs.filter(state__in=ACTIVE).order_by("accepted_at")
        return rules.Ladder(
            rungs=tuple(rung_from_json(one) for one in self.rungs),
            limits=self.state_limits(),
            informs=self.informs,
            rung=self.rung,
            attempt=self.attempt,
            round=self.round,
            ringing=self.ended_at is None and self.due_at is not None,
            due_at=self.due_at,
            nobody=self.nobody_on_duty,
            receivers=tuple(row.value() for row in rows),
            ended=rules.Ended(self.state) if self.ended_at else None,
        )

    def state_limits(self) -> rules.Limits:
        """Return how long each state after an acceptance may last."""
        names = ("accepted_s", "joined_s", "spoke_s")
        return rules.Limits(*(timedelta(seconds=self.limits[name]) for name in names))

    def take(self, ladder: rules.Ladder) -> None:
        """Set what a decision changed; hand-overs are rows of their own."""
        self.rung, self.attempt, self.round = ladder.rung, ladder.attempt, ladder.round
        self.due_at, self.nobody_on_duty = ladder.due_at, ladder.nobody


def rung_from_json(data: dict[str, Any]) -> rules.Rung:
    """Return a rung as it was copied into a running ladder.

    One that was copied before rungs knew of calls, hours and other sites says `on_duty` alone.
    """
    duty = data.get("duty") or ("on_duty" if data["on_duty"] else "anyone")
    return rules.Rung(
        roles=tuple(data["roles"]),
        name=data["name"],
        skills=tuple(data["skills"]),
        duty=rules.Duty(duty),
        pick=rules.Pick(data["pick"]),
        channels=tuple(data["channels"]),
        seconds=data["seconds"],
        tries=data["tries"],
        between=tuple((begins, ends) for begins, ends in data.get("between", ())),
        sites=rules.Sites(data.get("sites", "own")),
        people=tuple(uuid.UUID(one) for one in data.get("people", ())),
    )


def rung_to_json(rung: rules.Rung) -> dict[str, Any]:
    """Return a rung as the plain values that a running ladder keeps."""
    named = {"people": [str(one) for one in rung.people]} if rung.people else {}
    return named | {
        "name": rung.name,
        "roles": list(rung.roles),
        "skills": list(rung.skills),
        "duty": rung.duty.value,
        "pick": rung.pick.value,
        "channels": list(rung.channels),
        "seconds": rung.seconds,
        "tries": rung.tries,
        "between": [list(window) for window in rung.between],
        "sites": rung.sites.value,
    }


class Page(models.Model):
    """One person rung by one rung over one channel. It carries level, site and number alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ladder = models.ForeignKey(Ladder, on_delete=models.PROTECT, related_name="pages")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="pages")
    rung = models.PositiveSmallIntegerField()
    attempt = models.PositiveSmallIntegerField(default=1)
    round = models.PositiveIntegerField(default=1)
    channel = models.CharField(max_length=16)
    paged_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, blank=True, help_text="accepted, declined, late")
    answered_by = models.CharField(
        max_length=12, blank=True, help_text="screen, link, code, key: how it was answered"
    )
    reason = models.CharField(max_length=240, blank=True)
    contact_point = models.ForeignKey(
        "people.ContactPoint", null=True, on_delete=models.PROTECT, related_name="+"
    )
    message_id = models.UUIDField(null=True, help_text="of the outbox; null: rings on the screen")
    state = models.CharField(
        max_length=10, default="rings", help_text="rings (a screen), queued, sent, failed"
    )
    sent_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=200, blank=True, help_text="why it did not leave")
    link_digest = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="SHA-256 of its single-use link"
    )
    code_digest = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="keyed hash of the code to text back"
    )
    used_at = models.DateTimeField(null=True, help_text="when its link, code or key was used up")
    expires_at = models.DateTimeField(null=True)

    class Meta:
        """Who was rung is found by person."""

        indexes: ClassVar = [
            models.Index(
                fields=["person", "paged_at"],
                condition=models.Q(answered_at=None),
                name="escalation_unanswered",
            )
        ]

    def __str__(self) -> str:
        """Return which rung rang whom."""
        return f"rung {self.rung} -> {self.person_id}"


class HandOver(models.Model):
    """The way of one person who accepted: accepted, joined, spoke, completed.

    Or lost (they vanished, or could not come after all), returned (they gave the contact back),
    relieved (they were not needed in the end). `late` says that the ladder rings beside them:
    they stay accepted and can still join, and a second person may accept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ladder = models.ForeignKey(Ladder, on_delete=models.PROTECT, related_name="hand_overs")
    receiver = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10,
        default="accepted",
        help_text="accepted, joined, spoke, completed, lost, returned, relieved",
    )
    purpose = models.CharField(max_length=12, default="respond", help_text="see the ladder's")
    was = models.CharField(
        max_length=12, default="free", help_text="what they were doing before they accepted"
    )
    accepted_at = models.DateTimeField()
    briefed_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)
    spoke_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True, help_text="when they gave the contact back")
    due_at = models.DateTimeField(null=True, help_text="limit of the present state")
    late = models.BooleanField(default=False, help_text="a limit passed: ringing again beside")

    class Meta:
        """One person who is not late holds a ladder; the database decides who was first."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ladder"],
                condition=models.Q(late=False) & ~models.Q(state__in=OVER),
                name="escalation_one_wins",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="escalation_limit_due",
            )
        ]

    def __str__(self) -> str:
        """Return who and how far."""
        return f"{self.receiver_id}: {self.state}"

    def value(self) -> rules.Receiver:
        """Return the receiver as the value on which the rules decide."""
        return rules.Receiver(
            who=self.receiver_id,
            stage=rules.Stage(self.state),
            since=self.accepted_at,
            due_at=self.due_at,
            late=self.late,
        )


class Following(models.Model):
    """A supervisor who follows the lines of an incident, since when (S2-4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="followers"
    )
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        """A person follows an incident once at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "person"],
                condition=models.Q(until=None),
                name="escalation_following_once",
            )
        ]

    def __str__(self) -> str:
        """Return who follows."""
        return f"{self.person_id} follows {self.incident_id}"


class Guidance(models.Model):
    """One message of a supervisor to whoever has the contact (S2-5). Its words are in the log."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="guidance"
    )
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reader = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    sequence = models.PositiveBigIntegerField(help_text="of the entry in the incident's stream")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        """Read in the order in which they were sent."""

        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        """Return who wrote and when."""
        return f"{self.author_id} {self.at:%H:%M:%S}"
