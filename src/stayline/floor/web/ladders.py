"""A receiver's way: accept, read, join, speak, take over; or say that they cannot."""

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
    accept_rung,
    call_off_ladder,
    come_back_to_contact,
    complete_hand_over,
    decline_rung,
    join_contact,
    note_briefed,
    receiver_lost,
    record_spoke,
    return_contact,
)
from stayline.escalation.actions.telephoning import ring_my_phone, set_voice
from stayline.escalation.queries import ladder
from stayline.floor.queries import briefing_page
from stayline.incidents.actions.demand import note_answered
from stayline.people.web.session import StaffRequest, signed_in
from stayline.privacy.actions import note_read

Step = Callable[[StaffRequest, UUID], str]
"""Does one thing to a ladder and returns where to go next."""


@require_GET
@signed_in
def page(request: StaffRequest, ladder_id: UUID) -> HttpResponse:
    """Show the briefing of five lines while the receiver is on the way; it gates nothing."""
    shown = briefing_page(ladder_id, actor=request.actor, at=request.at)
    note_read(incident_id=shown.incident.id, actor=request.actor, screen="briefing", at=request.at)
    if shown.mine:
        note_briefed(ladder_id=ladder_id, actor=request.actor, at=request.at)
    template = "floor/briefing.html#briefing" if request.htmx else "floor/briefing.html"
    return render(request, template, {"page": shown, "live_topic": shown.live_topic})


@require_POST
@signed_in
def act(request: StaffRequest, ladder_id: UUID, name: str) -> HttpResponse:
    """Do one thing to a ladder. Who may is asked by the action, which logs it."""
    step = STEPS.get(name)
    if step is None:
        raise Http404
    address = step(request, ladder_id)
    if request.htmx:
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)


def _accept(request: StaffRequest, ladder_id: UUID) -> str:
    accept_rung(ladder_id=ladder_id, actor=request.actor, at=request.at)
    return _briefing(ladder_id)


def _decline(request: StaffRequest, ladder_id: UUID) -> str:
    reason = request.POST.get("reason", "").strip()
    decline_rung(ladder_id=ladder_id, reason=reason, actor=request.actor, at=request.at)
    return reverse("people:start")


def _join(request: StaffRequest, ladder_id: UUID) -> str:
    join_contact(ladder_id=ladder_id, actor=request.actor, at=request.at)
    return _briefing(ladder_id)


def _spoke(request: StaffRequest, ladder_id: UUID) -> str:
    record_spoke(ladder_id=ladder_id, actor=request.actor, at=request.at)
    contact = ladder(ladder_id).incident.contact
    if contact is not None and contact.waits_for_answer:
        note_answered(contact_id=contact.id, actor=request.actor, at=request.at)
    return _briefing(ladder_id)


def _complete(request: StaffRequest, ladder_id: UUID) -> str:
    complete_hand_over(ladder_id=ladder_id, actor=request.actor, at=request.at)
    shown = briefing_page(ladder_id, actor=request.actor, at=request.at)
    if shown.incident.contact_id:
        return reverse("desk:contact", args=[shown.incident.contact_id])
    return reverse("floor:incident", args=[shown.incident.id])


def _return(request: StaffRequest, ladder_id: UUID) -> str:
    reason = request.POST.get("reason", "").strip()
    return_contact(ladder_id=ladder_id, reason=reason, actor=request.actor, at=request.at)
    return reverse("people:start")


def _come_back(request: StaffRequest, ladder_id: UUID) -> str:
    come_back_to_contact(ladder_id=ladder_id, actor=request.actor, at=request.at)
    return _briefing(ladder_id)


def _lost(request: StaffRequest, ladder_id: UUID) -> str:
    receiver_lost(
        ladder_id=ladder_id, receiver_id=request.actor.id, actor=request.actor, at=request.at
    )
    return reverse("people:start")


def _call_off(request: StaffRequest, ladder_id: UUID) -> str:
    reason = request.POST.get("reason", "").strip()
    call_off_ladder(ladder_id=ladder_id, reason=reason, actor=request.actor, at=request.at)
    if request.POST.get("back") == "record":
        return reverse("floor:incident", args=[ladder(ladder_id).incident_id])
    return _briefing(ladder_id)


def _phone(request: StaffRequest, ladder_id: UUID) -> str:
    ring_my_phone(ladder_id=ladder_id, actor=request.actor, at=request.at)
    return _briefing(ladder_id)


def _voice(request: StaffRequest, ladder_id: UUID) -> str:
    voice = request.POST.get("voice", "")
    set_voice(ladder_id=ladder_id, voice=voice, actor=request.actor, at=request.at)
    return _briefing(ladder_id)


def _briefing(ladder_id: UUID) -> str:
    return reverse("floor:briefing", args=[ladder_id])


STEPS: Final[Mapping[str, Step]] = MappingProxyType(
    {
        "accept": _accept,
        "decline": _decline,
        "join": _join,
        "spoke": _spoke,
        "complete": _complete,
        "return": _return,
        "come-back": _come_back,
        "lost": _lost,
        "call-off": _call_off,
        "phone": _phone,
        "voice": _voice,
    }
)
"""What a person can do to a ladder, by the last part of its address."""
