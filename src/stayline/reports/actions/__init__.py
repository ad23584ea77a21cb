"""What is done to reports and cases."""

from stayline.reports.actions.amend import amend_report
from stayline.reports.actions.attach import (
    ATTACHMENT_KINDS,
    attach,
    keep_attachment,
    receive_attachment,
)
from stayline.reports.actions.cases import (
    CASE_CHANNEL,
    CASE_KIND,
    open_case,
    open_case_in_transaction,
    record_case_delivered,
)
from stayline.reports.actions.drafts import (
    Saved,
    open_report_in_transaction,
    refresh_drafts_in_transaction,
    save_draft,
)
from stayline.reports.actions.effects import ReportEffects
from stayline.reports.actions.fill import fill_open_fields
from stayline.reports.actions.submit import Submitted, submit_report

__all__ = [
    "ATTACHMENT_KINDS",
    "CASE_CHANNEL",
    "CASE_KIND",
    "ReportEffects",
    "Saved",
    "Submitted",
    "amend_report",
    "attach",
    "fill_open_fields",
    "keep_attachment",
    "open_case",
    "open_case_in_transaction",
    "open_report_in_transaction",
    "receive_attachment",
    "record_case_delivered",
    "refresh_drafts_in_transaction",
    "save_draft",
    "submit_report",
]
