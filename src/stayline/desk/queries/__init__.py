"""What the desk reads."""

from stayline.desk.queries.contact import ContactPage, contact_page
from stayline.desk.queries.overview import Overview, overview
from stayline.desk.queries.report import ReportPage, report_page
from stayline.desk.queries.steps import Question, StepCard, step_card
from stayline.desk.queries.wording import OwnWords, own_words

__all__ = [
    "ContactPage",
    "Overview",
    "OwnWords",
    "Question",
    "ReportPage",
    "StepCard",
    "contact_page",
    "overview",
    "own_words",
    "report_page",
    "step_card",
]
