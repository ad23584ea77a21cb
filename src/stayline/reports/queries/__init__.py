"""What can be read of reports and cases."""

from stayline.reports.queries.followed import (
    Followed,
    SentView,
    TaskView,
    followed,
    tasks_of,
)
from stayline.reports.queries.gathering import Gathering, Item, Standing, gathering
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
    "Followed",
    "Gathering",
    "Item",
    "ReportView",
    "SentView",
    "Standing",
    "TaskView",
    "case_of",
    "case_view",
    "cases_of",
    "draft",
    "followed",
    "gathering",
    "report",
    "report_view",
    "reports_of",
    "tasks_of",
    "time_to_submission",
    "times_to_submission",
]
