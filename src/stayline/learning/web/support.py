"""Coaching and buddying on screens: one's own, a colleague's needs, one plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stayline.learning.actions import (
    agree_plan,
    ask_course,
    call_off_session,
    end_plan,
    end_wish,
    move_stage,
    plan_session,
    propose_plan,
    record_guidance,
    record_session,
    review_support,
    rewrite_plan,
    wish_for_support,
)
from stayline.learning.errors import SupportInvalid
from stayline.learning.queries.needs import colleagues_at, needs_page
from stayline.learning.queries.support import (
    KINDS,
    RESULTS,
    STAGES,
    colleagues_of,
    guidance_of,
    leads_here,
    plan_page,
    plans_at,
    plans_of,
)
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError
from stayline.quality.queries.improving import ITEM_CHOICES
from stayline.quality.web.typed import day, minutes, needed, when, which


@require_GET
@signed_in
def support(request: StaffRequest) -> HttpResponse:
    """Show one's own plans and guidance; to who leads or trains, the people of the site."""
    return _support(request)


@require_POST
@signed_in
def act(request: StaffRequest, name: str) -> HttpResponse:
    """Ask for support, take that back, or record guidance that one gave a colleague."""
    do = OWN.get(name)
    if do is None:
        raise Http404
    try:
        do(request)
    except StaylineError as refusal:
        return _support(request, refusal=refusal)
    return HttpResponseRedirect(reverse("learning:support"))


