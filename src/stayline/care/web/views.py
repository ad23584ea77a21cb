"""My care: a person's own page. Nobody else can open it; it is about whoever is signed in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stayline.care.actions import (
    choose_supporter,
    choose_time_away,
    come_back,
    decline_check,
    name_bystander,
    record_check,
)
from stayline.care.errors import ChoiceInvalid
from stayline.care.policies import may_see_dates
from stayline.care.queries import (
    asked_by,
    asked_of,
    care_choices,
    latest_incident_of,
    own_care,
    people_near,
    promises_of,
    supporter_choices,
)
from stayline.care.web.typed import chosen
from stayline.people.queries import person
from stayline.people.web.session import StaffRequest, signed_in

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.care.queries import OwnCare

PROMISED: Final = timedelta(days=7)
"""So far ahead a supporter sees whom they come to."""

SHORT_MINUTES: Final = 30
"""The shortest time away that is offered, unless the least that there is is longer."""

SOON: Final = timedelta(minutes=30)
"""What comes within this time, or is late, can be declined by one press."""

NEAR: Final = timedelta(days=2)
"""For so long after a contact somebody is asked who else was near."""


@require_GET
@signed_in
def mine(request: StaffRequest) -> HttpResponse:
    """Show the person's own care, and the checks they have promised to others."""
    name = "care/mine.html#mine" if request.htmx and not request.htmx.boosted else "care/mine.html"
    return render(request, name, _context(request))


def _context(request: StaffRequest) -> dict[str, object]:
    who, at = person(request.actor.id), request.at
    care = own_care(who.id, at=at)
    return {
        "care": care,
        "near_ones": _near_ones(care, at),
        "promises": promises_of(who.id, at=at, ahead=PROMISED),
        "choices": care_choices(who.id),
        "supporters": supporter_choices(who, at=at).items(),
        "asked_of": asked_of(who.id),
        "asked_by": asked_by(who.id),
        "least": settings.STAYLINE.off_queue_minutes,
        "short": max(SHORT_MINUTES, settings.STAYLINE.off_queue_minutes),
        "sees_dates": who.site_id is not None and may_see_dates(request.actor, who.site_id),
        "near": people_near(who).items() if latest_incident_of(who.id, since=at - NEAR) else (),
        "named": request.GET.get("named", ""),
        "zone": request.shell.zone,
        "now": at,
    }


def _near_ones(care: OwnCare, at: datetime) -> set[UUID]:
    """Return the steps that can be declined by one press: the next one, and all that are near."""
    left = [one for one in care.checks if not one.closed]
    return {one.id for one in left if one is left[0] or one.when <= at + SOON}


@require_POST
@signed_in
def back(request: StaffRequest) -> HttpResponse:
    """Take contacts again, by the person's own choice."""
    come_back(actor=request.actor, at=request.at)
    return _to_mine()


@require_POST
@signed_in
def time_away(request: StaffRequest) -> HttpResponse:
    """Keep how long the person stays off the queue."""
    choose_time_away(choice=request.POST.get("choice", ""), actor=request.actor, at=request.at)
    return _to_mine()


@require_POST
@signed_in
def supporter(request: StaffRequest) -> HttpResponse:
    """Keep whom the person wants to look after them."""
    choose_supporter(supporter_id=chosen(request, "supporter"), actor=request.actor, at=request.at)
    return _to_mine()


@require_POST
@signed_in
def decline(request: StaffRequest, check_id: UUID) -> HttpResponse:
    """Decline the private check that was offered to the person."""
    decline_check(check_id=check_id, actor=request.actor, at=request.at)
    return _to_mine()


@require_POST
@signed_in
def done(request: StaffRequest, check_id: UUID) -> HttpResponse:
    """Say that one checked on somebody in private."""
    record_check(check_id=check_id, actor=request.actor, at=request.at)
    return _to_mine()


@require_POST
@signed_in
def near(request: StaffRequest) -> HttpResponse:
    """Say who else was near the last contact; they are offered aftercare, and told no more."""
    incident = latest_incident_of(request.actor.id, since=request.at - NEAR)
    who = chosen(request, "person")
    if incident is None or who is None:
        raise ChoiceInvalid({"person": "Choose somebody of the list."})
    name_bystander(incident_id=incident, person_id=who, actor=request.actor, at=request.at)
    return HttpResponseRedirect(f"{reverse('care:mine')}?named=yes#near")


def _to_mine() -> HttpResponse:
    return HttpResponseRedirect(reverse("care:mine"))
