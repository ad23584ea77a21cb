"""The report page: a form that saves as typed, its number, its amendments and its case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stayline.desk.queries import report_page
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError
from stayline.privacy.actions import note_read
from stayline.reports.actions import (
    amend_report,
    fill_open_fields,
    open_case,
    save_draft,
    submit_report,
)
from stayline.reports.queries import DraftView
from stayline_core.forms import Answer, AnswerState, Field, FieldKind, answer_for

IN_PLACE: Final = frozenset(AnswerState) - {AnswerState.ANSWERED, AnswerState.OBSERVED}
"""States that stand in place of a value."""


@require_GET
@signed_in
def page(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Show a report: the form while it is a draft, what was submitted afterwards."""
    shown = report_page(report_id, actor=request.actor)
    note_read(incident_id=shown.incident.id, actor=request.actor, screen="report", at=request.at)
    context = {"page": shown, "live_topic": shown.live_topic}
    template = "desk/report.html#report" if request.htmx else "desk/report.html"
    return render(request, template, context)


@require_POST
@signed_in
def save(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Keep what was typed: one field when htmx sends one, the whole form without script."""
    shown = report_page(report_id, actor=request.actor)
    typed = typed_answers(shown.draft.form.fields, request.POST, standing(shown.draft))
    try:
        saved = save_draft(
            report_id=report_id,
            answers=typed,
            expected_version=_version(request.POST, shown.draft.version),
            actor=request.actor,
            at=request.at,
        )
    except StaylineError as refusal:
        return drawn(request, report_id, refusal=refusal, status=refusal.status)
    faults = {fault.field: f"{fault.problem} {fault.mend}" for fault in saved.faults}
    if request.htmx:
        return drawn(request, report_id, faults=faults, saved=True)
    return HttpResponseRedirect(reverse("desk:report", args=[report_id]))


@require_POST
@signed_in
def submit(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Submit the report as it stands; what is missing never holds it back (S1-24)."""
    try:
        _keep_typed(request, report_id)
        submit_report(report_id=report_id, actor=request.actor, at=request.at)
    except StaylineError as refusal:
        return drawn(request, report_id, refusal=refusal, status=refusal.status)
    return again(request, report_id)


@require_POST
@signed_in
def unsaid(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Set every open question to `Call Did not say`; what was typed is kept first (S1-56)."""
    try:
        _keep_typed(request, report_id)
        fill_open_fields(report_id=report_id, actor=request.actor, at=request.at)
    except StaylineError as refusal:
        return drawn(request, report_id, refusal=refusal, status=refusal.status)
    return again(request, report_id)


@require_POST
@signed_in
def amend(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Add a later fact as a numbered amendment; it overwrites nothing (X-4)."""
    shown = report_page(report_id, actor=request.actor)
    typed = typed_answers(shown.draft.form.fields, request.POST, {})
    answers = {name: answer for name, answer in typed.items() if answer is not None}
    try:
        amend_report(report_id=report_id, answers=answers, actor=request.actor, at=request.at)
    except StaylineError as refusal:
        return drawn(request, report_id, refusal=refusal, status=refusal.status)
    return again(request, report_id)


@require_POST
@signed_in
def case(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Open the case of a report whose case is missing."""
    report_page(report_id, actor=request.actor)
    try:
        open_case(report_id=report_id, actor=request.actor, at=request.at)
    except StaylineError as refusal:
        return drawn(request, report_id, refusal=refusal, status=refusal.status)
    return again(request, report_id)


def standing(draft: DraftView) -> dict[str, Answer]:
    """Return the answers of a draft as its page showed them."""
    return {one.field.name: one.answer for one in draft.fields if one.answer is not None}


def typed_answers(
    fields: Iterable[Field], posted: QueryDict, known: Mapping[str, Answer]
) -> dict[str, Answer | None]:
    """Return the answers of the fields that were sent; None for one that was emptied.

    A field is sent as `value:NAME` and `state:NAME`. A state such as "Call Did not say"
    stands in place of a value, which is then left aside; but a value typed beside the state
    that stood there before takes its place, for it is what is new.
    """
    typed: dict[str, Answer | None] = {}
    for item in fields:
        if f"value:{item.name}" not in posted and f"state:{item.name}" not in posted:
            continue
        typed[item.name] = _answer(item, posted, known.get(item.name))
    return typed


def _answer(item: Field, posted: QueryDict, known: Answer | None) -> Answer | None:
    state = posted.get(f"state:{item.name}", "")
    value = _value(item, posted)
    unchanged = known is not None and known.state == state
    if state in IN_PLACE and (value is None or not unchanged):
        return Answer(AnswerState(state))
    return value


def _value(item: Field, posted: QueryDict) -> Answer | None:
    # Browsers send line ends as CRLF; words that nobody changed must stay byte for byte.
    sent = (value.replace("\r\n", "\n") for value in posted.getlist(f"value:{item.name}"))
    given = [value for value in sent if value.strip()]
    if not given:
        return None
    if item.kind is FieldKind.MANY:
        return answer_for(item, tuple(given))
    return answer_for(item, _number(given[0]) if item.kind is FieldKind.NUMBER else given[0])


def _number(text: str) -> int | float | str:
    """Return a number where the text is one; otherwise the text, for the fault to name."""
    for kind in (int, float):
        try:
            return kind(text.strip())
        except ValueError:
            continue
    return text


def _keep_typed(request: StaffRequest, report_id: UUID) -> None:
    """Save what was sent beside a press, so that the press takes nothing away."""
    shown = report_page(report_id, actor=request.actor).draft
    typed = typed_answers(shown.form.fields, request.POST, standing(shown))
    if typed:
        save_draft(
            report_id=report_id,
            answers=typed,
            expected_version=_version(request.POST, shown.version),
            actor=request.actor,
            at=request.at,
        )


def _version(posted: QueryDict, known: int) -> int:
    given = posted.get("version", "")
    return int(given) if given.isdecimal() else known


def again(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Show the report as it is now, after a press that did something."""
    if request.htmx:
        return drawn(request, report_id)
    return HttpResponseRedirect(reverse("desk:report", args=[report_id]))


def drawn(
    request: StaffRequest,
    report_id: UUID,
    *,
    refusal: StaylineError | None = None,
    faults: Mapping[str, str] | None = None,
    saved: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Draw the report's page, with what was refused."""
    shown = report_page(report_id, actor=request.actor)
    context = {
        "page": shown,
        "live_topic": shown.live_topic,
        "refusal": refusal,
        "faults": faults or getattr(refusal, "faults", {}),
        "saved": saved,
    }
    template = "desk/report.html#report" if request.htmx else "desk/report.html"
    return render(request, template, context, status=status)
