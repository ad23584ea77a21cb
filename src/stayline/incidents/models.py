"""Tables of the record. The lock order is head of the stream, run, ladder, obligation, form."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.db import models

DRILL: Final = "drill"
"""How the incident of a planned drill was opened."""

DRILL_ROOM: Final = "drill room"
"""The source of a planned drill's contact: nobody reviews or counts it.

What is played by `stayline drill` comes from a source of its own, and is worked like any contact.
"""


class Counter(models.Model):
    """The last number given of one series; taken last in a transaction, so gaps are evidence."""

    series = models.CharField(primary_key=True, max_length=24, help_text="SL-2026, SLX-2026 ...")
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Return the series and its last number."""
        return f"{self.series} {self.last}"


class Incident(models.Model):
    """One incident: everything that is owed and done because of one contact or report."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(
        max_length=24, unique=True, help_text="SL-2026-000123, SLX- for exercises"
    )
    stream_id = models.UUIDField(unique=True)
    exercise = models.BooleanField(editable=False)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="incidents")
    contact = models.ForeignKey(
        "contacts.Contact", null=True, on_delete=models.PROTECT, related_name="incidents"
    )
    kind = models.CharField(max_length=24, help_text="the harm that leads")
    level = models.PositiveSmallIntegerField(help_text="0 is the most urgent")
    level_because = models.JSONField(default=list)
    opened_how = models.CharField(max_length=8, help_text="signal, button, aid or seen")
    opened_by = models.UUIDField(help_text="who pressed, or the listener")
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="open", help_text="open or closed")
    duties = models.JSONField(default=list)
    owner = models.ForeignKey(
        "people.Person",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="who owns the run; moves at spoke",
    )
    safety_recorded_at = models.DateTimeField(null=True)
    contact_ended_at = models.DateTimeField(null=True)
    opened_in_error_at = models.DateTimeField(null=True, help_text="rule X-10")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    content_erased_at = models.DateTimeField(
        null=True, help_text="its time was over, and the caller's content went"
    )
    words_not_kept_from = models.DateTimeField(null=True, help_text="after a machine crash")
    outcome = models.CharField(
        max_length=24, blank=True, help_text="how a difficult call ended, from its record"
    )
    silence_due_at = models.DateTimeField(
        null=True, help_text="chat: when nothing was said for so long that a supervisor is asked"
    )
    links = models.ManyToManyField(
        "self", blank=True, help_text="earlier and later incidents of the same caller"
    )

    class Meta:
        """One open contact has one incident."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contact"], name="incidents_one_a_contact"),
            models.CheckConstraint(condition=models.Q(level__lte=3), name="incidents_level"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["site", "level", "opened_at"],
                condition=models.Q(state="open"),
                name="incidents_open",
            ),
            models.Index(
                fields=["silence_due_at"],
                condition=models.Q(silence_due_at__isnull=False),
                name="incidents_silence_due",
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return self.number


class Threat(models.Model):
    """One threat of an incident; each owes its own report (S1-20)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="threats")
    kind = models.CharField(max_length=24)
    form = models.CharField(max_length=10, help_text="direct, implied, perceived")
    conditional = models.BooleanField(default=False)
    imminent = models.BooleanField(default=False)
    signal_id = models.UUIDField(null=True)
    line_id = models.CharField(max_length=80, blank=True)
    stated_by_person = models.BooleanField(
        default=False, help_text="a person said so: X-10 is shut"
    )
    protocol_id = models.CharField(
        max_length=60, blank=True, help_text="whose duties and obligations it brings"
    )
    protocol_digest = models.CharField(
        max_length=64, blank=True, help_text="the version of then; empty: built in"
    )
    at = models.DateTimeField()
    report_number = models.CharField(max_length=24, blank=True)
    void_at = models.DateTimeField(null=True, help_text="opened in error")

    class Meta:
        """The same signal raises no second threat."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "signal_id"],
                condition=models.Q(signal_id__isnull=False),
                name="incidents_threat_once",
            )
        ]

    def __str__(self) -> str:
        """Return the kind."""
        return self.kind


class Run(models.Model):
    """One run of one protocol version; `state` is the fold of its events."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="runs")
    protocol_id = models.CharField(max_length=60)
    protocol_digest = models.CharField(
        max_length=64, blank=True, help_text="empty: minimum-safe path"
    )
    wording_digest = models.CharField(
        max_length=64, blank=True, help_text="in which other words; empty: the protocol's own"
    )
    withheld_digest = models.CharField(
        max_length=64,
        blank=True,
        help_text="the certified version it stands in for: its agent was not trained on it",
    )
    state = models.JSONField(help_text="the fold of its events, without what was answered")
    answers_sealed = models.BinaryField(
        default=bytes, help_text="what was answered, sealed under the stream's key"
    )
    sequence = models.PositiveIntegerField(default=0, help_text="commands must carry it")
    started_at = models.DateTimeField()
    step_due_at = models.DateTimeField(
        null=True, help_text="when the current step's clock runs out"
    )
    ring_due_at = models.DateTimeField(null=True, help_text="when a ladder that waits must ring")
    parked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=16, blank=True)

    class Meta:
        """One run of an incident is current; the watcher finds due steps by their column."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident"],
                condition=models.Q(parked_at=None, ended_at=None),
                name="incidents_one_current_run",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["step_due_at"],
                condition=models.Q(step_due_at__isnull=False),
                name="incidents_step_due",
            ),
            models.Index(
                fields=["ring_due_at"],
                condition=models.Q(ring_due_at__isnull=False),
                name="incidents_ring_due",
            ),
        ]

    def __str__(self) -> str:
        """Return the protocol and its version."""
        return f"{self.protocol_id}@{self.protocol_digest[:12]}"


