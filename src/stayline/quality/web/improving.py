"""Improvement actions on screens: the list, one action, and what closes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stayline.people.policies import REVIEWS
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError
from stayline.quality.actions import (
    close_improvement,
    open_improvement,
    pass_on_improvement,
    set_improvement_aside,
)
from stayline.quality.errors import ImprovementInvalid
from stayline.quality.policies.improving import may_improve
from stayline.quality.queries.improving import (
    ITEM_CHOICES,
    KINDS,
    demand_improves,
    improvement_page,
    improvements,
    owners_at,
)
from stayline.quality.web.typed import day, needed, which


@require_http_methods(["GET", "POST"])
@signed_in
def every(request: StaffRequest) -> HttpResponse:
    """Show the improvement actions of the site, or else one's own; open another."""
    refusal: StaylineError | None = None
    if request.method == "POST":
        try:
            return HttpResponseRedirect(
                reverse(
                    "quality:improvement", args=[_open(request, demand_improves(request.actor))]
                )
            )
        except ImprovementInvalid as fault:
            refusal = fault
    actor = request.actor
    opens = actor.site_id is not None and may_improve(actor, actor.site_id)
    context = {
        "rows": improvements(actor=actor, at=request.at),
        "opens": opens,
        "people": owners_at(actor.site_id) if opens and actor.site_id else (),
        "items": ITEM_CHOICES,
        "kinds": KINDS,
        "given": request.POST or request.GET,
        "reviews": not actor.roles.isdisjoint(REVIEWS),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "quality/improvements.html", context, status=status)


@require_GET
@signed_in
def one(request: StaffRequest, improvement_id: UUID) -> HttpResponse:
    """Show one improvement action, and the later contacts that could close it."""
    return _shown(request, improvement_id)


@require_POST
@signed_in
def act(request: StaffRequest, improvement_id: UUID, name: str) -> HttpResponse:
    """Close it with a contact, pass it on, or set it aside."""
    do = COMMANDS.get(name)
    if do is None:
        raise Http404
    improvement_page(improvement_id, actor=request.actor, at=request.at)
    try:
        do(request, improvement_id)
    except StaylineError as refusal:
        return _shown(request, improvement_id, refusal=refusal)
    return HttpResponseRedirect(reverse("quality:improvement", args=[improvement_id]))


def _shown(
    request: StaffRequest, improvement_id: UUID, *, refusal: StaylineError | None = None
) -> HttpResponse:
    context = {
        "page": improvement_page(improvement_id, actor=request.actor, at=request.at),
        "reviews": not request.actor.roles.isdisjoint(REVIEWS),
        "zone": request.shell.zone,
        "given": request.POST,
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "quality/improvement.html", context, status=status)


def _open(request: StaffRequest, site_id: UUID) -> UUID:
    return open_improvement(
        site_id=site_id,
        person_id=which(request, "person"),
        item=request.POST.get("item", ""),
        what=request.POST.get("what", ""),
        owner_id=needed(request, "owner", ImprovementInvalid),
        due=day(request, "due", ImprovementInvalid),
        source=request.POST.get("source", ""),
        about=request.POST.get("about", ""),
        actor=request.actor,
        at=request.at,
    )


def _close(request: StaffRequest, improvement_id: UUID) -> None:
    close_improvement(
        improvement_id=improvement_id,
        review_id=needed(request, "review", ImprovementInvalid),
        actor=request.actor,
        at=request.at,
    )


def _pass_on(request: StaffRequest, improvement_id: UUID) -> None:
    pass_on_improvement(
        improvement_id=improvement_id,
        owner_id=needed(request, "owner", ImprovementInvalid),
        due=day(request, "due", ImprovementInvalid),
        actor=request.actor,
        at=request.at,
    )


def _set_aside(request: StaffRequest, improvement_id: UUID) -> None:
    set_improvement_aside(
        improvement_id=improvement_id,
        because=request.POST.get("because", ""),
        actor=request.actor,
        at=request.at,
    )


COMMANDS: Final[dict[str, Callable[[StaffRequest, UUID], None]]] = {
    "close": _close,
    "pass-on": _pass_on,
    "set-aside": _set_aside,
}
