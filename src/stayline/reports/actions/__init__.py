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
from stayline.reports.actions.decide import amend_case, decide_case
from stayline.reports.actions.drafts import (
    Saved,
    open_report_in_transaction,
    refresh_drafts_in_transaction,
    save_draft,
)
from stayline.reports.actions.effects import ReportEffects
from stayline.reports.actions.fill import fill_open_fields
from stayline.reports.actions.people import open_further_record
from stayline.reports.actions.records import (
    RECORD_KIND,
    finish_task,
    plan_task,
    record_record_delivered,
)
from stayline.reports.actions.submit import Submitted, submit_report

__all__ = [
    "ATTACHMENT_KINDS",
    "CASE_CHANNEL",
    "CASE_KIND",
    "RECORD_KIND",
    "ReportEffects",
    "Saved",
    "Submitted",
    "amend_case",
    "amend_report",
    "attach",
    "decide_case",
    "fill_open_fields",
    "finish_task",
    "keep_attachment",
    "open_case",
    "open_case_in_transaction",
    "open_further_record",
    "open_report_in_transaction",
    "plan_task",
    "receive_attachment",
    "record_case_delivered",
    "record_record_delivered",
    "refresh_drafts_in_transaction",
    "save_draft",
    "submit_report",
]
