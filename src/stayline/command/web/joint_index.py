"""The list of what is commanded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_GET

from stayline.command.queries.joint_index import overview
from stayline.people.web.session import StaffRequest, signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_GET
@signed_in
def index(request: StaffRequest) -> HttpResponse:
    """Show the open incidents of the site; the changing part alone when htmx asks."""
    shown = overview(request.actor, at=request.at)
    template = "command/index.html#list" if request.htmx else "command/index.html"
    context = {"overview": shown, "zone": shown.zone, "live_topic": shown.live_topic}
    return render(request, template, context)
