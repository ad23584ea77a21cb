"""Drafts as they stand, what was submitted, cases, and how quick it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from stayline.ledger.actions import unseal
from stayline.ledger.queries import entries
from stayline.library.queries import NotesShown, form_by_digest, noted, notes_shown
from stayline.reports.errors import CaseNotFound, ReportNotFound, ReportNotSubmitted
from stayline.reports.events import ReportAmended, ReportSubmitted
from stayline.reports.models import SYSTEM, THREAT_FORM, Case, Draft, Report
from stayline.reports.queries.facts import threat_facts
from stayline_core.forms import (
    Answer,
    Completeness,
    Field,
    Form,
    answers_from_json,
    completeness,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime, timedelta
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.ledger.events import Event

E = TypeVar("E", bound="Event")

CASE_FORM: Final = "case"


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field on screen: its document, its answer, and who gave it.

    `by` is `system`, `person` or empty; `open` says that the field is still asked for.
    """

    field: Field
    answer: Answer | None
    shown: str
    by: str
    open: bool


@dataclass(frozen=True, slots=True)
class DraftView:
    """A form that is being filled; `version` goes with the next save."""

    report_id: UUID
    incident_id: UUID
    form: Form
    version: int
    fields: tuple[FieldView, ...]
    completeness: Completeness
    number: str
    """Empty until the report is submitted."""


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """A later fact: its ordinal, when and by whom (a person's id), and its fields."""

    ordinal: int
    at: datetime
    by: UUID
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """A submitted report as the ledger keeps it; `fields` is empty when it was erased."""

    report_id: UUID
    incident_id: UUID
    number: str
    form: Form
    submitted_at: datetime
    submitted_by: UUID
    completeness: str
    fields: tuple[FieldView, ...]
    amendments: tuple[AmendmentView, ...]
    case_id: UUID | None
    erased: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case: where it was sent, how it links back, and whether the queue has it."""

    case_id: UUID
    incident_id: UUID
    reference: str
    outside_reference: str
    queue: str
    referral_comments: str
    report_id: UUID
    report_number: str
    fields: tuple[FieldView, ...]
    opened_at: datetime
    delivered_at: datetime | None


def report(report_id: UUID) -> Report:
    """Return the report of this id, with its incident, threat and contact.

    Raises:
        ReportNotFound: no report has it.
    """
    rows = Report.objects.select_related(
        "incident", "incident__site", "incident__contact", "threat"
    )
    found = rows.filter(id=report_id).first()
    if found is None:
        raise ReportNotFound(report=str(report_id))
    return found


def reports_of(incident_id: UUID) -> list[Report]:
    """Return the reports of an incident, drafts included, the oldest first."""
    rows = Report.objects.filter(incident_id=incident_id).select_related("threat")
    return list(rows.order_by("opened_at", "id"))


def subject_of(incident: Incident) -> str:
    """Return whose data the answers are: the caller's, or that of a report without contact."""
    return incident.contact.subject if incident.contact else f"reported:{incident.id}"


def stored_draft(row: Report) -> Draft:
    """Return the draft as it was last saved, unsealed.

    Raises:
        ContentErased: the caller's data were erased, and the draft with them.
    """
    incident = row.incident
    sealed = bytes(row.draft_sealed)
    return Draft.from_bytes(unseal(incident.stream_id, subject_of(incident), sealed))


def form_of(row: Report) -> Form:
    """Return the form of a report, with the fields that its kind of threat needs (S1-54)."""
    harm = row.threat.kind if row.threat else row.incident.kind
    return form_by_digest(row.form_digest).for_harm(harm)


def notes_beside(row: Report) -> NotesShown:
    """Return the notes that its site put beside the fields of a report's form (S1-53)."""
    return notes_shown(row.form_id, row.incident.site.slug)


def standing_draft(row: Report) -> Draft:
    """Return the draft with what the system knows by now, in fields nobody typed in."""
    stored = stored_draft(row)
    if row.submitted_at is not None:
        return stored
    facts = threat_facts(form_of(row), row.incident, row.threat)
    return stored.with_facts(facts, row.draft_version)


def draft(report_id: UUID) -> DraftView:
    """Return a form as it stands, filling itself from the contact (S1-44).

    Raises:
        ReportNotFound: no report has this id.
        ContentErased: the caller's data were erased.
    """
    row = report(report_id)
    form = noted(form_of(row), notes_beside(row))
    standing = standing_draft(row)
    answers = standing.answers()
    done = completeness(form, answers)
    return DraftView(
        report_id=row.id,
        incident_id=row.incident_id,
        form=form,
        version=row.draft_version,
        fields=_fields(form, answers, standing.filled_by(), done.missing),
        completeness=done,
        number=row.number,
    )


