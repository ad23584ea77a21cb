"""Add a later fact to a report, numbered; nothing is overwritten (X-4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.incidents.actions import log_in_transaction
from stayline.library.queries import form_by_digest
from stayline.platform.transactions import action
from stayline.reports.actions.drafts import locked_report_in_transaction, sentences
from stayline.reports.actions.records import record_followed_in_transaction
from stayline.reports.errors import AnswersInvalid, NotForYouToSay, ReportNotSubmitted
from stayline.reports.events import ReportAmended
from stayline.reports.models import CALL_RECORD, Amendment
from stayline.reports.policies import may_fill
from stayline.reports.queries.views import subject_of
from stayline_core.forms import Answer, answers_to_json, validate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor


@action
def amend_report(
    *, report_id: UUID, answers: Mapping[str, Answer], actor: Actor, at: datetime
) -> Amendment:
    """Add answers to a submitted report as its next numbered amendment.

    The report and its earlier amendments stay as they were; the amendment holds only what
    is new. What is added to the record of a difficult call goes to quality assurance too.

    Raises:
        ReportNotFound: no report has this id.
        NotOnTheList: `actor` does not handle the incident.
        NotForYouToSay: it is of people at risk, and `actor` neither owns the run nor decides.
        ReportNotSubmitted: it is a draft still: type into it instead.
        AnswersInvalid: nothing was given, or an answer does not fit its field.
    """
    row = locked_report_in_transaction(report_id, actor)
    if not may_fill(actor, row):
        raise NotForYouToSay
    if row.submitted_at is None:
        raise ReportNotSubmitted(report=str(report_id))
    if not answers:
        raise AnswersInvalid({}, "An amendment needs at least one answer.")
    form = form_by_digest(row.form_digest)
    faults = validate(form, answers)
    if faults:
        raise AnswersInvalid(sentences(faults))
    ordinal = row.amendments.count() + 1
    event = ReportAmended(
        report=str(row.id),
        number=row.number,
        ordinal=ordinal,
        answers=answers_to_json(answers),
        subject=subject_of(row.incident),
    )
    receipt = log_in_transaction(row.incident, event, actor=actor, at=at, live="form")
    made = Amendment.objects.create(
        report=row, ordinal=ordinal, at=at, by=actor.id, entry_sequence=receipt.sequence
    )
    if row.form_id == CALL_RECORD:
        record_followed_in_transaction(row, form, answers, actor=actor, at=at)
    return made
