"""Help from outside, as it is pressed on a contact: asked for, called, answered, arrived."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from stayline.command.actions import (
    ask_for_agency,
    note_place,
    record_answered,
    record_arrived,
    record_called,
    record_could_not,
    record_given,
)
from stayline.command.errors import AgencyUnknown
from stayline.command.queries import AGENCIES
from stayline.desk.queries import contact_page
from stayline.incidents.actions import get_help
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError

Outcome = Callable[[StaffRequest, UUID], object]

TYPED: Final = ("reason", "place")
"""The fields that people type words into."""


@require_POST
@signed_in
def ask(request: StaffRequest, contact_id: UUID, agency: str) -> HttpResponse:
    """Ask for one kind of help: the number and the words stand on the page that comes back.

    A contact without an incident gets one, and a colleague is rung as for “Get help now”.
    """
    if agency not in AGENCIES:
        raise AgencyUnknown(tuple(AGENCIES))
    page = contact_page(contact_id, actor=request.actor, at=request.at)
    who, at = request.actor, request.at
    try:
        opened = page.incident or get_help(contact_id=contact_id, actor=who, at=at)
        ask_for_agency(incident_id=opened.id, agency=agency, actor=who, at=at)
    except StaylineError as refusal:
        return _refused(request, contact_id, refusal)
    return _done(request, contact_id)


@require_POST
@signed_in
def place(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """Keep the town or area where help is needed, for the words to say (S4-9)."""
    page = contact_page(contact_id, actor=request.actor, at=request.at)
    if page.incident is None:
        raise Http404
    typed = request.POST.get("place", "")
    try:
        note_place(incident_id=page.incident.id, place=typed, actor=request.actor, at=request.at)
    except StaylineError as refusal:
        return _refused(request, contact_id, refusal)
    return _done(request, contact_id)


@require_POST
@signed_in
def dispatch(request: StaffRequest, contact_id: UUID, dispatch_id: UUID, name: str) -> HttpResponse:
    """Record what came of one call for help from outside."""
    outcome = OUTCOMES.get(name)
    if outcome is None:
        raise Http404
    contact_page(contact_id, actor=request.actor, at=request.at)
    try:
        outcome(request, dispatch_id)
    except StaylineError as refusal:
        return _refused(request, contact_id, refusal)
    return _done(request, contact_id)


def _called(request: StaffRequest, dispatch_id: UUID) -> None:
    record_called(
        dispatch_id=dispatch_id,
        place=request.POST.get("place", "").strip(),
        consent=request.POST.get("consent") == "yes",
        actor=request.actor,
        at=request.at,
    )


def _could_not(request: StaffRequest, dispatch_id: UUID) -> None:
    reason = request.POST.get("reason", "")
    record_could_not(dispatch_id=dispatch_id, reason=reason, actor=request.actor, at=request.at)


def _given(request: StaffRequest, dispatch_id: UUID) -> None:
    service = request.POST.get("service", "")
    record_given(dispatch_id=dispatch_id, service=service, actor=request.actor, at=request.at)


def _spoke(request: StaffRequest, dispatch_id: UUID) -> None:
    record_answered(dispatch_id=dispatch_id, spoke=True, actor=request.actor, at=request.at)


def _no_answer(request: StaffRequest, dispatch_id: UUID) -> None:
    record_answered(dispatch_id=dispatch_id, spoke=False, actor=request.actor, at=request.at)


def _arrived(request: StaffRequest, dispatch_id: UUID) -> None:
    record_arrived(dispatch_id=dispatch_id, actor=request.actor, at=request.at)


OUTCOMES: Final[Mapping[str, Outcome]] = MappingProxyType(
    {
        "called": _called,
        "could-not": _could_not,
        "given": _given,
        "spoke": _spoke,
        "no-answer": _no_answer,
        "arrived": _arrived,
    }
)
"""What can come of a call, by the last part of its address."""


def _done(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:contact", args=[contact_id]) + "#dispatch")
    page = contact_page(contact_id, actor=request.actor, at=request.at)
    return render(request, "desk/contact.html#contact", {"page": page})


def _refused(request: StaffRequest, contact_id: UUID, refusal: StaylineError) -> HttpResponse:
    page = contact_page(contact_id, actor=request.actor, at=request.at)
    context = {
        "page": page,
        "live_topic": page.live_topic,
        "refusal": refusal,
        "typed": [request.POST[name] for name in TYPED if request.POST.get(name)],
    }
    template = "desk/contact.html#contact" if request.htmx else "desk/contact.html"
    return render(request, template, context, status=refusal.status)
