"""Forms, reports and cases over HTTP, for the people of an exercise.

As in `desk/api.py`: a token with the scope `exercise:act` names the person it stands for,
and touches exercises alone. Real reports are filled by people on their own screens; real
cases leave by the outbox.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from stayline.contacts.queries import contact
from stayline.incidents.queries import by_contact
from stayline.ledger.queries import attachments
from stayline.people.api import Scope, acting, machine, own_site
from stayline.people.errors import TokenInvalid
from stayline.people.queries import Token
from stayline.platform.actors import Actor
from stayline.privacy.errors import NotOnTheList
from stayline.reports.actions import (
    amend_case,
    amend_report,
    attach,
    decide_case,
    fill_open_fields,
    finish_task,
    open_case,
    open_further_record,
    save_draft,
)
from stayline.reports.errors import (
    AnswersInvalid,
    CaseNotFound,
    NothingToAttachTo,
    TaskNotFound,
)
from stayline.reports.policies import may_report
from stayline.reports.queries import (
    CaseView,
    FieldView,
    ReportView,
    case_of,
    case_view,
    draft,
    followed,
    report,
    report_view,
)
from stayline_core.forms import Answer, answers_from_json

router = Router(tags=["exercise"])
ACT = Scope("exercise:act")
WRITE = Scope("contacts:write")
CHUNK = 64 * 1024


class Typed(Schema):
    """What a person typed: `{field: {"state": …, "value": …}}`; null empties a field."""

    answers: dict[str, dict[str, Any] | None]
    expected_version: int = Field(0, description="the version of the draft that was on screen")


class Fact(Schema):
    """What is new: `{field: {"state": …, "value": …}}`."""

    answers: dict[str, dict[str, Any]]


class Decision(Schema):
    """The answer to the centre's question between report and case; no needs a reason."""

    needed: bool
    reason: str = ""


class AttachedOut(Schema):
    """What was kept: its id, its SHA-256 in hexadecimal and its size in bytes."""

    attachment: UUID
    sha256: str
    size: int


@router.post(
    "/contacts/{contact_id}/attachments",
    auth=WRITE,
    response={201: AttachedOut},
    summary="Attach a recording or a transcript",
)
def post_attachment(
    request: HttpRequest, contact_id: UUID, kind: str, name: str = ""
) -> AttachedOut:
    """Take a file into the record of the contact's incident: the body is the file, up to 25 MB.

    It is hashed and sealed as it comes in. `kind` is audio, chat_transcript, email_transcript or
    other; the Content-Type says what the file is. Contacts without an incident keep none.
    """
    token: Token = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    row = contact(contact_id)
    own_site(token, row.site_id)
    incident = by_contact(contact_id)
    if incident is None:
        raise NothingToAttachTo
    receipt = attach(
        incident_id=incident.id,
        kind=kind,
        name=name,
        media_type=request.headers.get("Content-Type", ""),
        chunks=iter(lambda: request.read(CHUNK), b""),
        actor=machine(token),
        at=timezone.now(),
    )
    kept = next(one for one in attachments(incident.stream_id) if one.sequence == receipt.sequence)
    return AttachedOut(attachment=kept.id, sha256=kept.sha256, size=kept.size)


@router.get("/exercise/reports/{report_id}", auth=ACT, summary="A form as it stands")
def get_report(request: HttpRequest, report_id: UUID) -> dict[str, Any]:
    """Return a draft that fills itself, or what was submitted with its amendments."""
    _handled(request, report_id)
    view = draft(report_id)
    body: dict[str, Any] = {
        "report": str(view.report_id),
        "form": view.form.id,
        "version": view.version,
        "number": view.number,
        "completeness": view.completeness.extent.value,
        "missing": list(view.completeness.missing),
        "fields": _fields(view.fields),
    }
    if view.number:
        body["submitted"] = _submitted(report_view(report_id))
    return body


@router.put("/exercise/reports/{report_id}", auth=ACT, summary="Save a draft")
def put_report(request: HttpRequest, report_id: UUID, typed: Typed) -> dict[str, Any]:
    """Keep what was typed, as typed; the answer names what a submission would refuse."""
    actor = _handled(request, report_id)
    given = _answers({name: one for name, one in typed.answers.items() if one is not None})
    kept = save_draft(
        report_id=report_id,
        answers={name: given.get(name) for name in typed.answers},
        expected_version=typed.expected_version,
        actor=actor,
        at=timezone.now(),
    )
    faults = [
        {"field": one.field, "code": one.code, "problem": one.problem, "mend": one.mend}
        for one in kept.faults
    ]
    return {"version": kept.version, "faults": faults}


@router.post("/exercise/reports/{report_id}/did-not-say", auth=ACT, summary="Call Did not say")
def post_did_not_say(request: HttpRequest, report_id: UUID) -> dict[str, Any]:
    """Set every open question to `Call Did not say`."""
    actor = _handled(request, report_id)
    return {"version": fill_open_fields(report_id=report_id, actor=actor, at=timezone.now())}


@router.post("/exercise/reports/{report_id}/amendments", auth=ACT, summary="Add a later fact")
def post_amendment(request: HttpRequest, report_id: UUID, fact: Fact) -> dict[str, Any]:
    """Add a numbered amendment to a submitted report; nothing is overwritten."""
    actor = _handled(request, report_id)
    made = amend_report(
        report_id=report_id, answers=_answers(fact.answers), actor=actor, at=timezone.now()
    )
    return {"ordinal": made.ordinal}


