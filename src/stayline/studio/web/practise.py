"""Practise on what is in force: an exercise contact on one's own desk, with help already called.

A version that is not in force guides nobody, not even in an exercise: that one is walked through.
"""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from stayline.contacts.actions import NewContact, open_contact
from stayline.contacts.queries import Caller
from stayline.incidents.actions import get_help
from stayline.people.web.session import StaffRequest, signed_in
from stayline.studio.queries import practice_of


@require_POST
@signed_in
def practise(request: StaffRequest, kind: str, document_id: str) -> HttpResponse:
    """Open an exercise contact that the protocol in force guides, and show it on the desk."""
    wanted = practice_of(request.actor, kind, document_id)
    contact_id = uuid4()
    open_contact(
        NewContact(
            id=contact_id,
            site_id=wanted.site_id,
            channel=wanted.channel,
            source="studio",
            external_id=f"{document_id}:{str(contact_id)[:8]}",
            exercise=True,
            agent_id=request.actor.id,
            caller=Caller(name="Robin Practice"),
        ),
        actor=request.actor,
        at=request.at,
    )
    get_help(contact_id=contact_id, kind=wanted.harm, actor=request.actor, at=request.at)
    return HttpResponseRedirect(reverse("desk:contact", args=[contact_id]))
