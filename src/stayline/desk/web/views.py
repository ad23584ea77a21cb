"""The desk: my contacts, those that wait, and one contact with its parts."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stayline.contacts.actions import NewContact, open_contact, take_contact
from stayline.contacts.queries import Caller
from stayline.contacts.queries import contact as contact_row
from stayline.desk.policies import may_take_contact
from stayline.desk.queries import contact_page, overview
from stayline.learning.queries.courses import lapsed_of
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import Invalid
from stayline.privacy.actions import note_read
from stayline.privacy.errors import NotOnTheList

LONGEST: Final = 80
"""So much may be typed to look for a phrase."""

PARTS: Final = frozenset(
    {"contact", "guidance", "step", "warnings", "lines", "way", "gather", "form", "obligations"}
)
"""The named parts of the contact page that can be drawn by themselves."""


@require_GET
@signed_in
def index(request: StaffRequest) -> HttpResponse:
    """Show my contacts and those that nobody has; the list alone when htmx asks."""
    shown = overview(request.actor, at=request.at)
    template = "desk/index.html#lists" if request.htmx else "desk/index.html"
    # Shown before a contact and asked by nothing in it: a lapse of training blocks no help.
    lapsed = [] if request.htmx else lapsed_of(request.actor.id, at=request.at)
    context = {"desk": shown, "live_topic": shown.live_topic, "lapsed": lapsed}
    return render(request, template, context)


@require_POST
@signed_in
def begin(request: StaffRequest) -> HttpResponse:
    """Start a contact by hand: somebody is on the line, and no platform told us."""
    if request.actor.site_id is None:
        raise Invalid({"site": "You belong to no site. Ask your administrator to add you to one."})
    made = open_contact(
        NewContact(
            id=uuid4(),
            site_id=request.actor.site_id,
            channel=request.POST.get("channel", ""),
            source="desk",
            exercise=request.POST.get("exercise") == "yes",
            agent_id=request.actor.id,
            caller=Caller(
                name=request.POST.get("caller_name", "").strip(),
                number=request.POST.get("caller_number", "").strip(),
            ),
            caller_country=request.POST.get("caller_country", "").strip(),
            language=request.POST.get("language", ""),
        ),
        actor=request.actor,
        at=request.at,
    )
    return HttpResponseRedirect(reverse("desk:contact", args=[made.id]))


@require_POST
@signed_in
def take(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """Take a contact that nobody has."""
    if not may_take_contact(request.actor, contact_row(contact_id)):
        raise NotOnTheList
    taken = take_contact(contact_id=contact_id, actor=request.actor, at=request.at)
    return HttpResponseRedirect(reverse("desk:contact", args=[taken.id]))


@require_GET
@signed_in
def contact(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """Show one contact."""
    page = contact_page(contact_id, actor=request.actor, at=request.at)
    if page.incident is not None:
        note_read(incident_id=page.incident.id, actor=request.actor, screen="desk", at=request.at)
    context = {"page": page, "live_topic": page.live_topic}
    return render(request, "desk/contact.html", context)


@require_GET
@signed_in
def phrases(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """Show the phrases that hold what was typed: the list alone when htmx asks (S4-15)."""
    page = contact_page(contact_id, actor=request.actor, at=request.at)
    words = request.GET.get("words", "")[:LONGEST]
    context = {"page": page, "groups": page.aids.found(words), "words": words}
    if request.htmx:
        return render(request, "desk/parts/phrase_groups.html", context)
    return render(request, "desk/contact.html", context | {"live_topic": page.live_topic})


@require_GET
@signed_in
def part(request: StaffRequest, contact_id: UUID, name: str) -> HttpResponse:
    """Show one part of a contact, for a screen that heard of a change."""
    if name not in PARTS:
        raise Http404
    page = contact_page(contact_id, actor=request.actor, at=request.at)
    if page.incident is not None:
        note_read(incident_id=page.incident.id, actor=request.actor, screen="desk", at=request.at)
    return render(request, f"desk/contact.html#{name}", {"page": page})
