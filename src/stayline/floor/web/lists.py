"""The lists: every incident and every contact that one may know of, with search and filters."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stayline.contacts.queries import channels
from stayline.floor.queries.lists import (
    EXERCISES,
    KINDS,
    LEVELS,
    STATES,
    contact_list,
    filters_of,
    incident_list,
)
from stayline.people.web.session import StaffRequest, signed_in

CHOICES: Final = {"states": STATES, "levels": LEVELS, "kinds": KINDS, "exercises": EXERCISES}


@require_GET
@signed_in
def incidents(request: StaffRequest) -> HttpResponse:
    """Show the incidents, danger to life first; the filters stand in the address."""
    listed = incident_list(
        filters_of(request.GET.dict()),
        actor=request.actor,
        zone=request.shell.zone,
        page=request.GET.get("page", ""),
    )
    return render(request, "floor/incidents.html", {"listed": listed, **CHOICES})


@require_GET
@signed_in
def contacts(request: StaffRequest) -> HttpResponse:
    """Show the contacts, those that wait first; the filters stand in the address."""
    listed = contact_list(
        filters_of(request.GET.dict()),
        actor=request.actor,
        zone=request.shell.zone,
        page=request.GET.get("page", ""),
    )
    context = {"listed": listed, "channels": channels(), **CHOICES}
    return render(request, "floor/contacts.html", context)
