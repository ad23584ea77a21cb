"""Presses after a report: the question before its case, the case, people at risk, tasks."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from stayline.desk.queries import report_page
from stayline.desk.queries.report import ReportPage
from stayline.desk.web.reports import again, drawn, typed_answers
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError
from stayline.reports.actions import (
    amend_case,
    decide_case,
    finish_task,
    open_further_record,
    plan_task,
)
from stayline.reports.errors import AnswersInvalid, CaseNotFound, TaskNotFound


@require_POST
@signed_in
def decide(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Answer the question between report and case; no needs a reason (S1-61)."""
    report_page(report_id, actor=request.actor)
    try:
        decide_case(
            report_id=report_id,
            needed=request.POST.get("needed") == "yes",
            reason=request.POST.get("reason", ""),
            actor=request.actor,
            at=request.at,
        )
    except StaylineError as refusal:
        return drawn(request, report_id, refusal=refusal, status=refusal.status)
    return again(request, report_id)


@require_POST
@signed_in
def correct_case(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Correct or add fields of a report's case; what it said before stays in the log."""
    shown = report_page(report_id, actor=request.actor)
    try:
        if shown.case is None:
            raise CaseNotFound(report=str(report_id))
        known = {one.field.name: one.answer for one in shown.case.fields if one.answer}
        typed = typed_answers([one.field for one in shown.case.fields], request.POST, known)
        amend_case(
            case_id=shown.case.case_id,
            answers={name: answer for name, answer in typed.items() if answer is not None},
            actor=request.actor,
            at=request.at,
        )
    except StaylineError as refusal:
        return drawn(request, report_id, refusal=refusal, status=refusal.status)
    return again(request, report_id)


@require_POST
@signed_in
def another_person(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Open a record for one more person at risk, and go there."""
    report_page(report_id, actor=request.actor)
    try:
        made = open_further_record(report_id=report_id, actor=request.actor, at=request.at)
    except StaylineError as refusal:
        return drawn(request, report_id, refusal=refusal, status=refusal.status)
    return HttpResponseRedirect(reverse("desk:report", args=[made.id]))


@require_POST
@signed_in
def task(request: StaffRequest, report_id: UUID, task_id: UUID, name: str) -> HttpResponse:
    """Give a follow-up task an owner and a day, or note that it is done (S2-40)."""
    shown = report_page(report_id, actor=request.actor)
    try:
        if task_id not in {one.id for one in shown.followed.tasks}:
            raise TaskNotFound(task=str(task_id))
        if name == "done":
            finish_task(task_id=task_id, actor=request.actor, at=request.at)
        else:
            plan_task(
                task_id=task_id,
                owner_id=_owner(shown, request.POST.get("owner", "")),
                due_at=_end_of_day(request.POST.get("due", ""), shown.zone),
                actor=request.actor,
                at=request.at,
            )
    except StaylineError as refusal:
        return drawn(request, report_id, refusal=refusal, status=refusal.status)
    return again(request, report_id)


def _owner(shown: ReportPage, given: str) -> UUID:
    """Return the person chosen, who works at the incident's site.

    Raises:
        AnswersInvalid: nobody there was chosen.
    """
    for one in shown.colleagues:
        if str(one.id) == given:
            return one.id
    raise AnswersInvalid({"owner": "Choose whose task it is."})


def _end_of_day(given: str, zone: str) -> datetime:
    """Return the end of a day in the site's zone.

    Raises:
        AnswersInvalid: no day was given.
    """
    try:
        day = date.fromisoformat(given)
    except ValueError as fault:
        raise AnswersInvalid({"due": "Choose the day by which it is done."}) from fault
    return datetime.combine(day, time(23, 59), ZoneInfo(zone))
