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
    """Somebody typed into the form. Only the names of the fields are in the log."""

    kind: ClassVar[str] = "reports.draft.saved"
    sentence: ClassVar[str] = "The form was saved: {fields}."

    report: str
    version: int
    fields: list[str]


@register
class ReportSubmitted(Event):
    """A report got its number; its answers stand from now on (S1-45, X-4)."""

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
