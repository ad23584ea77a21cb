"""Open the follow-on case of a report, and note that the queue has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from django.conf import settings

from stayline.contacts.models import Channel
from stayline.incidents.actions import (
    lock_incident_in_transaction,
    log_in_transaction,
    meet_in_transaction,
    next_number_in_transaction,
    tell_run_in_transaction,
)
from stayline.ledger.actions import seal_in_transaction
from stayline.outbox.actions import enqueue_in_transaction
from stayline.platform.transactions import action
from stayline.reports.actions.drafts import locked_report_in_transaction
from stayline.reports.errors import CaseNotFound, ReportNotSubmitted
from stayline.reports.events import CaseDelivered, CaseOpened
from stayline.reports.models import Case, Draft
from stayline.reports.queries.facts import SELF_HARM, current_form
from stayline.reports.queries.views import CASE_FORM, stored_draft, subject_of
from stayline_core.forms import Answer, AnswerState, Form, answers_to_json, prefill, shown
from stayline_core.protocol import CaseOpened as CaseOpenedFact

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline.reports.models import Report

CASE_CHANNEL: Final = "case"
CASE_KIND: Final = "reports.case.opened"

LIFE: Final = "risk.life"
COMPANY: Final = "risk.company"

CLASSES: Final[Mapping[str, str]] = {
    Channel.VOICE: "telephone",
    Channel.IN_PERSON: "personal",
    Channel.STAFF: "personal",
}
"""The case's class of a threat by channel; all else is written or online (domain.md 2)."""


@action
def open_case(*, report_id: UUID, actor: Actor, at: datetime) -> Case:
    """Open the case of a submitted report; a second time returns the one there is.

    Submission opens it by itself; this is for a report whose case is missing.

    Raises:
        ReportNotFound: no report has this id.
        NotOnTheList: `actor` does not handle the incident.
        ReportNotSubmitted: a case needs the report's number (S1-65).
    """
    row = locked_report_in_transaction(report_id, actor)
    return open_case_in_transaction(row, stored_draft(row).answers(), actor=actor, at=at)


def open_case_in_transaction(
    row: Report, answers: Mapping[str, Answer], *, actor: Actor, at: datetime
) -> Case:
    """Open the case of a report, prefilled, and send it to the queue by the outbox.

    Referral Comments holds the report's number, filled by the system (S1-64); the queue is
    a setting (S1-63). The caller holds the transaction, the head and the report.

    Raises:
        ReportNotSubmitted: the report has no number yet.
    """
    if not row.number:
        raise ReportNotSubmitted(report=str(row.id))
    known = Case.objects.filter(report=row).first()
    if known is not None:
        return known
    incident = row.incident
    form = current_form(CASE_FORM)
    queue: str = settings.STAYLINE.case_queue
    fields = _case_answers(form, row, answers, queue)
    _tell_opened(row, actor=actor, at=at)
    made = Case(
        id=uuid4(),
        incident=incident,
        report=row,
        reference=next_number_in_transaction("SLC", exercise=row.exercise, at=at),
        form_digest=form.digest,
        queue=queue,
        referral_comments=row.number,
        exercise=row.exercise,
        opened_at=at,
    )
    sealed = Draft().with_facts(fields, 0).to_bytes()
    made.fields_sealed = seal_in_transaction(incident.stream_id, subject_of(incident), sealed)
    made.message_id = enqueue_in_transaction(
        kind=CASE_KIND,
        channel=CASE_CHANNEL,
        payload=message(made, row, form, fields),
        exercise=row.exercise,
        at=at,
        key=f"case:{made.id}",
        incident_id=incident.id,
    )
    made.save()
    _log(made, row, form, fields, actor=actor, at=at)
    return made


@action
def record_case_delivered(*, message_id: UUID, reference: str, actor: Actor, at: datetime) -> Case:
    """Note that the queue took the case, and under which reference of its own.

    Told twice, the first answer stands: a message may be delivered again.

    Raises:
        CaseNotFound: no case was sent by this message.
    """
    found = Case.objects.filter(message_id=message_id).first()
    if found is None:
        raise CaseNotFound(message=str(message_id))
    incident = lock_incident_in_transaction(found.incident_id)
    row = Case.objects.select_for_update().get(id=found.id)
    if row.delivered_at is None:
        row.delivered_at, row.outside_reference = at, reference
        row.save(update_fields=["delivered_at", "outside_reference"])
        event = CaseDelivered(case=str(row.id), reference=row.reference, outside=reference)
        log_in_transaction(incident, event, actor=actor, at=at, live="form")
    return row


