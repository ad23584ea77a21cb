"""The first page of set-up: its sections, each with what it is for."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stayline.admin.errors import SetUpNotYours
from stayline.admin.policies import may_set_up
from stayline.admin.queries.sections import sections_of
from stayline.people.web.session import StaffRequest, signed_in


@require_GET
@signed_in
def home(request: StaffRequest) -> HttpResponse:
    """Show the sections of set-up that are this person's."""
    if not may_set_up(request.actor):
        raise SetUpNotYours
    return render(request, "admin/home.html", {"groups": sections_of(request.actor)})
