"""One step of aftercare: move it, take it up, and the notes that two people may read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from stayline.care.actions import (
    delete_note,
    move_check,
    name_bystander,
    stop_sharing,
    take_up_check,
    write_note,
)
from stayline.care.errors import ChoiceInvalid, NotYours
from stayline.care.policies import may_see_dates
from stayline.care.queries import care_dates, people_near, site_incidents, step_view
from stayline.care.web.typed import chosen, typed_time
from stayline.people.queries import person
from stayline.people.web.session import StaffRequest, signed_in

if TYPE_CHECKING:
    from uuid import UUID

SHOWN: Final = timedelta(days=42)
"""So far back the dates of a site are shown."""

RECENT: Final = timedelta(days=14)
"""So far back a supervisor can say who else was near."""


@require_GET
@signed_in
def step(request: StaffRequest, check_id: UUID) -> HttpResponse:
    """Show one step to the person it is for, or to whoever comes to it."""
    return _step(request, check_id)


@require_POST
@signed_in
def move(request: StaffRequest, check_id: UUID) -> HttpResponse:
    """Move a step to a day and an hour of the person's own zone."""
    try:
        move_check(check_id=check_id, to=typed_time(request), actor=request.actor, at=request.at)
    except ChoiceInvalid as refusal:
        return _step(request, check_id, refusal=refusal)
    return _to(check_id)


@require_POST
@signed_in
def take_up(request: StaffRequest, check_id: UUID) -> HttpResponse:
    """Take up a step that only those get who want it."""
    take_up_check(check_id=check_id, actor=request.actor, at=request.at)
    return _to(check_id)


@sensitive_post_parameters("words")
@require_POST
@signed_in
def note(request: StaffRequest, check_id: UUID) -> HttpResponse:
    """Keep a note with a step; nothing typed is lost when it cannot be kept."""
    try:
        write_note(
            check_id=check_id,
            words=request.POST.get("words", ""),
            shared=request.POST.get("shared") == "yes",
            actor=request.actor,
            at=request.at,
        )
    except ChoiceInvalid as refusal:
        return _step(request, check_id, refusal=refusal)
    return _to(check_id)


@require_POST
@signed_in
def close(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """Take back that the supporter reads a note."""
    stop_sharing(note_id=note_id, actor=request.actor, at=request.at)
    return _onward(request)


@require_POST
@signed_in
def delete(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """Delete a note about oneself."""
    delete_note(note_id=note_id, actor=request.actor, at=request.at)
    return _onward(request)


@require_GET
@signed_in
def dates(request: StaffRequest) -> HttpResponse:
    """Show whoever supervises a site when checks were offered, done and declined; no more."""
    site_id = request.actor.site_id
    if site_id is None or not may_see_dates(request.actor, site_id):
        raise NotYours
    context = {
        "rows": care_dates(site_id, since=request.at - SHOWN),
        "incidents": site_incidents(
            site_id, reader=request.actor.id, since=request.at - RECENT
        ).items(),
        "near": people_near(person(request.actor.id)).items(),
        "named": request.GET.get("named", ""),
        "zone": request.shell.zone,
    }
    return render(request, "care/dates.html", context)


@require_POST
@signed_in
def near_one(request: StaffRequest) -> HttpResponse:
    """Let a supervisor say who else was near a contact of their site."""
    incident, who = chosen(request, "incident"), chosen(request, "person")
    if incident is None or who is None:
        raise ChoiceInvalid({"person": "Choose the contact and the person."})
    name_bystander(incident_id=incident, person_id=who, actor=request.actor, at=request.at)
    return HttpResponseRedirect(f"{reverse('care:dates')}?named=yes#near")


def _step(
    request: StaffRequest, check_id: UUID, *, refusal: ChoiceInvalid | None = None
) -> HttpResponse:
    found = step_view(check_id, request.actor)
    local = found.planned_at.astimezone(ZoneInfo(request.shell.zone))
    context = {
        "step": found,
        "refusal": refusal,
        "day": request.POST.get("day") or f"{local:%Y-%m-%d}",
        "clock": request.POST.get("clock") or f"{local:%H:%M}",
        "words": request.POST.get("words", ""),
        "zone": request.shell.zone,
    }
    return render(request, "care/step.html", context, status=refusal.status if refusal else 200)


def _to(check_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("care:step", args=[check_id]))


def _onward(request: StaffRequest) -> HttpResponse:
    """Go back to the step whose note it was, or to one's own page."""
    step_id = chosen(request, "step")
    return _to(step_id) if step_id else HttpResponseRedirect(reverse("care:mine"))
