"""The anonymous pulse, what leaders owe, and the effect on staff beside that on service."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stayline.care.actions import answer_pulse, meet_duty, waive_duty
from stayline.care.errors import LeadersOnly, OwnInvalid
from stayline.care.policies import leads, may_see_effect
from stayline.care.queries import duties_at, duties_of, effect, pulse_for, pulse_results
from stayline.people.web.session import StaffRequest, signed_in

if TYPE_CHECKING:
    from uuid import UUID

SHOWN_FOR: Final = timedelta(days=31)
"""For so long a manager sees duties of the site that were met or waived."""


@require_GET
@signed_in
def pulse(request: StaffRequest) -> HttpResponse:
    """Show this month's questions to whoever has not answered, and what past rounds may show."""
    who = request.actor
    context = {
        "pulse": pulse_for(who, at=request.at),
        "results": pulse_results(who.site_id) if who.site_id else [],
        "thanks": request.GET.get("thanks", ""),
        "zone": request.shell.zone,
    }
    return render(request, "care/pulse.html", context)


@require_POST
@signed_in
def answer(request: StaffRequest) -> HttpResponse:
    """Add the person's answers to the counts."""
    answers = {key: str(value) for key, value in request.POST.items()}
    answer_pulse(answers=answers, actor=request.actor, at=request.at)
    return HttpResponseRedirect(f"{reverse('care:pulse')}?thanks=yes")


@require_GET
@signed_in
def duties(request: StaffRequest) -> HttpResponse:
    """Show a leader what they owe, and a manager what is owed at the site.

    Raises:
        LeadersOnly: whoever asks leads nobody.
    """
    if not leads(request.actor):
        raise LeadersOnly
    return _duties(request)


@require_POST
@signed_in
def met(request: StaffRequest, duty_id: UUID) -> HttpResponse:
    """Record that a duty was met."""
    meet_duty(duty_id=duty_id, actor=request.actor, at=request.at)
    return HttpResponseRedirect(reverse("care:duties"))


@require_POST
@signed_in
def waived(request: StaffRequest, duty_id: UUID) -> HttpResponse:
    """Waive a duty for a reason of the list."""
    try:
        waive_duty(
            duty_id=duty_id,
            because=request.POST.get("because", ""),
            actor=request.actor,
            at=request.at,
        )
    except OwnInvalid as refused:
        return _duties(request, wrong=duty_id, fault=refused.faults["because"])
    return HttpResponseRedirect(reverse("care:duties"))


@require_GET
@signed_in
def report(request: StaffRequest) -> HttpResponse:
    """Show a manager the effect on staff beside the effect on service (S4-4).

    Raises:
        LeadersOnly: whoever asks manages no site.
    """
    site_id = request.actor.site_id
    if site_id is None or not may_see_effect(request.actor):
        raise LeadersOnly
    context = {
        "months": effect(site_id, at=request.at),
        "results": pulse_results(site_id, limit=2),
        "zone": request.shell.zone,
    }
    return render(request, "care/effect.html", context)


def _duties(request: StaffRequest, wrong: UUID | None = None, fault: str = "") -> HttpResponse:
    who = request.actor
    context = {
        "mine": duties_of(who),
        "others": duties_at(who, since=request.at - SHOWN_FOR),
        "wrong": wrong,
        "fault": fault,
        "zone": request.shell.zone,
        "now": request.at,
    }
    return render(request, "care/duties.html", context, status=422 if wrong else 200)
