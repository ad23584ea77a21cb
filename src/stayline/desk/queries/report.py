"""The report page: one form as it fills, or as it was submitted."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from stayline.incidents.models import Incident
from stayline.people.queries import names
from stayline.platform.actors import Actor
from stayline.privacy.errors import NotOnTheList
from stayline.reports.models import Report
from stayline.reports.policies import may_report
from stayline.reports.queries import (
    CaseView,
    DraftView,
    ReportView,
    case_of,
    draft,
    report,
    report_view,
)


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A draft, or what was submitted with its amendments and case."""

    row: Report
    incident: Incident
    draft: DraftView
    submitted: ReportView | None
    submitted_by: str
    case: CaseView | None
    zone: str
    live_topic: str


def report_page(report_id: UUID, *, actor: Actor) -> ReportPage:
    """Return the page of a report.

    Raises:
        ReportNotFound: no report has this id.
        NotOnTheList: `actor` does not handle the incident.
        ContentErased: the caller's data were erased.
    """
    row = report(report_id)
    if not may_report(actor, row):
        raise NotOnTheList
    submitted = report_view(report_id) if row.submitted_at else None
    who = names([submitted.submitted_by]) if submitted else {}
    return ReportPage(
        row=row,
        incident=row.incident,
        draft=draft(report_id),
        submitted=submitted,
        submitted_by=who.get(submitted.submitted_by, "") if submitted else "",
        case=case_of(report_id),
        zone=row.incident.site.zone,
        live_topic=f"incident:{row.incident_id}",
    )
