"""What the log says of assessment and of the procedure that was chosen."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class IncidentAssessed(Event):
    """A person assessed the incident: the three values, each with its reasons (S3-33, S3-40).

    `answers` are those to the questions of the method, by id; `changed` is what was different
    from the assessment before, in their words; empty for the first.
    """

    kind: ClassVar[str] = "command.incident.assessed"
    personal: ClassVar[frozenset[str]] = frozenset({"answers", "changed"})
    sentence: ClassVar[str] = (
        "Assessed: priority P{priority}, urgency {urgency}, impact {impact}, at level L{level}. "
        "{because}"
    )

    assessment: str
    method: str
    edition: str
    level: int
    impact: str
    urgency: str
    priority: int
    grade: str
    because: str
    thresholds: list[str]
    assumed: list[str]
    answers: dict[str, str]
    changed: str


@register
class ProcedureChosen(Event):
    """Which of the fitting procedures was chosen for the contact's needs, and why (S3-7).

    `title` is that of the one chosen; `others` are the titles that were proposed beside it.
    """

    kind: ClassVar[str] = "command.procedure.chosen"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})
    sentence: ClassVar[str] = "Procedure chosen: {title}. Reason: {reason}"

    procedure: str
    title: str
    reason: str
    others: list[str]


@register
class GradeSchemeSet(Event):
    """The grades that a site shows beside the priorities were chosen; empty: none."""

    kind: ClassVar[str] = "command.grade_scheme.set"
    sentence: ClassVar[str] = "Grades beside the priorities: {title}."

    site: str
    scheme: str
    title: str
