"""Queries and complaints: anybody raises one, whoever may answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stayline.people.policies import REVIEWS
from stayline.people.queries import people_of
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import Invalid, StaylineError
from stayline.quality.actions.complaints import (
    NewComplaint,
    answer_complaint,
    pass_on_complaint,
    raise_complaint,
    take_complaint,
)
from stayline.quality.errors.complaints import ComplaintInvalid, ComplaintNotFound
from stayline.quality.queries.complaints import (
    UPHELD,
    complaint_for,
    complaint_page,
    complaints_raised_by,
    complaints_to_answer,
)
from stayline.quality.queries.limits import complaint_form, limits_in_force
from stayline_core.forms import Answer, answer_for

if TYPE_CHECKING:
    from stayline_core.forms import Field


@require_GET
@signed_in
def complaints(request: StaffRequest) -> HttpResponse:
    """Show what the person may answer, and what they raised themselves."""
    context = {
        "to_answer": complaints_to_answer(request.actor, at=request.at),
        "raised": complaints_raised_by(request.actor.id, at=request.at),
        "reviews": not request.actor.roles.isdisjoint(REVIEWS),
        "zone": request.shell.zone,
    }
    return render(request, "quality/complaints.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def raise_one(request: StaffRequest) -> HttpResponse:
    """Raise a query or complaint, for oneself or for a caller; nothing typed is lost."""
    if request.method == "GET":
        return _form_page(request)
    if request.actor.site_id is None:
        raise ComplaintInvalid({"site": "You belong to no site: raise it at one."})
    try:
        made = raise_complaint(_typed(request), actor=request.actor, at=request.at)
    except ComplaintInvalid as refusal:
        return _form_page(request, refusal)
    return HttpResponseRedirect(reverse("quality:complaint", args=[made.id]))


@require_GET
@signed_in
def complaint(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    """Show one to whoever raised it or may answer it; to anybody else there is none."""
    return _page(request, complaint_id)


@require_POST
@signed_in
def act(request: StaffRequest, complaint_id: UUID, name: str) -> HttpResponse:
    """Take one, pass it on, or answer it; a refusal keeps what was typed."""
    complaint_for(complaint_id, request.actor)
    try:
        _do(request, complaint_id, name)
    except ComplaintNotFound:
        raise
    except StaylineError as refusal:
        return _page(request, complaint_id, refusal)
    return HttpResponseRedirect(reverse("quality:complaint", args=[complaint_id]))


def _do(request: StaffRequest, complaint_id: UUID, name: str) -> None:
    told: dict[str, Any] = {
        "complaint_id": complaint_id,
        "actor": request.actor,
        "at": request.at,
    }
    typed = request.POST
    if name == "take":
        take_complaint(**told)
    elif name == "pass":
        pass_on_complaint(reason=typed.get("reason", ""), **told)
    elif name == "answer":
        answer_complaint(
            remedy=typed.get("remedy", ""),
            amount=_amount(typed.get("amount", "")),
            upheld=typed.get("upheld", ""),
            words=typed.get("words", ""),
            **told,
        )
    else:
        raise ComplaintNotFound


def _amount(typed: str) -> int | None:
    """Return an amount as it was typed, 12.50, in the smallest unit."""
    plain = typed.strip().replace(",", ".")
    if not plain:
        return None
    whole, _, part = plain.partition(".")
    digits = part.ljust(2, "0")
    if not (whole.isdecimal() and digits.isdecimal() and len(digits) == 2):  # noqa: PLR2004 - of a currency
        raise ComplaintInvalid({"amount": f"“{typed}” is no amount: write 12.50."})
    return int(whole) * 100 + int(digits)


def _typed(request: StaffRequest) -> NewComplaint:
    typed = request.POST
    _, form = complaint_form()
    subject = typed.get("subject", "")
    return NewComplaint(
        kind=typed.get("kind", ""),
        topic=typed.get("topic", ""),
        site_id=request.actor.site_id or UUID(int=0),
        answers={
            one.name: answer
            for one in form.fields
            if (answer := _answer(one, typed.get(one.name, ""))) is not None
        },
        incident=typed.get("incident", ""),
        report=typed.get("report", ""),
        subject_id=_id(subject),
        on_behalf=typed.get("on_behalf") == "yes",
    )


def _answer(field: Field, typed: str) -> Answer | None:
    """Return what was typed into a field; words are kept as they stand."""
    return answer_for(field, typed) if typed.strip() else None


def _id(typed: str) -> UUID | None:
    if not typed:
        return None
    try:
        return UUID(typed)
    except ValueError:
        return UUID(int=0)  # nobody has it: the action says so beside the field


def _form_page(request: StaffRequest, refusal: Invalid | None = None) -> HttpResponse:
    _, form = complaint_form()
    _, limits = limits_in_force()
    faults = refusal.faults if refusal else {}
    before = request.POST if refusal else request.GET
    context = {
        "form_shown": form,
        "fields": [
            (one, before.get(one.name, ""), faults.get(one.name, "")) for one in form.fields
        ],
        "topics": limits.topics,
        "before": {
            name: before.get(name, "")
            for name in ("kind", "topic", "incident", "report", "subject", "on_behalf")
        },
        "faults": faults,
        "people": _colleagues(request),
        "refusal": refusal,
    }
    return render(
        request, "quality/complaint_new.html", context, status=refusal.status if refusal else 200
    )


def _colleagues(request: StaffRequest) -> list[tuple[str, str]]:
    if request.actor.site_id is None:
        return []
    return [(str(one.id), one.name) for one in people_of(request.actor.site_id)]


def _page(
    request: StaffRequest, complaint_id: UUID, refusal: StaylineError | None = None
) -> HttpResponse:
    _, limits = limits_in_force()
    shown = complaint_page(complaint_id, request.actor)
    level = limits.level(shown.row.level)
    context = {
        "page": shown,
        "remedies": [(one, one.id in level.may) for one in limits.remedies],
        "currency": limits.currency,
        "above": limits.above(shown.row.level),
        "upheld": list(UPHELD.items()),
        "before": request.POST if refusal else {},
        "refusal": refusal,
        "reviews": not request.actor.roles.isdisjoint(REVIEWS),
        "zone": request.shell.zone,
    }
    return render(
        request, "quality/complaint.html", context, status=refusal.status if refusal else 200
    )
