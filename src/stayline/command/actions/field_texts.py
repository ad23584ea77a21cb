"""What somebody who was sent texts back: a code of eight digits and how they stand (S3-23)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.command.actions.field import report_status
from stayline.command.queries.field import by_code
from stayline.platform.errors import StaylineError
from stayline.platform.tries import Tries
from stayline_core.deployment import STATES, read_report, starts_report

if TYPE_CHECKING:
    from datetime import datetime

WRONG_CODES: Final = Tries("field code", most=5, within=timedelta(minutes=10))
"""For each telephone: codes are not tried one after the other."""

HOW: Final = "Text the code and one of: ON THE WAY, ON SCENE, WORKING, DONE, CANNOT."


class FieldTexts:
    """Reads text messages from the field (`escalation.TextReportPort`)."""

    def read(self, *, number: str, text: str, at: datetime) -> str | None:
        """Take a report, and return what is answered; None: it is none of ours.

        A page's code has six digits and a task's has eight, so one is never taken for the other.
        """
        if not starts_report(text):
            return None
        if WRONG_CODES.too_many(number, at=at):
            return "Too many codes were wrong. Call whoever sent you."
        report = read_report(text)
        if report is None:
            return f"That was not understood. {HOW}"
        found = by_code(report[0])
        if found is None:
            WRONG_CODES.note(number, at=at)
            return "There is no task with this code. Call whoever sent you."
        try:
            row = report_status(
                deployment_id=found, state=report[1], channel="text_reply", words=text, at=at
            )
        except StaylineError as refusal:
            return f"{refusal.sentence} {refusal.mend}".strip()
        return f"Noted: {STATES[row.state]}. Thank you."
