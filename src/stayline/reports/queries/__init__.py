"""What can be read of reports and cases."""

from stayline.reports.queries.views import (
    AmendmentView,
    CaseView,
    DraftView,
    FieldView,
    ReportView,
    case_of,
    case_view,
    cases_of,
    draft,
    report,
    report_view,
    reports_of,
    time_to_submission,
    times_to_submission,
)

__all__ = [
    "AmendmentView",
    "CaseView",
    "DraftView",
    "FieldView",
    "ReportView",
    "case_of",
    "case_view",
    "cases_of",
    "draft",
    "report",
    "report_view",
    "reports_of",
    "time_to_submission",
    "times_to_submission",
]