@router.post("/exercise/reports/{report_id}/case", auth=ACT, summary="Open a report's case")
def post_case(request: HttpRequest, report_id: UUID) -> dict[str, Any]:
    """Open the case of a submitted report, or return the one there is."""
    actor = _handled(request, report_id)
    return _case(case_view(open_case(report_id=report_id, actor=actor, at=timezone.now()).id))


@router.get("/exercise/reports/{report_id}/case", auth=ACT, summary="A report's case")
def get_case(request: HttpRequest, report_id: UUID) -> dict[str, Any]:
    """Return a report's case with its fields; `{"case": null}` while there is none."""
    _handled(request, report_id)
    found = case_of(report_id)
    return _case(found) if found else {"case": None}


@router.post(
    "/exercise/reports/{report_id}/decision", auth=ACT, summary="Decide whether there is a case"
)
def post_decision(request: HttpRequest, report_id: UUID, decision: Decision) -> dict[str, Any]:
    """Answer the question between report and case; yes opens the case, no needs a reason."""
    actor = _handled(request, report_id)
    made = decide_case(
        report_id=report_id,
        needed=decision.needed,
        reason=decision.reason,
        actor=actor,
        at=timezone.now(),
    )
    return _case(case_view(made.id)) if made else {"case": None}


@router.put("/exercise/reports/{report_id}/case", auth=ACT, summary="Put a case right")
def put_case(request: HttpRequest, report_id: UUID, fact: Fact) -> dict[str, Any]:
    """Correct or add fields of a report's case; what it said before stays in the log."""
    actor = _handled(request, report_id)
    found = case_of(report_id)
    if found is None:
        raise CaseNotFound(report=str(report_id))
    answers = _answers(fact.answers)
    amend_case(case_id=found.case_id, answers=answers, actor=actor, at=timezone.now())
    return _case(case_view(found.case_id))


@router.post("/exercise/reports/{report_id}/further", auth=ACT, summary="Another person at risk")
def post_further(request: HttpRequest, report_id: UUID) -> dict[str, Any]:
    """Open a record of people at risk for another person, beside this one."""
    actor = _handled(request, report_id)
    made = open_further_record(report_id=report_id, actor=actor, at=timezone.now())
    return {"report": str(made.id), "ordinal": made.ordinal}


@router.get("/exercise/reports/{report_id}/followed", auth=ACT, summary="What followed a record")
def get_followed(request: HttpRequest, report_id: UUID) -> dict[str, Any]:
    """Return the queues that have the record of a difficult call, and its follow-up tasks."""
    _handled(request, report_id)
    view = followed(report_id)
    return {
        "sent": [
            {"queue": one.queue, "amendment": one.amendment, "taken": one.delivered_at is not None}
            for one in view.sent
        ],
        "tasks": [
            {
                "task": str(one.id),
                "text": one.text,
                "owner": one.owner,
                "due_at": one.due_at.isoformat(),
                "done": one.done_at is not None,
            }
            for one in view.tasks
        ],
    }


@router.post(
    "/exercise/reports/{report_id}/tasks/{task_id}/done", auth=ACT, summary="A task is done"
)
def post_done(request: HttpRequest, report_id: UUID, task_id: UUID) -> dict[str, Any]:
    """Note that a follow-up task of this record is done."""
    actor = _handled(request, report_id)
    if task_id not in {one.id for one in followed(report_id).tasks}:
        raise TaskNotFound(task=str(task_id))
    finish_task(task_id=task_id, actor=actor, at=timezone.now())
    return {"done": True}


def _handled(request: HttpRequest, report_id: UUID) -> Actor:
    """Return the acting person, when they handle the incident of this exercise's report."""
    token: Token = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    actor = acting(request, token)
    row = report(report_id)
    own_site(token, row.incident.site_id)
    if not row.exercise:
        raise TokenInvalid("An exercise's token touches exercise contacts only.")
    if not may_report(actor, row):
        raise NotOnTheList
    return actor


def _answers(plain: dict[str, dict[str, Any]]) -> dict[str, Answer]:
    try:
        return answers_from_json(plain)
    except ValueError as fault:
        field, _, problem = str(fault).partition(": ")
        raise AnswersInvalid({field: problem}) from fault


def _fields(fields: tuple[FieldView, ...]) -> list[dict[str, Any]]:
    return [
        {
            "name": one.field.name,
            "label": one.field.label,
            "ask": one.field.ask.value,
            "shown": one.shown,
            "state": one.answer.state.value if one.answer else None,
            "by": one.by,
            "open": one.open,
        }
        for one in fields
    ]


def _submitted(view: ReportView) -> dict[str, Any]:
    return {
        "number": view.number,
        "submitted_at": view.submitted_at.isoformat(),
        "completeness": view.completeness,
        "erased": view.erased,
        "amendments": [
            {"ordinal": one.ordinal, "at": one.at.isoformat(), "fields": _fields(one.fields)}
            for one in view.amendments
        ],
    }


def _case(view: CaseView) -> dict[str, Any]:
    return {
        "case": str(view.case_id),
        "reference": view.reference,
        "outside_reference": view.outside_reference,
        "queue": view.queue,
        "referral_comments": view.referral_comments,
        "report_number": view.report_number,
        "delivered_at": view.delivered_at.isoformat() if view.delivered_at else None,
        "fields": _fields(view.fields),
    }
