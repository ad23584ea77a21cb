"""What is due in care (`deadlines.DuePort`)."""

from stayline.care.workers.checks import (
    CheckDue,
)
from stayline.care.workers.company import CompanyDue
from stayline.care.workers.own import (
    DutyDue,
    OwnReminderDue,
    PulseDue,
)

__all__ = [
    "CheckDue",
    "CompanyDue",
    "DutyDue",
    "OwnReminderDue",
    "PulseDue",
]
