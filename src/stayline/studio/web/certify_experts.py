"""The register of experts: look, add, change, renew, say when they worked here, let go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stayline.library.actions import (
    ExpertDetails,
    add_engagement,
    add_expert,
    change_expert,
    end_expert,
    renew_expert,
)
from stayline.library.queries import CREDENTIALS
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import Invalid
from stayline.studio.queries.register import expert_page, register_page
from stayline.studio.web.certify_typed import typed_day, typed_id

DONE: Final = {
    "added": "In the register",
    "change": "Saved",
    "renew": "Renewed",
    "engage": "Recorded",
    "end": "No longer asked",
}
"""What the page says after something was done, by the word in its address."""


@require_http_methods(["GET", "POST"])
@signed_in
def experts(request: StaffRequest) -> HttpResponse:
    """Show everybody in the register, and put somebody into it (S0-21)."""
    page = register_page(request.actor, at=request.at)
    context: dict[str, object] = {"page": page, "credentials": CREDENTIALS}
    if request.method == "GET":
        return render(request, "studio/certify/experts.html", context)
    typed = request.POST
    try:
        made = add_expert(
            details=_details(typed),
            number=typed.get("number", ""),
            expires_on=_last_day(typed),
            actor=request.actor,
            at=request.at,
        )
    except Invalid as refused:
        context |= {"typed": typed, "refusal": refused}
        return render(request, "studio/certify/experts.html", context, status=refused.status)
    return HttpResponseRedirect(f"{reverse('studio:expert', args=[made.id])}?done=added")


@require_http_methods(["GET", "POST"])
@signed_in
def expert(request: StaffRequest, expert_id: UUID) -> HttpResponse:
    """Show one entry of the register; change it, renew the credential, or let them go."""
    page = expert_page(request.actor, expert_id, at=request.at)
    context: dict[str, object] = {
        "page": page,
        "credentials": CREDENTIALS,
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    if request.method == "GET":
        return render(request, "studio/certify/expert.html", context)
    try:
        what = _act(request, expert_id, request.POST)
    except Invalid as refused:
        context |= {"typed": request.POST, "refusal": refused}
        return render(request, "studio/certify/expert.html", context, status=refused.status)
    return HttpResponseRedirect(f"{reverse('studio:expert', args=[expert_id])}?done={what}")


def _act(request: StaffRequest, expert_id: UUID, typed: Mapping[str, str]) -> str:
    """Do what the form says; return the word for it."""
    what = typed.get("what", "")
    if what == "renew":
        renew_expert(
            expert_id=expert_id,
            number=typed.get("number", ""),
            expires_on=_last_day(typed),
            actor=request.actor,
            at=request.at,
        )
    elif what == "engage":
        add_engagement(
            expert_id=expert_id,
            from_on=typed_day("from_on", typed) or request.at.date(),
            until_on=typed_day("until_on", typed),
            on_what=typed.get("on_what", ""),
            actor=request.actor,
            at=request.at,
        )
    elif what == "end":
        end_expert(expert_id=expert_id, actor=request.actor, at=request.at)
    else:
        what = "change"
        change_expert(
            expert_id=expert_id, details=_details(typed), actor=request.actor, at=request.at
        )
    return what


def _details(typed: Mapping[str, str]) -> ExpertDetails:
    return ExpertDetails(
        name=typed.get("name", ""),
        credential=typed.get("credential", ""),
        issuer=typed.get("issuer", ""),
        how_found=typed.get("how_found", ""),
        contact=typed.get("contact", ""),
        note=typed.get("note", ""),
        person_id=typed_id("person", typed),
    )


def _last_day(typed: Mapping[str, str]) -> date:
    last = typed_day("expires_on", typed)
    if last is None:
        raise Invalid({"expires_on": "Give the last day of the credential."})
    return last
