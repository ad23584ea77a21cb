"""The first page of a demo, and the practice contacts it gives."""

from __future__ import annotations

from uuid import uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stayline.admin.policies import may_see_welcome
from stayline.admin.queries import (
    PRACTICE,
    practice,
    practice_agent,
    too_many_practices,
    welcome,
)
from stayline.contacts.actions import NewContact, open_contact
from stayline.contacts.queries import Caller
from stayline.people.web.session import ROLES_OF_ONE_PRESS, StaffRequest, signed_in, start_of
from stayline.platform.errors import Invalid


@require_GET
@signed_in
def welcome_page(request: StaffRequest) -> HttpResponse:
    """Show a newcomer what to try, and in which order; there is none outside a demo."""
    if not may_see_welcome(request.actor):
        raise Http404
    context = {
        "welcome": welcome(request.actor, at=request.at),
        "others": ROLES_OF_ONE_PRESS,
        "start": start_of(request.actor),
    }
    return render(request, "admin/welcome.html", context)


@require_POST
@signed_in
def begin_practice(request: StaffRequest) -> HttpResponse:
    """Open a practice contact; the demo floor plays its caller, line by line.

    An agent has it themselves; for anybody else it reaches a colleague, and the floor rings.
    """
    if not may_see_welcome(request.actor):
        raise Http404
    wanted = practice(request.POST.get("practice", ""))
    if wanted is None or request.actor.site_id is None:
        raise Http404
    if too_many_practices(request.actor):
        raise Invalid({"practice": "Some practice contacts are still open. End one of them first."})
    agent = practice_agent(request.actor, at=request.at)
    contact_id = uuid4()
    open_contact(
        NewContact(
            id=contact_id,
            site_id=request.actor.site_id,
            channel="voice",
            source=PRACTICE,
            external_id=f"{wanted.id}:{str(contact_id)[:8]}",
            exercise=True,
            agent_id=agent.id,
            caller=Caller(name=wanted.caller, number=wanted.number),
            caller_country="US",
        ),
        actor=request.actor,
        at=request.at,
    )
    if agent.id == request.actor.id:
        return HttpResponseRedirect(reverse("desk:contact", args=[contact_id]))
    return HttpResponseRedirect(start_of(request.actor))
