"""My care: a person's own page. Nobody else can open it; it is about whoever is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stayline.care.actions import come_back, decline_check, record_check
from stayline.care.queries import own_care, promises_of
from stayline.people.web.session import StaffRequest, signed_in

if TYPE_CHECKING:
    from uuid import UUID


@require_GET
@signed_in
def mine(request: StaffRequest) -> HttpResponse:
    """Show the person's own care, and the checks they have promised to others."""
    context = {
        "care": own_care(request.actor.id, at=request.at),
        "promises": promises_of(request.actor.id, at=request.at),
        "zone": request.shell.zone,
    }
    name = "care/mine.html#mine" if request.htmx and not request.htmx.boosted else "care/mine.html"
    return render(request, name, context)


@require_POST
@signed_in
def back(request: StaffRequest) -> HttpResponse:
    """Take contacts again, by the person's own choice."""
    come_back(actor=request.actor, at=request.at)
    return HttpResponseRedirect(reverse("care:mine"))


@require_POST
@signed_in
def decline(request: StaffRequest, check_id: UUID) -> HttpResponse:
    """Decline the private check that was offered to the person."""
    decline_check(check_id=check_id, actor=request.actor, at=request.at)
    return HttpResponseRedirect(reverse("care:mine"))


@require_POST
@signed_in
def done(request: StaffRequest, check_id: UUID) -> HttpResponse:
    """Say that one checked on somebody in private."""
    record_check(check_id=check_id, actor=request.actor, at=request.at)
    return HttpResponseRedirect(reverse("care:mine"))
