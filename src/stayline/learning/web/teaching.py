"""For whoever teaches a site: who is to learn what, what was said of courses, credentials."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from stayline.learning.actions import record_trainer, take_back_trainer
from stayline.learning.errors import CourseInvalid, CourseNotYours
from stayline.learning.policies import EVERY_SITE, may_teach, teaches_somewhere
from stayline.learning.queries.teaching import courses_at, credentials_at, feedback_of, sites_of
from stayline.people.queries import people_of
from stayline.people.web.session import StaffRequest, signed_in
from stayline_core.courses import CREDENTIALS

if TYPE_CHECKING:
    from stayline.platform.errors import StaylineError

TYPED = ("person", "credential", "teaches", "issuer", "number", "expires_on")


@require_http_methods(["GET", "POST"])
@signed_in
def teaching(request: StaffRequest) -> HttpResponse:
    """Show a site's courses and credentials; record what lets somebody teach."""
    if not teaches_somewhere(request.actor):
        raise CourseNotYours
    if request.method == "GET":
        return _page(request)
    try:
        record_trainer(
            person_id=_who(request),
            typed=request.POST.dict(),
            expires_on=_day(request.POST.get("expires_on", "")),
            actor=request.actor,
            at=request.at,
        )
    except CourseInvalid as refusal:
        return _page(request, refusal=refusal)
    return HttpResponseRedirect(_back(request))


@require_POST
@signed_in
def take_back(request: StaffRequest, credential_id: UUID) -> HttpResponse:
    """Let a trainer's credential count no more."""
    take_back_trainer(credential_id=credential_id, actor=request.actor, at=request.at)
    return HttpResponseRedirect(_back(request))


def _page(request: StaffRequest, *, refusal: StaylineError | None = None) -> HttpResponse:
    every = not request.actor.roles.isdisjoint(EVERY_SITE)
    places = sites_of(request.actor.site_id, every=every)
    wanted = request.POST.get("site", "") or request.GET.get("site", "")
    chosen = [one for one in places if one.slug == wanted]
    own = [one for one in places if one.id == request.actor.site_id]
    found = chosen or own or places
    if not found or not may_teach(request.actor, found[0].id):
        raise CourseNotYours
    here = found[0]
    context: dict[str, Any] = {
        "here": here,
        "places": places,
        "courses": courses_at(here, at=request.at),
        "feedback": feedback_of([here.id]),
        "credentials": credentials_at(here, at=request.at),
        "people": [one for one in people_of(here.id) if one.id != request.actor.id],
        "kinds": CREDENTIALS,
        "given": {name: request.POST.get(name, "") for name in TYPED},
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "learning/teaching.html", context, status=status)


def _back(request: StaffRequest) -> str:
    site = urlencode({"site": request.POST.get("site", "")})
    return f"{reverse('learning:teaching')}?{site}"


def _who(request: StaffRequest) -> UUID:
    try:
        return UUID(request.POST.get("person", ""))
    except ValueError:
        raise CourseInvalid({"person": "Choose whose credential it is."}) from None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
