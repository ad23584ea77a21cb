"""For a member of staff in a crisis of their own: who to call now. Nothing of it is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stayline.care.actions import ask_company, choose_company, come_to, end_company
from stayline.care.errors import ChoiceInvalid
from stayline.care.queries import asked_by, call_now, care_choices, people_near
from stayline.care.web.typed import chosen
from stayline.people.queries import person
from stayline.people.web.session import StaffRequest, signed_in

if TYPE_CHECKING:
    from uuid import UUID


@require_GET
@signed_in
def now(request: StaffRequest) -> HttpResponse:
    """Show who somebody can call for themselves: by name here, by number outside."""
    who = person(request.actor.id)
    context = {
        "call": call_now(who, at=request.at),
        "choices": care_choices(who.id),
        "near": people_near(who).items(),
        "asked": asked_by(who.id),
        "zone": request.shell.zone,
    }
    return render(request, "care/now.html", context)


@require_POST
@signed_in
def ask(request: StaffRequest) -> HttpResponse:
    """Ask a colleague to come now."""
    who = chosen(request, "person")
    if who is None:
        raise ChoiceInvalid({"person": "Choose somebody of the list."})
    ask_company(asked_id=who, actor=request.actor, at=request.at)
    return _back(request)


@require_POST
@signed_in
def company(request: StaffRequest) -> HttpResponse:
    """Keep whom somebody would ask to come."""
    choose_company(company_id=chosen(request, "person"), actor=request.actor, at=request.at)
    return _back(request)


@require_POST
@signed_in
def come(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """Say that one comes."""
    come_to(company_id=company_id, actor=request.actor, at=request.at)
    return HttpResponseRedirect(reverse("care:mine"))


@require_POST
@signed_in
def end(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """Let it go that somebody was asked."""
    end_company(company_id=company_id, actor=request.actor, at=request.at)
    return _back(request)


def _back(request: StaffRequest) -> HttpResponse:
    """Go back to the page on which it was pressed."""
    page = "care:mine" if request.POST.get("page") == "mine" else "care:now"
    return HttpResponseRedirect(reverse(page))
