"""Ways to reach people away from their screens: list, add, change, stop, and try each for real."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stayline.admin.queries.channels import (
    channel_cards,
    links_leave_this_machine,
    own_way,
    way_page,
)
from stayline.admin.queries.sections import demand_section
from stayline.outbox.actions import WaySettings, add_way, change_way, stop_way, try_way
from stayline.outbox.errors import WayInvalid
from stayline.outbox.queries import WayView
from stayline.people.actions import note_point_tested
from stayline.people.queries import contact_points
from stayline.people.web.session import StaffRequest, signed_in

SECTION: Final = "admin:channels"


@require_GET
@signed_in
def channels(request: StaffRequest) -> HttpResponse:
    """Show every channel: by which ways pages leave, and which are not set up."""
    demand_section(request.actor, SECTION)
    context = {
        "cards": channel_cards(request.actor),
        "reachable": links_leave_this_machine(),
        "saved": request.GET.get("saved", ""),
    }
    return render(request, "admin/channels.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new_way(request: StaffRequest, channel: str, kind: str) -> HttpResponse:
    """Set up a way."""
    demand_section(request.actor, SECTION)
    if request.method == "GET":
        return _page(request, None, channel, kind)
    try:
        made = add_way(_typed(request.POST, channel, kind), actor=request.actor, at=request.at)
    except WayInvalid as refused:
        return _page(request, None, channel, kind, faults=refused.faults)
    return HttpResponseRedirect(f"{reverse('admin:way', args=[made])}?saved=yes")


@require_http_methods(["GET", "POST"])
@signed_in
def way(request: StaffRequest, way_id: UUID) -> HttpResponse:
    """Show one way; change it."""
    demand_section(request.actor, SECTION)
    found = own_way(request.actor, way_id)
    if request.method == "GET":
        return _page(request, found)
    try:
        typed = _typed(request.POST, found.channel, found.kind)
        change_way(way_id, typed, actor=request.actor, at=request.at)
    except WayInvalid as refused:
        return _page(request, found, faults=refused.faults)
    return HttpResponseRedirect(f"{reverse('admin:way', args=[way_id])}?saved=yes")


@require_POST
@signed_in
def stop(request: StaffRequest, way_id: UUID) -> HttpResponse:
    """Use a way no more."""
    demand_section(request.actor, SECTION)
    stop_way(way_id=way_id, actor=request.actor, at=request.at)
    return HttpResponseRedirect(f"{reverse(SECTION)}?saved=stopped")


@require_POST
@signed_in
def send_test(request: StaffRequest, way_id: UUID) -> HttpResponse:
    """Have a real test sent, to one of one's own addresses or to one that is typed."""
    demand_section(request.actor, SECTION)
    found = own_way(request.actor, way_id)
    own = {str(one.id): one for one in contact_points([request.actor.id])}
    mine = own.get(request.POST.get("point", ""))
    address = mine.address if mine else request.POST.get("address", "").strip()
    point_id = mine.id if mine else None
    try:
        try_way(
            way_id=way_id, address=address, point_id=point_id, actor=request.actor, at=request.at
        )
    except WayInvalid as refused:
        return _page(request, found, faults=refused.faults, address=address, changing=False)
    if point_id is not None:
        note_point_tested(point_id=point_id, actor=request.actor, at=request.at)
    return HttpResponseRedirect(f"{reverse('admin:way', args=[way_id])}#try")


@require_GET
@signed_in
def trial(request: StaffRequest, way_id: UUID) -> HttpResponse:
    """Show how the last test stands; the page asks each second until it is over."""
    demand_section(request.actor, SECTION)
    found = own_way(request.actor, way_id)
    return render(request, "admin/parts/trial.html", {"way": found})


def _page(
    request: StaffRequest,
    found: WayView | None,
    channel: str = "",
    kind: str = "",
    *,
    faults: dict[str, str] | None = None,
    address: str = "",
    changing: bool = True,
) -> HttpResponse:
    typed = request.POST.dict() if request.method == "POST" and changing else None
    page = way_page(
        request.actor,
        way=found,
        channel=channel,
        kind=kind,
        typed=typed,
        faults=faults,
    )
    context = {
        "page": page,
        "way": found,
        "faults": faults or {},
        "address": address,
        "changing": changing,
        "saved": request.method == "GET" and "saved" in request.GET,
    }
    return render(request, "admin/way.html", context, status=422 if faults else 200)


def _typed(posted: QueryDict, channel: str, kind: str) -> WaySettings:
    """Return what was typed. A site that is none stays none, which only administrators may."""
    settings = {
        name: str(value).strip().replace("\r\n", "\n")
        for name, value in posted.items()
        if name not in {"csrfmiddlewaretoken", "name", "site", "for_exercise"}
    }
    return WaySettings(
        kind=kind,
        channel=channel,
        name=" ".join(posted.get("name", "").split()),
        settings=settings,
        site_id=_uuid(posted.get("site", "")),
        for_exercise="for_exercise" in posted,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
