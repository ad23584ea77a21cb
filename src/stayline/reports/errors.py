"""What reports refuse."""

from __future__ import annotations

from dataclasses import dataclass

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused


class ReportNotFound(NotFound):
    """No report has this id."""

    code = "reports.report.not_found"


class CaseNotFound(NotFound):
    """No case has this id or message."""

    code = "reports.case.not_found"


class AnswersInvalid(Invalid):
    """Some answers do not fit their fields. What was typed is kept."""

    code = "reports.answers.invalid"


class AttachmentInvalid(Invalid):
    """This file cannot be attached as it was sent. Nothing was kept of it."""

    code = "reports.attachment.invalid"


class NothingToAttachTo(Refused):
    """This contact has no incident, so there is no record that a file could belong to."""

    code = "reports.attachment.no_incident"
    mend = "If it worries you, press “Get help now” in the contact; then attach the file."


class ReportSubmittedAlready(Refused):
    """This report was submitted and has its number; it never changes."""

    code = "reports.report.submitted_already"
    mend = "Add what is new as an amendment: it gets a number of its own."


class ReportNotSubmitted(Refused):
    """This report has no number yet."""

    code = "reports.report.not_submitted"
    mend = "Submit the report first. It may be partly filled."


class ThreatVoid(Refused):
    """The incident was opened in error: no threat was made, so no report is owed."""

    code = "reports.threat.void"
    mend = "If a threat was made after all, press “Get help now” in the contact."


class NotForYouToSay(Forbidden):
    """Who is at risk, and whether they were told, is for whoever leads the incident to say."""

    code = "reports.people.not_for_you"
    mend = "Ask whoever took over, or a supervisor who handles the incident."


class NotOfPeople(Refused):
    """This is no record of people at risk."""

    code = "reports.people.another_form"
    mend = "Open the record of people at risk, and add a person there."


class TaskNotFound(NotFound):
    """No follow-up task has this id."""

    code = "reports.task.not_found"


class TaskDoneAlready(Refused):
    """This follow-up task is done."""

    code = "reports.task.done_already"
    mend = "Add what is left to do to the record, as an amendment."


class CaseReasonMissing(Refused):
    """A report without a case needs a reason."""

    code = "reports.case.reason_missing"
    mend = "Say why no case is needed. The report itself stays."


class CaseThere(Refused):
    """This report has its case already."""

    code = "reports.case.there"
    mend = "Add what is new to the case."


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One field that two windows filled differently. Both values are kept.

    `theirs` stands in the draft, `yours` was sent; each is `{"state": …, "value": …}`, or
    None for a cleared field.
    """

    field: str
    label: str
    theirs: dict[str, object] | None
    yours: dict[str, object] | None


class DraftStale(Refused):
    """Somebody else changed the same fields meanwhile. Nothing was lost: both are shown.

    The sentence and `data` name the fields alone; the values are in `conflicts`, for
    the person who typed.
    """

    code = "reports.draft.stale"
    mend = "Choose which of the two to keep in each field, and save again."

    def __init__(self, conflicts: tuple[FieldConflict, ...], version: int) -> None:
        """Keep both values of each field, and the version that now stands."""
        self.conflicts = conflicts
        self.version = version
        labels = ", ".join(f"“{conflict.label}”" for conflict in conflicts)
        super().__init__(
            f"Somebody else filled {labels} otherwise meanwhile. Nothing was lost: both are kept.",
            fields=[conflict.field for conflict in conflicts],
            version=version,
        )