def report_view(report_id: UUID) -> ReportView:
    """Return what was submitted, from the ledger, with its amendments.

    Raises:
        ReportNotFound: no report has this id.
        ReportNotSubmitted: it is a draft still.
    """
    row = report(report_id)
    if row.submitted_at is None or row.submitted_by is None or row.entry_sequence is None:
        raise ReportNotSubmitted(report=str(report_id))
    form = form_of(row)
    kept = _entry(row.incident.stream_id, row.entry_sequence, ReportSubmitted)
    fields: tuple[FieldView, ...] = ()
    if kept is not None:
        answers = answers_from_json(kept.answers)
        fields = _fields(form, answers, kept.filled_by, tuple(kept.missing))
    return ReportView(
        report_id=row.id,
        incident_id=row.incident_id,
        number=row.number,
        form=form,
        submitted_at=row.submitted_at,
        submitted_by=row.submitted_by,
        completeness=row.completeness,
        fields=fields,
        amendments=_amendments(row, form),
        case_id=Case.objects.filter(report=row).values_list("id", flat=True).first(),
        erased=kept is None,
    )


def case_view(case_id: UUID) -> CaseView:
    """Return a case with its fields.

    Raises:
        CaseNotFound: no case has this id.
        ContentErased: the caller's data were erased.
    """
    rows = Case.objects.select_related("incident", "incident__contact", "report")
    row = rows.filter(id=case_id).first()
    if row is None:
        raise CaseNotFound(case=str(case_id))
    return _case_view(row)


def case_of(report_id: UUID) -> CaseView | None:
    """Return the case of a report, when it has one: report and case link both ways (S1-65)."""
    rows = Case.objects.select_related("incident", "incident__contact", "report")
    row = rows.filter(report_id=report_id).first()
    return _case_view(row) if row else None


def cases_of(incident_id: UUID) -> list[CaseView]:
    """Return the cases of an incident, the oldest first."""
    rows = Case.objects.select_related("incident", "incident__contact", "report")
    return [_case_view(row) for row in rows.filter(incident_id=incident_id).order_by("opened_at")]


def time_to_submission(row: Report) -> timedelta | None:
    """Return the time from the flag to the submission (S1-44); None while it is a draft."""
    if row.submitted_at is None:
        return None
    return row.submitted_at - flagged_at(row)


def times_to_submission(
    site_ids: Collection[UUID], *, since: datetime
) -> list[tuple[str, timedelta]]:
    """Return number and time from flag to submission of these sites' threats, oldest first.

    Exercises never count.
    """
    rows = Report.objects.filter(
        incident__site_id__in=site_ids,
        form_id=THREAT_FORM,
        submitted_at__gte=since,
        exercise=False,
    )
    found = rows.select_related("threat").order_by("submitted_at")
    return [(row.number, row.submitted_at - flagged_at(row)) for row in found if row.submitted_at]


def flagged_at(row: Report) -> datetime:
    """Return when the threat was flagged, or when a report without a threat was opened."""
    return row.threat.at if row.threat else row.opened_at


def _fields(
    form: Form, answers: Mapping[str, Answer], by: Mapping[str, str], missing: tuple[str, ...]
) -> tuple[FieldView, ...]:
    return tuple(
        FieldView(
            field=item,
            answer=answers.get(item.name),
            shown=shown(item, answers[item.name]) if item.name in answers else "",
            by=_by(by.get(item.name, "")),
            open=item.name in missing,
        )
        for item in form.fields
    )


def _by(who: str) -> str:
    if not who:
        return ""
    return SYSTEM if who == SYSTEM else "person"


def _amendments(row: Report, form: Form) -> tuple[AmendmentView, ...]:
    views = []
    for one in row.amendments.order_by("ordinal"):
        kept = _entry(row.incident.stream_id, one.entry_sequence, ReportAmended)
        answers = answers_from_json(kept.answers) if kept else {}
        given = tuple(view for view in _fields(form, answers, {}, ()) if view.answer is not None)
        views.append(AmendmentView(one.ordinal, one.at, one.by, given))
    return tuple(views)


def _case_view(row: Case) -> CaseView:
    incident = row.incident
    kept = Draft.from_bytes(
        unseal(incident.stream_id, subject_of(incident), bytes(row.fields_sealed))
    )
    form = form_by_digest(row.form_digest)
    return CaseView(
        case_id=row.id,
        incident_id=row.incident_id,
        reference=row.reference,
        outside_reference=row.outside_reference,
        queue=row.queue,
        referral_comments=row.referral_comments,
        report_id=row.report_id,
        report_number=row.report.number,
        fields=_fields(form, kept.answers(), kept.filled_by(), ()),
        opened_at=row.opened_at,
        delivered_at=row.delivered_at,
    )


def _entry(stream_id: UUID, sequence: int, kind: type[E]) -> E | None:
    """Return one entry of the stream, opened; None when its content was erased."""
    for one in entries(stream_id, after=sequence - 1, limit=1):
        if isinstance(one.event, kind):
            return one.event
    return None
