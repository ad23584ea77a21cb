"""Drills: what is planned and runs, planning one, stopping one, what came of it (S4-44)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stayline.learning.actions.drills import (
    call_off_drill,
    link_improvement,
    plan_drill,
    start_drill,
    stop_drill,
)
from stayline.learning.errors import DrillInvalid, DrillNotFound, DrillsNotYours
from stayline.learning.policies.drills import may_plan_drills, may_see_drill
from stayline.learning.queries.drills import (
    TARGETS,
    drill,
    drill_of_round,
    drills_at,
    ladders_to_drill,
    people_to_drill,
    rounds_of,
    under_way_at,
    ways_of_drills,
)
from stayline.learning.queries.practice import scenario_list
from stayline.people.queries import site
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError
from stayline.quality.actions import open_improvement

if TYPE_CHECKING:
    from collections.abc import Callable

ITEM: Final = "escalated_in_time"
"""What a drill shows of: the item of the score card that its lessons belong to."""


@require_http_methods(["GET", "POST"])
@signed_in
def index(request: StaffRequest) -> HttpResponse:
    """Show the drills of one's own site, those under way first; plan one."""
    if request.method == "GET":
        return _index(request)
    try:
        made = _plan(request)
    except DrillInvalid as refusal:
        return _index(request, refusal=refusal)
    return HttpResponseRedirect(reverse("learning:drill", args=[made]))


@require_GET
@signed_in
def one(request: StaffRequest, drill_id: UUID) -> HttpResponse:
    """Show one drill, each time it was held, and what came of its rungs."""
    return _one(request, drill_id)


@require_POST
@signed_in
def act(request: StaffRequest, drill_id: UUID, what: str) -> HttpResponse:
    """Hold a drill now, or call it off."""
    do: Callable[..., Any] | None = {"start": start_drill, "call-off": call_off_drill}.get(what)
    if do is None:
        raise Http404
    try:
        do(drill_id=drill_id, actor=request.actor, at=request.at)
    except (DrillNotFound, DrillsNotYours):
        raise
    except StaylineError as refusal:
        return _one(request, drill_id, refusal=refusal)
    return HttpResponseRedirect(reverse("learning:drill", args=[drill_id]))


@require_POST
@signed_in
def act_on_round(request: StaffRequest, round_id: UUID, what: str) -> HttpResponse:
    """Stop a drill that runs, or make an improvement action of what it showed."""
    row = drill_of_round(round_id)
    try:
        if what == "stop":
            stop_drill(round_id=round_id, actor=request.actor, at=request.at)
        elif what == "lesson":
            _lesson(request, row.site_id, round_id)
        else:
            raise Http404
    except (DrillNotFound, DrillsNotYours):
        raise
    except StaylineError as refusal:
        return _one(request, row.id, refusal=refusal)
    return HttpResponseRedirect(reverse("learning:drill", args=[row.id]))


def _lesson(request: StaffRequest, site_id: UUID, round_id: UUID) -> None:
    if not may_plan_drills(request.actor, site_id):
        raise DrillsNotYours
    made = open_improvement(
        site_id=site_id,
        item=ITEM,
        what=request.POST.get("what_to_do", ""),
        owner_id=request.actor.id,
        due=_day(request),
        source=f"drill:{round_id}",
        actor=request.actor,
        at=request.at,
    )
    link_improvement(round_id=round_id, improvement_id=made, actor=request.actor, at=request.at)


def _day(request: StaffRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("due", ""))
    except ValueError:
        raise DrillInvalid({"due": "Choose the day by which it is done."}) from None


def _plan(request: StaffRequest) -> UUID:
    given = request.POST
    target = given.get("target", "")
    return plan_drill(
        site_id=_own_site(request),
        target=target,
        starts_at=_moment(given.get("starts_at", ""), site(_own_site(request)).zone),
        ladder_id=given.get("ladder", ""),
        person_id=_id(given.get("person", "")),
        scenario_id=given.get("scenario", ""),
        announced=given.get("announced", "") == "yes",
        window_minutes=_number(given.get("window", "")),
        every_days=_number(given.get("every", "")),
        actor=request.actor,
        at=request.at,
    )


def _own_site(request: StaffRequest) -> UUID:
    if request.actor.site_id is None:
        raise DrillsNotYours
    return request.actor.site_id


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    """Return a number as typed; what is none is refused by name later."""
    return int(text) if text.strip().isdecimal() else 0 if not text.strip() else -1


def _moment(text: str, zone: str) -> datetime:
    """Return a time of the site as typed; an hour that comes twice or never is asked about."""
    try:
        typed = datetime.fromisoformat(text)
    except ValueError:
        raise DrillInvalid({"starts_at": "Choose a day and a time."}) from None
    here = ZoneInfo(zone)
    first, second = typed.replace(tzinfo=here), typed.replace(tzinfo=here, fold=1)
    if first.utcoffset() != second.utcoffset():
        raise DrillInvalid({"starts_at": "The clocks change in this hour: choose another."})
    return first.astimezone(UTC)


def _index(request: StaffRequest, *, refusal: StaylineError | None = None) -> HttpResponse:
    here = site(_own_site(request))
    plans = may_plan_drills(request.actor, here.id)
    running = under_way_at(here.id)
    runs = {held.drill_id for held in running}
    shown = [
        row
        for row in drills_at(here.id)
        if may_see_drill(request.actor, row, under_way=row.id in runs)
    ]
    context = {
        "here": here,
        "plans": plans,
        "running": [held for held in running if held.drill_id in {row.id for row in shown}],
        "to_come": [row for row in shown if row.due_at is not None],
        "past": [row for row in shown if row.due_at is None],
        "ladders": ladders_to_drill() if plans else [],
        "people": people_to_drill(here.id) if plans else [],
        "scenarios": [one.scenario for one in scenario_list()] if plans else [],
        "targets": TARGETS,
        "ways": ways_of_drills(here),
        "given": request.POST,
        "refusal": refusal,
    }
    return render(request, "learning/drills.html", context, status=_status(refusal))


def _one(
    request: StaffRequest, drill_id: UUID, *, refusal: StaylineError | None = None
) -> HttpResponse:
    row = drill(drill_id)
    held = rounds_of(drill_id)
    under_way = any(one.under_way for one in held)
    if not may_see_drill(request.actor, row, under_way=under_way):
        raise DrillNotFound(drill=str(drill_id))
    context = {
        "drill": row,
        "rounds": held,
        "under_way": under_way,
        "plans": may_plan_drills(request.actor, row.site_id),
        "refusal": refusal,
    }
    return render(request, "learning/drill.html", context, status=_status(refusal))


def _status(refusal: StaylineError | None) -> int:
    return refusal.status if refusal else 200
