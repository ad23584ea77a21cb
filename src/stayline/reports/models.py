"""Tables of forms: draft, numbered report, numbered amendments, and the case."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.db import models

from stayline_core.forms import Answer, answers_from_json, answers_to_json

THREAT_FORM: Final = "security_threat"
"""The Corporate Security Threat Form: step 1 of the process (S1-14)."""

PEOPLE_AT_RISK: Final = "people_at_risk"
"""Who is at risk of a threat to others, told or not told and why: a record for each person."""

CALL_RECORD: Final = "call_record"
"""The record of a difficult call (S2-31)."""

SYSTEM: Final = "system"
"""Who filled a field that no person has typed in."""


class Report(models.Model):
    """One form, of one threat or of one incident. What was submitted never changes.

    Records of the same form and threat are counted by `ordinal`: each person at risk has one
    of their own, told by whom and when, with a number of its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="reports"
    )
    threat = models.ForeignKey(
        "incidents.Threat", null=True, on_delete=models.PROTECT, related_name="reports"
    )
    form_id = models.CharField(max_length=60)
    ordinal = models.PositiveSmallIntegerField(
        default=1, help_text="one, but for a further person at risk"
    )
    form_digest = models.CharField(max_length=64)
    exercise = models.BooleanField(editable=False)
    draft_sealed = models.BinaryField(
        default=bytes, help_text="answers as JSON, sealed under the stream's key"
    )
    draft_version = models.PositiveIntegerField(
        default=0, help_text="the later of two saves says so"
    )
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    number = models.CharField(max_length=24, blank=True, help_text="given on submission")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.UUIDField(null=True)
    completeness = models.CharField(max_length=8, blank=True, help_text="full or partial")
    entry_sequence = models.PositiveBigIntegerField(
        null=True, help_text="where the ledger keeps it"
    )

    class Meta:
        """A number is given once, and a form is opened once for a threat or an incident."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number"], condition=~models.Q(number=""), name="reports_number_once"
            ),
            models.UniqueConstraint(
                fields=["incident", "threat", "form_id", "ordinal"],
                condition=models.Q(threat__isnull=False),
                name="reports_form_once_a_threat",
            ),
            models.UniqueConstraint(
                fields=["incident", "form_id", "ordinal"],
                condition=models.Q(threat=None),
                name="reports_form_once_an_incident",
            ),
        ]

    def __str__(self) -> str:
        """Return the number, or that it is a draft."""
        return self.number or "draft"


class Amendment(models.Model):
    """A later fact, numbered; it overwrites nothing (X-4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="amendments")
    ordinal = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.UUIDField()
    entry_sequence = models.PositiveBigIntegerField()

    class Meta:
        """Amendments of a report are counted from one."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "ordinal"], name="reports_amendment_once")
        ]

    def __str__(self) -> str:
        """Return report and ordinal."""
        return f"{self.report_id}/{self.ordinal}"


class Case(models.Model):
    """The follow-on case for the supervisors' queue; it names the report in Referral Comments."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.PROTECT, related_name="cases"
    )
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="case")
    reference = models.CharField(max_length=40, unique=True, help_text="ours: SLC-2026-000012")
    outside_reference = models.CharField(
        max_length=120, blank=True, help_text="what the queue answered"
    )
    form_digest = models.CharField(max_length=64)
    queue = models.CharField(max_length=120)
    referral_comments = models.CharField(max_length=240)
    fields_sealed = models.BinaryField(
        help_text="the other fields as JSON, sealed under the stream's key"
    )
    exercise = models.BooleanField(editable=False)
    opened_at = models.DateTimeField()
    message_id = models.UUIDField(null=True, help_text="the outbox row that carries it")
    delivered_at = models.DateTimeField(null=True)
    amended = models.PositiveSmallIntegerField(default=0, help_text="how often it was corrected")

    class Meta:
        """A case cannot be without the report's number (S1-65)."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(referral_comments=""), name="reports_case_names_report"
            )
        ]

    def __str__(self) -> str:
        """Return the reference."""
        return self.reference


class CaseDecision(models.Model):
    """Whether a report gets a case, where the centre asks first (S1-61). The latest stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="decision")
    needed = models.BooleanField()
    by = models.UUIDField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the decision."""
        return "yes" if self.needed else "no"


class SentRecord(models.Model):
    """A record of a difficult call, or an amendment to it, on its way to a queue."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="sent")
    amendment = models.PositiveSmallIntegerField(default=0, help_text="0: the record itself")
    queue = models.CharField(max_length=120)
    message_id = models.UUIDField(help_text="the outbox row that carries it")
    sent_at = models.DateTimeField()
    outside_reference = models.CharField(max_length=120, blank=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        """A record goes to a queue once."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "amendment", "queue"], name="reports_sent_once"
            )
        ]

    def __str__(self) -> str:
        """Return the queue."""
        return self.queue


class FollowUp(models.Model):
    """Something to do after a difficult call, with an owner and a date (S2-40)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="tasks")
    ordinal = models.PositiveSmallIntegerField()
    text_sealed = models.BinaryField(help_text="sealed under the stream's key")
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)

    class Meta:
        """The tasks of a record are counted from one."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "ordinal"], name="reports_task_once")
        ]

    def __str__(self) -> str:
        """Return the ordinal, never the words."""
        return str(self.ordinal)


@dataclass(frozen=True, slots=True)
class Filled:
    """How one field of a draft stands: its answer, who gave it, and in which save.

    `answer` is None for a field that a person emptied: the system leaves it alone.
    """

    answer: Answer | None
    by: str
    version: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What a draft holds: the fields by name. It is sealed when it lies in the table."""

    fields: Mapping[str, Filled] = field(default_factory=dict)

    @classmethod
    def from_bytes(cls, plain: bytes) -> Draft:
        """Read what `to_bytes` wrote."""
        stored = json.loads(plain)
        answers = answers_from_json(
            {name: entry for name, entry in stored.items() if entry["state"] is not None}
        )
        return cls(
            {
                name: Filled(answers.get(name), entry["by"], entry["version"])
                for name, entry in stored.items()
            }
        )

    def to_bytes(self) -> bytes:
        """Return the bytes that are sealed."""
        answers = answers_to_json(self.answers())
        return json.dumps(
            {
                name: answers.get(name, {"state": None}) | {"by": one.by, "version": one.version}
                for name, one in self.fields.items()
            },
            ensure_ascii=False,
        ).encode()

    def answers(self) -> dict[str, Answer]:
        """Return the answers given, by whomever."""
        return {name: one.answer for name, one in self.fields.items() if one.answer is not None}

    def filled_by(self) -> dict[str, str]:
        """Return who gave each answer: `system`, or a person's pseudonym."""
        return {name: one.by for name, one in self.fields.items() if one.answer is not None}

    def typed(self) -> frozenset[str]:
        """Return the fields that a person has filled or emptied: theirs from then on."""
        return frozenset(name for name, one in self.fields.items() if one.by != SYSTEM)

    def with_facts(self, facts: Mapping[str, Answer], version: int) -> Draft:
        """Return the draft with what the system knows, in fields nobody has typed in."""
        theirs = self.typed()
        news = {
            name: Filled(answer, SYSTEM, version)
            for name, answer in facts.items()
            if name not in theirs and self._answer(name) != answer
        }
        return Draft({**self.fields, **news})

    def with_typed(self, changes: Mapping[str, Answer | None], by: str, version: int) -> Draft:
        """Return the draft with what a person typed; None empties a field."""
        typed = {name: Filled(answer, by, version) for name, answer in changes.items()}
        return Draft({**self.fields, **typed})

    def changed(self, sent: Mapping[str, Answer | None]) -> dict[str, Answer | None]:
        """Return what of `sent` differs from the draft."""
        return {name: answer for name, answer in sent.items() if self._answer(name) != answer}

    def conflicting(self, sent: Mapping[str, Answer | None], expected: int) -> tuple[str, ...]:
        """Return the fields of `sent` that a person filled otherwise after save `expected`.

        What the system filled meanwhile is no conflict: whoever types knows better.
        """
        return tuple(
            name
            for name in self.changed(sent)
            if name in self.typed() and self.fields[name].version > expected
        )

    def _answer(self, name: str) -> Answer | None:
        one = self.fields.get(name)
        return one.answer if one else None
