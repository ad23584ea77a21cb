"""My own plan: what a person keeps for themselves. About whoever is signed in, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stayline.care.actions import (
    NewReminder,
    add_to_plan,
    delete_reflection,
    end_reminder,
    keep_reflection,
    move_in_plan,
    pause_reminder,
    put_reminder_away,
    remove_from_plan,
    set_reminder,
)
from stayline.care.errors import OwnInvalid
from stayline.care.queries import (
    check_in,
    own_plan,
    own_reflections,
    own_reminders,
    points_for,
    prompts,
    selfcare_shelves,
    titles,
)
from stayline.people.web.session import StaffRequest, signed_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

WEEK = tuple(enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")))


@require_GET
@signed_in
def plan(request: StaffRequest) -> HttpResponse:
    """Show the person's own plan, reminders and thoughts, and the question to oneself."""
    return _page(request)


@require_POST
@signed_in
def add(request: StaffRequest) -> HttpResponse:
    """Put a tool of the library, or own words, into the plan."""
    typed = request.POST
    try:
        add_to_plan(
            tool=typed.get("tool", ""),
            words=typed.get("words", ""),
            actor=request.actor,
            at=request.at,
        )
    except OwnInvalid as refused:
        return _page(request, {f"plan_{key}": said for key, said in refused.faults.items()})
    return _back("plan")


@require_POST
@signed_in
def change(request: StaffRequest, item: str) -> HttpResponse:
    """Move a line of the plan up or down, or take it out."""
    what = request.POST.get("do", "")
    if what == "remove":
        remove_from_plan(item=item, actor=request.actor, at=request.at)
    else:
        move_in_plan(item=item, up=what == "up", actor=request.actor, at=request.at)
    return _back("plan")


@require_POST
@signed_in
def remind(request: StaffRequest) -> HttpResponse:
    """Keep a reminder for oneself."""
    typed = request.POST
    new = NewReminder(
        words=typed.get("words", ""),
        days=tuple(int(one) for one in typed.getlist("days") if one.isdecimal()),
        hour=typed.get("hour", ""),
        point=typed.get("point", ""),
    )
    try:
        set_reminder(new=new, actor=request.actor, at=request.at)
    except OwnInvalid as refused:
        return _page(request, {f"remind_{key}": said for key, said in refused.faults.items()})
    return _back("reminders")


@require_POST
@signed_in
def reminder(request: StaffRequest, reminder_id: UUID) -> HttpResponse:
    """Pause a reminder, let it go on, put it away, or end it."""
    what, who, at = request.POST.get("do", ""), request.actor, request.at
    if what == "end":
        end_reminder(reminder_id=reminder_id, actor=who, at=at)
    elif what == "away":
        put_reminder_away(reminder_id=reminder_id, actor=who, at=at)
        return HttpResponseRedirect(reverse("care:mine"))
    else:
        pause_reminder(reminder_id=reminder_id, paused=what == "pause", actor=who, at=at)
    return _back("reminders")


@require_POST
@signed_in
def think(request: StaffRequest) -> HttpResponse:
    """Keep a thought for oneself."""
    try:
        keep_reflection(
            words=request.POST.get("thought", ""),
            prompt=request.POST.get("prompt", ""),
            actor=request.actor,
            at=request.at,
        )
    except OwnInvalid as refused:
        return _page(request, refused.faults)
    return _back("thoughts")


@require_POST
@signed_in
def forget(request: StaffRequest, reflection_id: UUID) -> HttpResponse:
    """Delete a thought of one's own."""
    delete_reflection(reflection_id=reflection_id, actor=request.actor, at=request.at)
    return _back("thoughts")


@require_POST
@signed_in
def ask_oneself(request: StaffRequest) -> HttpResponse:
    """Show what an answer to the question on over-involvement leads to; it is kept nowhere."""
    found = check_in()
    answers = found[1].answers if found else ()
    given = next((one for one in answers if one.id == request.POST.get("answer")), None)
    return _page(request, answer=given)


def _page(
    request: StaffRequest, faults: Mapping[str, str] | None = None, **more: object
) -> HttpResponse:
    """Show the page; what was refused stands in its field again, with what to change."""
    answer = more.get("answer")
    context = {
        "plan": own_plan(request.actor.id),
        "reminders": own_reminders(request.actor.id),
        "thoughts": own_reflections(request.actor.id),
        "points": points_for(request.actor.id),
        "shelves": [
            (words, [page for page in pages if page.tools]) for words, pages in selfcare_shelves()
        ],
        "prompts": prompts(),
        "check_in": check_in(),
        "answer": answer,
        "leads_to": titles(getattr(answer, "to", ())),
        "week": WEEK,
        "faults": faults or {},
        "said": request.POST if faults else {},
        "said_days": request.POST.getlist("days") if faults else [],
        "zone": request.shell.zone,
    }
    return render(request, "care/own.html", context, status=422 if faults else 200)


def _back(part: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('care:own')}#{part}")
