"""Follow a contact as it is said, guide whoever has it by message, join it and take it over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from stayline.escalation.actions import (
    follow_incident,
    send_guidance,
    stop_following,
    take_over,
)
from stayline.floor.queries.follow import follow_page
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError
from stayline.privacy.actions import note_read

Press = Callable[[StaffRequest, UUID], str]
"""Does one thing beside a contact and returns where to go next."""

PARTS: Final = frozenset({"said", "beside"})
"""The named parts of the page that can be drawn by themselves."""


@require_GET
@signed_in
def page(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Show the contact as it is said; one of its parts alone when htmx asks for it."""
    shown = follow_page(incident_id, actor=request.actor)
    note_read(incident_id=incident_id, actor=request.actor, screen="follow", at=request.at)
    part = request.GET.get("part", "")
    alone = request.htmx and part in PARTS
    template = f"floor/follow.html#{part}" if alone else "floor/follow.html"
    return render(request, template, {"page": shown, "live_topic": shown.live_topic})


@require_POST
@signed_in
def act(request: StaffRequest, incident_id: UUID, name: str) -> HttpResponse:
    """Do one thing beside a contact. Who may is asked by the action, which logs it."""
    press = PRESSES.get(name)
    if press is None:
        raise Http404
    try:
        address = press(request, incident_id)
    except StaylineError as refusal:
        if name != "guide":
            raise
        return _unsent(request, incident_id, refusal)
    if request.htmx:
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)


def _follow(request: StaffRequest, incident_id: UUID) -> str:
    follow_incident(incident_id=incident_id, actor=request.actor, at=request.at)
    return reverse("floor:follow", args=[incident_id])


def _stop(request: StaffRequest, incident_id: UUID) -> str:
    stop_following(incident_id=incident_id, actor=request.actor, at=request.at)
    return reverse("floor:board")


def _guide(request: StaffRequest, incident_id: UUID) -> str:
    send_guidance(
        incident_id=incident_id,
        words=request.POST.get("words", ""),
        actor=request.actor,
        at=request.at,
    )
    return reverse("floor:follow", args=[incident_id])


def _take_over(request: StaffRequest, incident_id: UUID) -> str:
    taken = take_over(incident_id=incident_id, actor=request.actor, at=request.at)
    return reverse("floor:briefing", args=[taken.ladder_id])


def _unsent(request: StaffRequest, incident_id: UUID, refusal: StaylineError) -> HttpResponse:
    """Draw the page again with why the message was not sent, and with its words."""
    shown = follow_page(incident_id, actor=request.actor)
    context = {
        "page": shown,
        "live_topic": shown.live_topic,
        "refusal": refusal,
        "unsent": request.POST.get("words", ""),
    }
    return render(request, "floor/follow.html", context, status=refusal.status)


PRESSES: Final[Mapping[str, Press]] = MappingProxyType(
    {"follow": _follow, "stop": _stop, "guide": _guide, "take-over": _take_over}
)
"""What can be pressed, by the last part of its address."""
