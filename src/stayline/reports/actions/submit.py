"""Submit a report: partial is fine, and it never changes again (S1-24, X-4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings

from stayline.incidents.actions import (
    hand_in_record_in_transaction,
    log_in_transaction,
    meet_in_transaction,
    next_number_in_transaction,
    tell_run_in_transaction,
)
from stayline.library.queries import form_by_digest
from stayline.platform.transactions import action
from stayline.reports.actions.cases import open_case_in_transaction
from stayline.reports.actions.drafts import (
    keep_in_transaction,
    own_report_in_transaction,
    sentences,
)
from stayline.reports.actions.records import record_followed_in_transaction
from stayline.reports.errors import AnswersInvalid
from stayline.reports.events import ReportSubmitted
from stayline.reports.models import CALL_RECORD, PEOPLE_AT_RISK, THREAT_FORM
from stayline.reports.queries.facts import reporter_facts
from stayline.reports.queries.moments import at_site
from stayline.reports.queries.views import (
    flagged_at,
    form_of,
    notes_beside,
    standing_draft,
    subject_of,
)
from stayline_core.forms import answers_to_json, completeness, validate
from stayline_core.protocol import Filed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.actions import Series
    from stayline.ledger.actions import Receipt
    from stayline.platform.actors import Actor
    from stayline.reports.models import Draft, Report
    from stayline_core.forms import Completeness, Form


SERIES: Final[Mapping[str, Series]] = {
    THREAT_FORM: "SLR",
    PEOPLE_AT_RISK: "SLP",
    CALL_RECORD: "SLQ",
}
"""The numbers of each form count apart, so that a gap in one is seen."""

OWN_FORMS: Final[Series] = "SLF"


@dataclass(frozen=True, slots=True)
class Submitted:
    """A submitted report: its number, what is still open, and the case that followed.

    Only a threat report has a case.
    """

    report_id: UUID
    form_id: str
    number: str
    completeness: Completeness
    receipt: Receipt
    case_id: UUID | None = None
    case_reference: str | None = None


@action
def submit_report(*, report_id: UUID, actor: Actor, at: datetime) -> Submitted:
    """Submit a report as it stands and return its number (S1-45).

    Missing answers never block it (S1-24); answers that do not fit do (S1-43). Who submits
    is the person reporting. The owed report is met and the run is told; a threat report's
    case is opened for the supervisors' queue with the number in Referral Comments, unless
    the centre asks a question first; the record of a difficult call goes to quality
    assurance. All in one transaction; numbers are taken last, each form's of its own series.

    Raises:
        ReportNotFound: no report has this id.
        NotOnTheList: `actor` does not handle the incident.
        ReportSubmittedAlready: it has its number.
        ThreatVoid: the incident was opened in error.
        AnswersInvalid: each field whose answer does not fit, with the mend.
    """
    row = own_report_in_transaction(report_id, actor)
    form = form_by_digest(row.form_digest)
    by = reporter_facts(form, actor, at_site(at, row.incident))
    final = standing_draft(row).with_facts(by, row.draft_version)
    faults = validate(form, final.answers())
    if faults:
        raise AnswersInvalid(sentences(faults))
    done = completeness(form_of(row), final.answers())
    incident = row.incident
    _tell_filed(row, actor=actor, at=at)
    series = SERIES.get(row.form_id, OWN_FORMS)
    row.number = next_number_in_transaction(series, exercise=row.exercise, at=at)
    event = _event(row, form, final, done, at)
    receipt = log_in_transaction(incident, event, actor=actor, at=at, live="form")
    row.submitted_at, row.submitted_by, row.changed_at = at, actor.id, at
    row.completeness, row.entry_sequence = done.extent.value, receipt.sequence
    keep_in_transaction(row, final)
    if row.form_id == CALL_RECORD:
        record_followed_in_transaction(row, form, final.answers(), actor=actor, at=at)
        hand_in_record_in_transaction(incident, actor=actor, at=at)
    if row.form_id != THREAT_FORM:
        return Submitted(row.id, row.form_id, row.number, done, receipt)
    if row.threat is not None:
        row.threat.report_number = row.number
        row.threat.save(update_fields=["report_number"])
    if settings.STAYLINE.case_question:
        # Somebody is asked first, and the case follows the answer (S1-61).
        return Submitted(row.id, row.form_id, row.number, done, receipt)
    case = open_case_in_transaction(row, final.answers(), actor=actor, at=at)
    return Submitted(row.id, row.form_id, row.number, done, receipt, case.id, case.reference)


def _tell_filed(row: Report, *, actor: Actor, at: datetime) -> None:
    """Meet what was owed by this report and tell the run.

    A threat form without a threat, made beside those of threats, meets none of theirs.
    """
    beside = row.form_id == THREAT_FORM and row.threat is None
    if beside and row.incident.threats.filter(void_at=None).exists():
        return
    meet_in_transaction(
        row.incident,
        do_kind="file",
        do_target=row.form_id,
        actor=actor,
        at=at,
        threat=row.threat,
    )
    tell_run_in_transaction(row.incident, Filed(row.form_id), actor=actor, at=at)


def _event(
    row: Report, form: Form, final: Draft, done: Completeness, at: datetime
) -> ReportSubmitted:
    return ReportSubmitted(
        report=str(row.id),
        number=row.number,
        threat=str(row.threat.id) if row.threat else None,
        harm=row.threat.kind if row.threat else row.incident.kind,
        form=form.id,
        form_digest=form.digest,
        answers=answers_to_json(final.answers()),
        filled_by=final.filled_by(),
        completeness=done.extent.value,
        missing=list(done.missing),
        seconds_from_flag=int((at - flagged_at(row)).total_seconds()),
        notes=notes_beside(row).version,
        subject=subject_of(row.incident),
    )
