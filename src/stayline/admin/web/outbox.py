"""What must leave: what waits, which ways are silent, what was set aside; sending it again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stayline.admin.queries.outbox import outbox_page
from stayline.admin.queries.sections import demand_section
from stayline.outbox.actions import replay_channel, replay_message
from stayline.people.web.session import StaffRequest, signed_in

SECTION = "admin:outbox"


@require_GET
@signed_in
def outbox(request: StaffRequest) -> HttpResponse:
    """Show how what must leave stands."""
    demand_section(request.actor, SECTION)
    context = {"page": outbox_page(at=request.at), "again": request.GET.get("again", "")}
    return render(request, "admin/outbox.html", context)


@require_POST
@signed_in
def send_again(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """Have one message sent again that was set aside."""
    demand_section(request.actor, SECTION)
    replay_message(message_id=message_id, actor=request.actor, at=request.at)
    return _back(1)


@require_POST
@signed_in
def send_channel_again(request: StaffRequest, channel: str) -> HttpResponse:
    """Have all of one channel sent again that was set aside."""
    demand_section(request.actor, SECTION)
    return _back(replay_channel(channel=channel, actor=request.actor, at=request.at))


def _back(many: int) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(SECTION)}?again={many}")