def _tell_opened(row: Report, *, actor: Actor, at: datetime) -> None:
    """Meet what is owed of the case and tell the run: before the number, which comes last."""
    owed = row.incident.obligations.filter(do_kind="open_case")
    for target in set(owed.values_list("do_target", flat=True)):
        meet_in_transaction(row.incident, do_kind="open_case", do_target=target, actor=actor, at=at)
    tell_run_in_transaction(row.incident, CaseOpenedFact(), actor=actor, at=at)


def _log(
    made: Case,
    row: Report,
    form: Form,
    fields: Mapping[str, Answer],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    event = CaseOpened(
        case=str(made.id),
        reference=made.reference,
        report=str(row.id),
        report_number=row.number,
        queue=made.queue,
        form_digest=form.digest,
        answers=answers_to_json(fields),
        subject=subject_of(row.incident),
    )
    log_in_transaction(row.incident, event, actor=actor, at=at, live="form")


def _case_answers(
    form: Form, row: Report, answers: Mapping[str, Answer], queue: str
) -> dict[str, Answer]:
    """Return the case's fields from the report's; what is not known says so (domain.md 2)."""
    known = {
        "date_time": _value(answers, "occurred_at"),
        "classification_of_threat": _class_of_threat(row, answers),
        "classification_of_person": _class_of_person(answers),
        "person_name": _value(answers, "caller_name"),
        "place": "office" if _value(answers, "channel") == "in_person" else "",
        "summary": _summary(row, answers),
        "additional_information": _value(answers, "further_facts"),
        "referral_comments": row.number,
        "assignee_queue": queue,
    }
    filled = prefill(form, {name: value for name, value in known.items() if value})
    unknown = Answer(AnswerState.UNKNOWN)
    gaps = {item.name: unknown for item in form.fields if item.required}
    return gaps | filled


def _class_of_threat(row: Report, answers: Mapping[str, Answer]) -> str:
    kind = row.threat.kind if row.threat else ""
    if kind == SELF_HARM or _value(answers, "self_harm") == "yes":
        return "suicide_or_self_threat"
    channel = row.incident.contact.channel if row.incident.contact else Channel.STAFF
    return CLASSES.get(channel, "written_or_online")


def _class_of_person(answers: Mapping[str, Answer]) -> str:
    """Return customer when the report links a customer's job, else unknown."""
    return "customer" if _value(answers, "customer_account_number") else "unknown"


def _summary(row: Report, answers: Mapping[str, Answer]) -> str:
    kind = _value(answers, "threat_kind") or "unspecified"
    condition = ", conditional" if _value(answers, "conditional") == "yes" else ""
    imminent = ", imminent" if _value(answers, "imminent") == "yes" else ""
    parts = [f"A {kind} threat{condition}{imminent}. Incident {row.incident.number}."]
    parts.extend(_at_risk(answers))
    words = _value(answers, "exact_words")
    if words:
        parts.append(f"Exact words: “{words}”")
    return " ".join(parts)


def _at_risk(answers: Mapping[str, Answer]) -> list[str]:
    """Return what is at risk: a life decides, and only its clear absence lets the rest lead."""
    life, company = _value(answers, LIFE), _value(answers, COMPANY)
    if life == "yes":
        return ["A life may be at risk: that decides."]
    if company != "yes":
        return []
    if life == "no":
        return ["The organisation may be at risk, no life."]
    return ["The organisation may be at risk. Whether a life is, nobody knows: that decides."]


def _value(answers: Mapping[str, Answer], name: str) -> str:
    answer = answers.get(name)
    return answer.value if answer is not None and isinstance(answer.value, str) else ""


def message(made: Case, row: Report, form: Form, fields: Mapping[str, Answer]) -> dict[str, Any]:
    """Return what the queue is sent: our names for the case, and each field with its words."""
    return {
        "reference": made.reference,
        "report_number": row.number,
        "incident_number": row.incident.number,
        "queue": made.queue,
        "referral_comments": made.referral_comments,
        "exercise": made.exercise,
        "opened_at": made.opened_at.isoformat(),
        "fields": {
            name: {"label": form.field(name).label, "shown": shown(form.field(name), answer)}
            | answers_to_json({name: answer})[name]
            for name, answer in fields.items()
        },
    }
