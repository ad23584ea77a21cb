"""Practice: scenarios to choose, one's own attempts, a replay, and what is asked of whom."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stayline.learning.actions import (
    ask_to_practise,
    finish_practice,
    forget_practice,
    share_practice,
    start_practice,
    withdraw_ask,
)
from stayline.learning.errors import (
    AttemptNotFound,
    PracticeNotYours,
    PracticeRefused,
    PracticeRunning,
)
from stayline.learning.policies import may_ask_to_practise
from stayline.learning.queries.practice import (
    asked_by_site,
    attempt,
    attempts_of,
    running_attempt,
    scenario_list,
    shared_at_site,
)
from stayline.learning.queries.replay import replay
from stayline.people.queries import people_of, person
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import Invalid, StaylineError


@require_GET
@signed_in
def index(request: StaffRequest) -> HttpResponse:
    """Show the scenarios to practise with, what is asked of one, and what one tried."""
    return _index(request)


@require_POST
@signed_in
def start(request: StaffRequest, scenario_id: str) -> HttpResponse:
    """Let a played caller reach one's own desk, and go there."""
    try:
        contact_id = start_practice(scenario_id=scenario_id, actor=request.actor, at=request.at)
    except (PracticeRefused, PracticeRunning) as refusal:
        return _index(request, refusal)
    return HttpResponseRedirect(reverse("desk:contact", args=[contact_id]))


@require_GET
@signed_in
def one(request: StaffRequest, attempt_id: UUID) -> HttpResponse:
    """Play a practice again: what was said and done, what was judged, what else there was."""
    row = attempt(attempt_id, actor=request.actor)
    if row.ended_at is None:
        return HttpResponseRedirect(reverse("desk:contact", args=[row.contact_id]))
    own = row.person_id == request.actor.id
    context = {"attempt": row, "replay": replay(row), "own": own, "zone": _zone(row.person_id)}
    return render(request, "learning/practice_replay.html", context)


@require_POST
@signed_in
def end(request: StaffRequest, attempt_id: UUID, how: str) -> HttpResponse:
    """Finish a practice and look at it, or leave it by one press."""
    row = finish_practice(
        attempt_id=attempt_id,
        how="left" if how == "leave" else "finished",
        actor=request.actor,
        at=request.at,
    )
    if row.how == "left":
        return HttpResponseRedirect(reverse("learning:practice"))
    return HttpResponseRedirect(reverse("learning:practice_replay", args=[row.id]))


@require_POST
@signed_in
def share(request: StaffRequest, attempt_id: UUID) -> HttpResponse:
    """Let those who teach see how it went, or no more."""
    shared = request.POST.get("shared") == "yes"
    share_practice(attempt_id=attempt_id, shared=shared, actor=request.actor, at=request.at)
    return HttpResponseRedirect(reverse("learning:practice_replay", args=[attempt_id]))


@require_POST
@signed_in
def forget(request: StaffRequest, attempt_id: UUID) -> HttpResponse:
    """Let go what was kept of a practice of one's own."""
    forget_practice(attempt_id=attempt_id, actor=request.actor, at=request.at)
    return HttpResponseRedirect(reverse("learning:practice"))


@require_http_methods(["GET", "POST"])
@signed_in
def asked(request: StaffRequest) -> HttpResponse:
    """Show who of one's site is asked to practise what, and how it went where one may see it."""
    if not may_ask_to_practise(request.actor, request.actor.site_id):
        raise PracticeNotYours
    if request.method == "GET":
        return _asked(request)
    try:
        _ask(request)
    except Invalid as refusal:
        return _asked(request, refusal)
    return HttpResponseRedirect(reverse("learning:practice_asked"))


@require_POST
@signed_in
def withdraw(request: StaffRequest, asked_id: UUID) -> HttpResponse:
    """Ask somebody no more."""
    withdraw_ask(asked_id=asked_id, actor=request.actor, at=request.at)
    return HttpResponseRedirect(reverse("learning:practice_asked"))


def _ask(request: StaffRequest) -> None:
    typed = request.POST
    try:
        who = UUID(typed.get("person", ""))
        day = typed.get("until", "").strip()
        until = date.fromisoformat(day) if day else None
    except ValueError:
        raise Invalid({"person": "Choose somebody, and a day as in 2026-11-22."}) from None
    ask_to_practise(
        person_id=who,
        scenario_id=typed.get("scenario", ""),
        until=until,
        actor=request.actor,
        at=request.at,
    )


def _index(request: StaffRequest, refusal: StaylineError | None = None) -> HttpResponse:
    actor = request.actor
    context = {
        "scenarios": scenario_list(actor.id),
        "attempts": [row for row in attempts_of(actor.id) if row.ended_at is not None][:20],
        "running": running_attempt(actor.id),
        "asks": may_ask_to_practise(actor, actor.site_id),
        "zone": _zone(actor.id),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "learning/practice.html", context, status=status)


def _asked(request: StaffRequest, refusal: StaylineError | None = None) -> HttpResponse:
    site_id = request.actor.site_id
    if site_id is None:
        raise AttemptNotFound
    scenarios = scenario_list()
    titles = {row.scenario.id: row.scenario.title for row in scenarios}
    context = {
        "scenarios": scenarios,
        "people": people_of(site_id),
        "asked": [(row, titles.get(row.scenario_id, "")) for row in asked_by_site(site_id)],
        "shared": shared_at_site(request.actor, site_id),
        "zone": _zone(request.actor.id),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "learning/practice_asked.html", context, status=status)


def _zone(person_id: UUID) -> str:
    """Return the zone in which a person's own times are shown."""
    who = person(person_id)
    return who.site.zone if who.site else "UTC"
