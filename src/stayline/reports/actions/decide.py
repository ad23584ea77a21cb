"""Between report and case, and after: whether there is a case, and what it says (S1-61, S1-66)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings

from stayline.incidents.actions import (
    lock_incident_in_transaction,
    log_in_transaction,
    meet_in_transaction,
)
from stayline.ledger.actions import seal_in_transaction, unseal
from stayline.library.queries import form_by_digest
from stayline.outbox.actions import enqueue_in_transaction
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList
from stayline.reports.actions.cases import CASE_CHANNEL, message, open_case_in_transaction
from stayline.reports.actions.drafts import locked_report_in_transaction, sentences
from stayline.reports.errors import (
    AnswersInvalid,
    CaseNotFound,
    CaseReasonMissing,
    CaseThere,
    ReportNotSubmitted,
)
from stayline.reports.events import CaseAmended, CaseDecided
from stayline.reports.models import Case, CaseDecision, Draft
from stayline.reports.policies import may_report
from stayline.reports.queries.views import stored_draft, subject_of
from stayline_core.forms import AskMode, answers_to_json, validate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline_core.forms import Answer

AMENDED_KIND: Final = "reports.case.amended"


@action
def decide_case(
    *, report_id: UUID, needed: bool, reason: str = "", actor: Actor, at: datetime
) -> Case | None:
    """Answer the centre's question between report and case (S1-61); yes opens the case.

    Both answers are logged with the question as it was asked. No needs a reason; the report
    stays, with its number, whatever the answer, and a later yes opens the case all the same.

    Raises:
        ReportNotFound: no report has this id.
        NotOnTheList: `actor` does not handle the incident.
        ReportNotSubmitted: the report has no number yet.
        CaseReasonMissing: no, without a reason.
        CaseThere: the case is open already.
    """
    row = locked_report_in_transaction(report_id, actor)
    if not row.number:
        raise ReportNotSubmitted(report=str(report_id))
    if not needed and not reason.strip():
        raise CaseReasonMissing
    if Case.objects.filter(report=row).exists():
        raise CaseThere
    event = CaseDecided(
        report=str(row.id),
        number=row.number,
        question=settings.STAYLINE.case_question,
        answer="yes" if needed else "no",
        reason=reason.strip(),
        subject=subject_of(row.incident),
    )
    log_in_transaction(row.incident, event, actor=actor, at=at, live="form")
    CaseDecision.objects.update_or_create(
        report=row, defaults={"needed": needed, "by": actor.id, "at": at}
    )
    if needed:
        return open_case_in_transaction(row, stored_draft(row).answers(), actor=actor, at=at)
    owed = row.incident.obligations.filter(do_kind="open_case")
    for target in sorted(set(owed.values_list("do_target", flat=True))):
        meet_in_transaction(row.incident, do_kind="open_case", do_target=target, actor=actor, at=at)
    return None


@action
def amend_case(*, case_id: UUID, answers: Mapping[str, Answer], actor: Actor, at: datetime) -> Case:
    """Correct or add fields of a case, before or after the queue took it; the queue is told.

    What it said before stays in the log. The report's number and the queue are the system's.

    Raises:
        CaseNotFound: no case has this id.
        NotOnTheList: `actor` does not handle the incident.
        AnswersInvalid: nothing new, an answer that does not fit, or a field of the system's.
    """
    row = _locked_case_in_transaction(case_id, actor)
    form = form_by_digest(row.form_digest)
    faults = sentences(validate(form, answers)) | {
        item.name: "The system fills this."
        for item in form.fields
        if item.name in answers and item.ask is AskMode.SYSTEM and item.name != "date_time"
    }
    if faults:
        raise AnswersInvalid(faults)
    incident, subject = row.incident, subject_of(row.incident)
    before = Draft.from_bytes(unseal(incident.stream_id, subject, bytes(row.fields_sealed)))
    news = {name: one for name, one in before.changed(answers).items() if one is not None}
    if not news:
        raise AnswersInvalid({}, "Nothing here is new.")
    row.amended += 1
    after = before.with_typed(news, actor.pseudonym, row.amended)
    row.fields_sealed = seal_in_transaction(incident.stream_id, subject, after.to_bytes())
    row.save(update_fields=["amended", "fields_sealed"])
    event = CaseAmended(
        case=str(row.id),
        reference=row.reference,
        ordinal=row.amended,
        answers=answers_to_json(news),
        subject=subject,
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="form")
    enqueue_in_transaction(
        kind=AMENDED_KIND,
        channel=CASE_CHANNEL,
        payload=message(row, row.report, form, news) | {"amendment": row.amended},
        exercise=row.exercise,
        at=at,
        key=f"case:{row.id}:{row.amended}",
        incident_id=incident.id,
    )
    return row


def _locked_case_in_transaction(case_id: UUID, actor: Actor) -> Case:
    found = Case.objects.filter(id=case_id).select_related("report").first()
    if found is None:
        raise CaseNotFound(case=str(case_id))
    if not may_report(actor, found.report):
        raise NotOnTheList
    incident = lock_incident_in_transaction(found.incident_id)
    row = Case.objects.select_for_update(of=("self",)).select_related("report").get(id=case_id)
    row.incident = row.report.incident = incident
    return row
