"""The common operating picture, on paper and on a wall; plans of a place and their markers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stayline.command.actions import add_plan, place_marker, remove_marker, remove_plan
from stayline.command.errors import MarkerInvalid, PlanInvalid, PlanNotFound, PlanTooLarge
from stayline.command.policies import may_keep_plans, may_see_overview
from stayline.command.queries.joint_picture import picture
from stayline.command.queries.joint_plans import (
    LARGEST,
    MARKED,
    may_see_plan,
    plan_file,
    plan_row,
    site_plans,
)
from stayline.command.web.seen import seen
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError
from stayline.privacy.actions import note_read
from stayline.privacy.errors import NotOnTheList

if TYPE_CHECKING:
    from collections.abc import Callable

PER_CENT: Final = 10
"""Thousandths in one hundredth."""


@require_GET
@signed_in
def page(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Show the picture; with `?wall=1` for a wall, without names or words (`design.md` 3.7)."""
    return _drawn(request, incident_id)


@require_POST
@signed_in
def act(request: StaffRequest, incident_id: UUID, name: str) -> HttpResponse:
    """Add or remove a plan of this incident, or a marker; refused, what was typed stays."""
    command = COMMANDS.get(name)
    if command is None:
        raise Http404
    seen(request, incident_id)
    try:
        command(request, incident_id)
    except StaylineError as refusal:
        return _drawn(request, incident_id, refusal=refusal)
    where = reverse("command:picture", args=[incident_id])
    plan = request.POST.get("plan", "")
    return HttpResponseRedirect(f"{where}?plan={plan}" if _id(plan) else where)


@require_http_methods(["GET", "POST"])
@signed_in
def site(request: StaffRequest) -> HttpResponse:
    """Keep the plans of one's site, which every incident there shows."""
    site_id = request.actor.site_id
    if site_id is None or not (
        may_see_overview(request.actor) or may_keep_plans(request.actor, site_id)
    ):
        raise NotOnTheList
    refusal = None
    if request.method == "POST":
        try:
            _site_act(request, site_id)
        except StaylineError as fault:
            refusal = fault
        else:
            return HttpResponseRedirect(reverse("command:plans"))
    context = {
        "plans": site_plans(site_id),
        "keeps": may_keep_plans(request.actor, site_id),
        "title": request.POST.get("title", "") if refusal else "",
        "refusal": refusal,
        "largest_mb": LARGEST // 1024 // 1024,
    }
    return render(request, "command/plans.html", context, status=refusal.status if refusal else 200)


@require_GET
@signed_in
def image(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """Give out the picture of a plan, to whoever handles its incident or works at its site."""
    try:
        plan = plan_row(plan_id)
        if not may_see_plan(request.actor, plan):
            raise Http404
        whole = plan_file(plan)
    except PlanNotFound as missing:
        raise Http404 from missing
    answer = HttpResponse(whole, content_type=plan.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _drawn(
    request: StaffRequest, incident_id: UUID, *, refusal: StaylineError | None = None
) -> HttpResponse:
    shown = seen(request, incident_id)
    note_read(incident_id=incident_id, actor=request.actor, screen="picture", at=request.at)
    found = picture(shown)
    asked = _id(request.GET.get("plan", "") or request.POST.get("plan", ""))
    first = next((one for one in found.plans if one.markers), next(iter(found.plans), None))
    chosen = next((one for one in found.plans if one.id == asked), first)
    context = {
        "shown": shown,
        "incident": shown.incident,
        "zone": shown.zone,
        "picture": found,
        "plan": chosen,
        "marks": MARKED,
        "given": request.POST if refusal else {},
        "refusal": refusal,
        "largest_mb": LARGEST // 1024 // 1024,
        "live_topic": f"incident:{incident_id}",
    }
    whole = "command/wall.html" if request.GET.get("wall") else "command/picture.html"
    template = f"{whole}#picture" if request.htmx else whole
    return render(request, template, context, status=refusal.status if refusal else 200)


def _add(request: StaffRequest, incident_id: UUID) -> None:
    add_plan(
        title=request.POST.get("title", ""),
        content=_file(request),
        incident_id=incident_id,
        actor=request.actor,
        at=request.at,
    )


def _remove(request: StaffRequest, incident_id: UUID) -> None:
    plan = plan_row(_named(request, "plan"))
    if plan.incident_id != incident_id:
        raise PlanNotFound(plan=str(plan.id))
    remove_plan(plan_id=plan.id, actor=request.actor, at=request.at)


def _mark(request: StaffRequest, incident_id: UUID) -> None:
    place_marker(
        incident_id=incident_id,
        plan_id=_named(request, "plan"),
        kind=request.POST.get("kind", ""),
        x=_thousandths(request, "x"),
        y=_thousandths(request, "y"),
        label=request.POST.get("label", ""),
        actor=request.actor,
        at=request.at,
    )


def _unmark(request: StaffRequest, incident_id: UUID) -> None:
    remove_marker(
        incident_id=incident_id,
        marker_id=_named(request, "marker"),
        actor=request.actor,
        at=request.at,
    )


COMMANDS: Final[dict[str, Callable[[StaffRequest, UUID], None]]] = {
    "plan": _add,
    "remove-plan": _remove,
    "mark": _mark,
    "unmark": _unmark,
}
"""What can be pressed on the picture."""


def _site_act(request: StaffRequest, site_id: UUID) -> None:
    if "remove" in request.POST:
        plan = plan_row(_named(request, "remove"))
        if plan.incident_id is not None:
            raise PlanNotFound(plan=str(plan.id))
        remove_plan(plan_id=plan.id, actor=request.actor, at=request.at)
        return
    add_plan(
        title=request.POST.get("title", ""),
        content=_file(request),
        site_id=site_id,
        actor=request.actor,
        at=request.at,
    )


def _file(request: StaffRequest) -> bytes:
    given = request.FILES.get("file")
    if given is None:
        raise PlanInvalid({"file": "Choose a picture: PNG or JPEG."})
    if (given.size or 0) > LARGEST:
        raise PlanTooLarge
    return bytes(given.read())


def _thousandths(request: StaffRequest, name: str) -> int:
    """Return a field of per cent as thousandths; a comma is as good as a point."""
    try:
        return round(float(request.POST.get(name, "").replace(",", ".")) * PER_CENT)
    except (ValueError, OverflowError) as fault:
        raise MarkerInvalid({name: "Click on the plan, or give 0 to 100 per cent."}) from fault


def _named(request: StaffRequest, name: str) -> UUID:
    found = _id(request.POST.get(name, ""))
    if found is None:
        raise PlanNotFound
    return found


def _id(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