class Obligation(models.Model):
    """Something owed, by whom, by when, and what happens if not (`protocol-language.md` 6)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="obligations")
    threat = models.ForeignKey(
        Threat, null=True, on_delete=models.PROTECT, related_name="obligations"
    )
    name = models.CharField(max_length=60, help_text="the obligation's id in the document")
    protocol_id = models.CharField(
        max_length=60, blank=True, help_text="the document that owes it; empty: the engine, a room"
    )
    do_kind = models.CharField(max_length=16, help_text="file, raise, start, confirm, dispatch ...")
    do_target = models.CharField(max_length=60)
    by = models.CharField(max_length=12, help_text="agent, receiver, supervisor, system")
    owner = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=8, default="owed", help_text="waiting, owed, missed, met, waived, void"
    )
    owed_at = models.DateTimeField(null=True)
    within_s = models.PositiveIntegerField(null=True, help_text="seconds")
    after_s = models.PositiveIntegerField(
        null=True, help_text="seconds from the release of the last leg, where that clock waits"
    )
    asked_due_at = models.DateTimeField(
        null=True, help_text="by when its documents want it, before the centre's own rules"
    )
    due_at = models.DateTimeField(null=True, help_text="by when it is owed: the sooner of both")
    remind_at = models.DateTimeField(null=True, help_text="when somebody is asked for it again")
    reminded = models.PositiveIntegerField(default=0, help_text="how often somebody was asked")
    otherwise = models.JSONField(default=list)
    met_at = models.DateTimeField(null=True)
    met_by = models.UUIDField(null=True)
    waived_at = models.DateTimeField(null=True)
    waived_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """The watcher finds what is due by its column."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "name"],
                condition=models.Q(threat=None),
                name="incidents_obligation_once",
            ),
            models.UniqueConstraint(
                fields=["incident", "name", "threat"],
                condition=models.Q(threat__isnull=False),
                name="incidents_obligation_once_a_threat",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=models.Q(state="owed"), name="incidents_due"),
            models.Index(
                fields=["remind_at"],
                condition=models.Q(state__in=("owed", "missed"), remind_at__isnull=False),
                name="incidents_remind",
            ),
        ]

    def __str__(self) -> str:
        """Return what is owed and how it stands."""
        return f"{self.name}: {self.state}"


class OwedRule(models.Model):
    """The centre's own time for something owed: sooner than its document wants it, never later."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(
        "people.Site",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="empty: every site",
    )
    level = models.PositiveSmallIntegerField(help_text="holds at this level and above: 3 is all")
    do_kind = models.CharField(max_length=16)
    do_target = models.CharField(max_length=60)
    within_s = models.PositiveIntegerField(help_text="seconds from when it is owed")
    because = models.CharField(max_length=200, help_text="what asks for it, in words")
    set_by = models.UUIDField()
    set_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.UUIDField(null=True)

    class Meta:
        """A minute is the least: nobody can do anything in less."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(within_s__gte=60), name="incidents_rule_minute"
            ),
            models.CheckConstraint(condition=models.Q(level__lte=3), name="incidents_rule_level"),
        ]
        ordering: ClassVar = ["do_target", "level", "within_s"]

    def __str__(self) -> str:
        """Return what it is about and how long it gives."""
        return f"{self.do_target}: {self.within_s} s"


class IncidentLine(models.Model):
    """Which entry of the stream holds which line; the words are in the ledger alone."""

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="lines")
    line_id = models.CharField(max_length=80)
    sequence = models.PositiveBigIntegerField(help_text="of the entry in the incident's stream")
    at = models.DateTimeField()

    class Meta:
        """A line is kept once, however often it is sent."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "line_id"], name="incidents_line_once")
        ]

    def __str__(self) -> str:
        """Return which line, never its words."""
        return f"{self.incident_id}/{self.line_id}"


class EndingRequest(models.Model):
    """An agent asks to end a contact after the warnings, where the site wants it approved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="endings")
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """One question waits at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident"],
                condition=models.Q(decided_at=None),
                name="incidents_one_ending_asked",
            )
        ]

    def __str__(self) -> str:
        """Return how it stands."""
        return "asked" if self.approved is None else f"approved: {self.approved}"


class Callback(models.Model):
    """What was recorded about calling a lost caller back: an agreement, or a try."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="callbacks")
    kind = models.CharField(max_length=8, help_text="agreed, safe or try")
    outcome = models.CharField(max_length=16, blank=True, help_text="of a try")
    by = models.UUIDField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return what it was."""
        return f"{self.kind} {self.outcome}".strip()