@require_GET
@signed_in
def needs(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Show what shows that a colleague could use support, and what was offered, to them too."""
    return _needs(request, person_id)


@require_POST
@signed_in
def needs_act(request: StaffRequest, person_id: UUID, name: str) -> HttpResponse:
    """Propose a plan, or ask for a refresher."""
    do = FOR_ONE.get(name)
    if do is None:
        raise Http404
    needs_page(person_id, actor=request.actor, at=request.at)
    try:
        return HttpResponseRedirect(do(request, person_id))
    except StaylineError as refusal:
        return _needs(request, person_id, refusal=refusal)


@require_GET
@signed_in
def plan(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """Show one plan: its words to the two, how far it is to who leads."""
    return _plan(request, plan_id)


@require_POST
@signed_in
def plan_act(request: StaffRequest, plan_id: UUID, name: str) -> HttpResponse:
    """Agree, write anew, plan and record sessions, go on, review the support, end it."""
    do = ON_PLAN.get(name)
    if do is None:
        raise Http404
    plan_page(plan_id, actor=request.actor, at=request.at)
    try:
        do(request, plan_id)
    except StaylineError as refusal:
        return _plan(request, plan_id, refusal=refusal)
    return HttpResponseRedirect(reverse("learning:plan", args=[plan_id]))


def _support(request: StaffRequest, *, refusal: StaylineError | None = None) -> HttpResponse:
    leads = leads_here(request.actor)
    site = request.actor.site_id
    context = {
        "mine": needs_page(request.actor.id, actor=request.actor, at=request.at),
        "plans": plans_of(request.actor, at=request.at),
        "guidance": guidance_of(request.actor),
        "leads": leads,
        "people": colleagues_at(request.actor, at=request.at) if leads else (),
        "site_plans": plans_at(site, at=request.at) if leads and site else (),
        "colleagues": colleagues_of(request.actor),
        "items": ITEM_CHOICES,
        "zone": request.shell.zone,
        "given": request.POST,
        "refusal": refusal,
    }
    return _page(request, "learning/support.html", context, refusal)


def _needs(
    request: StaffRequest, person_id: UUID, *, refusal: StaylineError | None = None
) -> HttpResponse:
    context = {
        "page": needs_page(person_id, actor=request.actor, at=request.at),
        "kinds": KINDS,
        "zone": request.shell.zone,
        "given": request.POST,
        "refusal": refusal,
    }
    return _page(request, "learning/support_needs.html", context, refusal)


def _plan(
    request: StaffRequest, plan_id: UUID, *, refusal: StaylineError | None = None
) -> HttpResponse:
    context = {
        "page": plan_page(plan_id, actor=request.actor, at=request.at),
        "stages": STAGES,
        "results": RESULTS,
        "zone": request.shell.zone,
        "given": request.POST,
        "refusal": refusal,
    }
    return _page(request, "learning/support_plan.html", context, refusal)


def _page(
    request: StaffRequest, name: str, context: dict[str, object], refusal: StaylineError | None
) -> HttpResponse:
    return render(request, name, context, status=refusal.status if refusal else 200)


def _wish(request: StaffRequest) -> None:
    wish_for_support(words=request.POST.get("words", ""), actor=request.actor, at=request.at)


def _unwish(request: StaffRequest) -> None:
    end_wish(wish_id=needed(request, "wish", SupportInvalid), actor=request.actor, at=request.at)


def _guide(request: StaffRequest) -> None:
    record_guidance(
        receiver_id=needed(request, "receiver", SupportInvalid),
        words=request.POST.get("guidance", ""),
        item=request.POST.get("item", ""),
        actor=request.actor,
        at=request.at,
    )


def _propose(request: StaffRequest, person_id: UUID) -> str:
    made = propose_plan(
        kind=request.POST.get("kind", ""),
        person_id=person_id,
        supporter_id=needed(request, "supporter", SupportInvalid),
        words=request.POST.get("words", ""),
        coach_id=which(request, "coach"),
        actor=request.actor,
        at=request.at,
    )
    return reverse("learning:plan", args=[made])


def _ask(request: StaffRequest, person_id: UUID) -> str:
    ask_course(
        person_id=person_id,
        course_id=request.POST.get("course", ""),
        because=request.POST.get("because", ""),
        due=day(request, "due", SupportInvalid),
        actor=request.actor,
        at=request.at,
    )
    return reverse("learning:needs", args=[person_id])


def _agree(request: StaffRequest, plan_id: UUID) -> None:
    text = request.POST.get("number", "")
    number = int(text) if text.isdecimal() else 0
    agree_plan(plan_id=plan_id, number=number, actor=request.actor, at=request.at)


def _rewrite(request: StaffRequest, plan_id: UUID) -> None:
    words = request.POST.get("words", "")
    rewrite_plan(plan_id=plan_id, words=words, actor=request.actor, at=request.at)


def _session(request: StaffRequest, plan_id: UUID) -> None:
    plan_session(
        plan_id=plan_id,
        kind=request.POST.get("kind", ""),
        beside_id=which(request, "beside"),
        begins_at=when(request, "begins_at", SupportInvalid),
        minutes=minutes(request, "minutes", SupportInvalid),
        actor=request.actor,
        at=request.at,
    )


def _held(request: StaffRequest, plan_id: UUID) -> None:
    del plan_id
    record_session(
        session_id=needed(request, "session", SupportInvalid),
        note=request.POST.get("note", ""),
        actor=request.actor,
        at=request.at,
    )


def _call_off(request: StaffRequest, plan_id: UUID) -> None:
    del plan_id
    session = needed(request, "session", SupportInvalid)
    call_off_session(session_id=session, actor=request.actor, at=request.at)


def _stage(request: StaffRequest, plan_id: UUID) -> None:
    stage = request.POST.get("stage", "")
    move_stage(plan_id=plan_id, stage=stage, actor=request.actor, at=request.at)


def _review(request: StaffRequest, plan_id: UUID) -> None:
    review_support(
        plan_id=plan_id,
        result=request.POST.get("result", ""),
        words=request.POST.get("review_words", ""),
        actor=request.actor,
        at=request.at,
    )


def _end(request: StaffRequest, plan_id: UUID) -> None:
    end_plan(plan_id=plan_id, actor=request.actor, at=request.at)


OWN: Final[dict[str, Callable[[StaffRequest], None]]] = {
    "wish": _wish,
    "unwish": _unwish,
    "guide": _guide,
}
FOR_ONE: Final[dict[str, Callable[[StaffRequest, UUID], str]]] = {
    "propose": _propose,
    "ask": _ask,
}
ON_PLAN: Final[dict[str, Callable[[StaffRequest, UUID], None]]] = {
    "agree": _agree,
    "rewrite": _rewrite,
    "session": _session,
    "held": _held,
    "call-off": _call_off,
    "stage": _stage,
    "review": _review,
    "end": _end,
}
