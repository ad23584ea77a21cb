"""What staff do on incidents now: for who commands, and for everyone about themselves (S3-46)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_GET

from stayline.command.queries.joint_people import people_on, staff_now
from stayline.command.web.seen import seen
from stayline.people.queries import site
from stayline.people.web.session import StaffRequest, signed_in
from stayline.privacy.actions import note_read

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from stayline.command.queries.joint_people import IncidentPeople


@require_GET
@signed_in
def of_incident(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Show the staff of one incident.

    Raises:
        Http404: no incident has this id, or it is not this reader's to see.
    """
    shown = seen(request, incident_id)
    found = [people_on(shown.incident, actor=request.actor, at=request.at)]
    return _drawn(request, found, shown.zone, f"incident:{incident_id}", one=True)


@require_GET
@signed_in
def of_site(request: StaffRequest) -> HttpResponse:
    """Show the staff of every open incident that the reader handles."""
    found = staff_now(request.actor, at=request.at)
    zone = site(request.actor.site_id).zone if request.actor.site_id else "UTC"
    return _drawn(request, found, zone, f"board:{request.actor.site_id}", one=False)


def _drawn(
    request: StaffRequest, found: list[IncidentPeople], zone: str, topic: str, *, one: bool
) -> HttpResponse:
    for each in found:
        note_read(incident_id=each.incident.id, actor=request.actor, screen="people", at=request.at)
    template = "command/people.html#people" if request.htmx else "command/people.html"
    context = {"found": found, "one": one, "zone": zone, "now": request.at, "live_topic": topic}
    return render(request, template, context)
