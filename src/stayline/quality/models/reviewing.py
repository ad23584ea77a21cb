"""Tables of reviewing: the queue, the sample, the judgement, the calibration."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Why(models.TextChoices):
    """Why a contact stands in the queue."""

    ESCALATED = "escalated", "Escalated"
    OPENED_IN_ERROR = "opened_in_error", "Opened in error"
    SAMPLE = "sample", "From the random sample"
    ASKED = "asked", "Asked for"
    ADVICE = "advice", "Advice that was not approved"


class Result(models.TextChoices):
    """What a finished review comes to (S2-42). No number, so that nobody is ranked by it."""

    GOOD = "good", "Good"
    MIXED = "mixed", "Mixed"
    POOR = "poor", "Needs work"
    MUST_NOT = "must_not", "Something happened that must not"


class ReviewQueue(models.Model):
    """The queue of one site: how much is drawn, and when it is looked for what belongs in it.

    Its stream is the log of everything that reviewing does at the site, and the judgements are
    sealed under its keys, one for each review.
    """

    site = models.OneToOneField(
        "people.Site", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    stream_id = models.UUIDField(unique=True)
    exercise = models.BooleanField(editable=False)
    permille = models.PositiveSmallIntegerField(default=20, help_text="of the rest is drawn")
    each = models.PositiveSmallIntegerField(
        default=1, help_text="at least so many of each person who took contacts"
    )
    begun_at = models.DateTimeField(help_text="nothing before the week of then is looked at")
    look_at = models.DateTimeField(db_index=True, help_text="when it is looked again")
    drawn_week = models.DateField(null=True, help_text="the Monday for which it was drawn last")

    class Meta:
        """A share is of a thousand; whoever took contacts is seen at least by one."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(permille__gte=1, permille__lte=1000, each__gte=1),
                name="quality_queue_share",
            )
        ]

    def __str__(self) -> str:
        """Return the share."""
        return f"{self.site_id}: {self.permille} in a thousand"


class SampleDraw(models.Model):
    """One draw of one week: what it was drawn from and with which seed, so that it can be proved.

    `seed` follows from the site and the week, `candidates_digest` is the SHA-256 of the sorted
    ids of the contacts it was drawn from; `stayline_core.sampling.draw` gives the same again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    week = models.DateField(help_text="the Monday of the week in whose queue they stand")
    exercise = models.BooleanField(editable=False)
    seed = models.CharField(max_length=64)
    permille = models.PositiveSmallIntegerField()
    each = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField(help_text="who took contacts in the week before")
    candidates = models.PositiveIntegerField()
    candidates_digest = models.CharField(max_length=64)
    chosen = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()

    class Meta:
        """A week of a site is drawn once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "week"], name="quality_drawn_once")
        ]

    def __str__(self) -> str:
        """Return the week and how many."""
        return f"{self.week}: {self.chosen} of {self.candidates}"


class CalibrationRound(models.Model):
    """One contact judged by several reviewers, none of whom sees the others' until it closes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(
        "contacts.Contact", null=True, on_delete=models.PROTECT, related_name="+"
    )
    incident = models.ForeignKey(
        "incidents.Incident", null=True, on_delete=models.PROTECT, related_name="+"
    )
    exercise = models.BooleanField(editable=False)
    card_id = models.CharField(max_length=60)
    card_digest = models.CharField(max_length=64)
    opened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)

    def __str__(self) -> str:
        """Return when it was opened."""
        return f"{self.opened_at:%Y-%m-%d}"


class Review(models.Model):
    """One contact to be judged by one reviewer, from the queue or in a calibration round.

    `subject` is whose handling it is: the agent, where one is known. `body` holds the answers
    and the words of the reviewer, sealed in the stream of the site's queue.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    why = models.CharField(max_length=16, choices=Why.choices)
    contact = models.ForeignKey(
        "contacts.Contact", null=True, on_delete=models.PROTECT, related_name="reviews"
    )
    incident = models.ForeignKey(
        "incidents.Incident", null=True, on_delete=models.PROTECT, related_name="reviews"
    )
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="reviews_of"
    )
    week = models.DateField(help_text="the Monday of the week in whose queue it stands")
    asked_by = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tell_at = models.DateTimeField(
        null=True, help_text="when it is told that it is overdue; null: it was, or it is finished"
    )
    overdue_told_at = models.DateTimeField(null=True)
    exercise = models.BooleanField(editable=False)
    reviewer = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="reviews_by"
    )
    claimed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True, help_text="when its reviewer first read the record")
    finished_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=8, blank=True, choices=Result.choices)
    card_id = models.CharField(max_length=60)
    card_digest = models.CharField(
        max_length=64, blank=True, help_text="the version in force when it was taken"
    )
    body = models.BinaryField(default=bytes, help_text="answers and words, sealed")
    body_version = models.PositiveIntegerField(default=0, help_text="of two saves, the later says")
    changed_at = models.DateTimeField(null=True)
    words_gone_at = models.DateTimeField(
        null=True, help_text="their time was over; result and answers stay"
    )
    round = models.ForeignKey(
        CalibrationRound, null=True, on_delete=models.PROTECT, related_name="reviews"
    )

    class Meta:
        """Nothing stands twice in the queue for one reason; what is due is found by its column."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(contact__isnull=False) | models.Q(incident__isnull=False),
                name="quality_review_of_something",
            ),
            models.UniqueConstraint(
                fields=["contact"],
                condition=models.Q(round=None, why="sample"),
                name="quality_sampled_once",
            ),
            models.UniqueConstraint(
                fields=["incident", "why"],
                condition=models.Q(round=None, why__in=["escalated", "opened_in_error"]),
                name="quality_review_once",
            ),
            models.UniqueConstraint(
                fields=["incident"],
                condition=models.Q(round=None, why="advice", finished_at=None),
                name="quality_advice_once",
            ),
            models.UniqueConstraint(
                fields=["round", "reviewer"],
                condition=models.Q(round__isnull=False),
                name="quality_round_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["tell_at"],
                condition=models.Q(tell_at__isnull=False),
                name="quality_review_overdue",
            ),
            models.Index(fields=["site", "week"], name="quality_review_week"),
            models.Index(
                fields=["site", "due_at"],
                condition=models.Q(finished_at=None),
                name="quality_review_open",
            ),
            models.Index(fields=["subject", "finished_at"], name="quality_review_subject"),
        ]

    def __str__(self) -> str:
        """Return why it stands there; never of whom."""
        return f"{self.why} {self.week}"
