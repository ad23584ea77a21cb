"""What the log says about reports and cases. Answers are sealed under the caller's key."""

from typing import Any, ClassVar

from stayline.ledger.events import Event, register


@register
class DraftOpened(Event):
    """A form was opened for a threat or an incident, and fills itself from now on."""

    kind: ClassVar[str] = "reports.draft.opened"
    sentence: ClassVar[str] = "The form {form} was opened for {harm}."

    report: str
    threat: str | None
    harm: str
    form: str
    form_digest: str


@register
class DraftSaved(Event):
    """Somebody typed into the form. Only the names of the fields are in the log.

    `notes` names the version of the site's notes that stood beside them (S1-53).
    """

    kind: ClassVar[str] = "reports.draft.saved"
    sentence: ClassVar[str] = "The form was saved: {fields}."

    report: str
    version: int
    fields: list[str]
    notes: str = ""


@register
class ReportSubmitted(Event):
    """A report got its number; its answers stand from now on (S1-45, X-4).

    `notes` names the version of the site's notes that stood beside the fields (S1-53).
    """

    kind: ClassVar[str] = "reports.report.submitted"
    personal: ClassVar[frozenset[str]] = frozenset({"answers"})
    sentence: ClassVar[str] = "Report {number} was submitted ({completeness})."

    report: str
    number: str
    threat: str | None
    harm: str
    form: str
    form_digest: str
    answers: dict[str, Any]
    filled_by: dict[str, str]
    completeness: str
    missing: list[str]
    seconds_from_flag: int
    notes: str = ""


@register
class ReportAmended(Event):
    """A later fact was added to a report; nothing was overwritten (X-4)."""

    kind: ClassVar[str] = "reports.report.amended"
    personal: ClassVar[frozenset[str]] = frozenset({"answers"})
    sentence: ClassVar[str] = "Amendment {ordinal} was added to report {number}."

    report: str
    number: str
    ordinal: int
    answers: dict[str, Any]


@register
class CaseOpened(Event):
    """The follow-on case was opened; Referral Comments holds the report's number (S1-64)."""

    kind: ClassVar[str] = "reports.case.opened"
    personal: ClassVar[frozenset[str]] = frozenset({"answers"})
    sentence: ClassVar[str] = (
        "Case {reference} was opened for {queue}, with report {report_number} in Referral Comments."
    )

    case: str
    reference: str
    report: str
    report_number: str
    queue: str
    form_digest: str
    answers: dict[str, Any]


@register
class CaseDelivered(Event):
    """The queue took the case, and said under which reference."""

    kind: ClassVar[str] = "reports.case.delivered"
    sentence: ClassVar[str] = "Case {reference} was delivered; the queue calls it {outside}."

    case: str
    reference: str
    outside: str


@register
class CaseAmended(Event):
    """Fields of a case were corrected or added; what it said before stays in the log (X-4)."""

    kind: ClassVar[str] = "reports.case.amended"
    personal: ClassVar[frozenset[str]] = frozenset({"answers"})
    sentence: ClassVar[str] = "Amendment {ordinal} was made to case {reference}."

    case: str
    reference: str
    ordinal: int
    answers: dict[str, Any]


@register
class CaseDecided(Event):
    """Whether a report gets a case was decided by a person: `yes`, or `no` with a reason."""

    kind: ClassVar[str] = "reports.case.decided"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})
    sentence: ClassVar[str] = "“{question}” for report {number}: {answer}. {reason}"

    report: str
    number: str
    question: str
    answer: str
    reason: str


@register
class RecordSent(Event):
    """The record of a difficult call, or an amendment to it, was sent to a queue (S2-39)."""

    kind: ClassVar[str] = "reports.record.sent"
    sentence: ClassVar[str] = "Record {number} was sent to {queue}."

    report: str
    number: str
    queue: str
    amendment: int


@register
class RecordDelivered(Event):
    """A queue took the record of a difficult call, and said under which reference."""

    kind: ClassVar[str] = "reports.record.delivered"
    sentence: ClassVar[str] = "Record {number} was delivered to {queue}, which calls it {outside}."

    number: str
    queue: str
    outside: str


@register
class TaskOpened(Event):
    """A record of a difficult call left something to do (S2-40)."""

    kind: ClassVar[str] = "reports.task.opened"
    personal: ClassVar[frozenset[str]] = frozenset({"text"})
    sentence: ClassVar[str] = "Follow-up task {ordinal} of record {number}: {text}"

    task: str
    number: str
    ordinal: int
    text: str
    owner: str
    due_at: str


@register
class TaskPlanned(Event):
    """A follow-up task got an owner and a date."""

    kind: ClassVar[str] = "reports.task.planned"
    sentence: ClassVar[str] = "The follow-up task is due {due_at}."

    task: str
    owner: str
    due_at: str


@register
class TaskDone(Event):
    """A follow-up task was done."""

    kind: ClassVar[str] = "reports.task.done"
    sentence: ClassVar[str] = "The follow-up task was done."

    task: str
