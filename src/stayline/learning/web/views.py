"""A person's own training, and that of one of a site's people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stayline.learning.actions import ask_course, take_back_training
from stayline.learning.errors import CourseInvalid, TrainingNotYours
from stayline.learning.policies import (
    may_ask_course,
    may_keep_lists,
    may_read_training,
    may_record_training,
    may_teach,
)
from stayline.learning.queries import missing_of, record, records_of
from stayline.learning.queries.courses import courses, learning_of, practise_days
from stayline.learning.queries.rounds import last_practised, notices_of
from stayline.people.queries import person as person_of
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError

if TYPE_CHECKING:
    from uuid import UUID


MONTH: Final = timedelta(days=30)

SHOWN: Final = 5
"""How many courses stand on the page at once; the others are one press away."""


@require_GET
@signed_in
def mine(request: StaffRequest) -> HttpResponse:
    """Show one's own training: on what, until when, and what would not guide one yet."""
    return _shown(request, request.actor.id)


@require_GET
@signed_in
def person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Show the training of one person, to themselves and to whoever trains or leads their site."""
    return _shown(request, person_id)


@require_POST
@signed_in
def take_back(request: StaffRequest, training_id: UUID) -> HttpResponse:
    """Let a record count no more, with the reason that was typed."""
    row = record(training_id)
    because = request.POST.get("because", "")
    try:
        take_back_training(
            training_id=training_id, because=because, actor=request.actor, at=request.at
        )
    except StaylineError as refusal:
        if not may_read_training(request.actor, row.person_id, row.person.site_id):
            raise
        return _shown(request, row.person_id, refusal=refusal)
    return HttpResponseRedirect(reverse("learning:person", args=[row.person_id]))


@require_POST
@signed_in
def ask(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Ask somebody for a course, or oneself: which, why, until when."""
    try:
        ask_course(
            person_id=person_id,
            course_id=request.POST.get("course", ""),
            because=request.POST.get("because", ""),
            due=_day(request.POST.get("due", "")),
            actor=request.actor,
            at=request.at,
        )
    except CourseInvalid as refusal:
        return _shown(request, person_id, refusal=refusal)
    own = person_id == request.actor.id
    return HttpResponseRedirect(
        reverse("learning:mine") if own else reverse("learning:person", args=[person_id])
    )


def _shown(
    request: StaffRequest, person_id: UUID, *, refusal: StaylineError | None = None
) -> HttpResponse:
    who = person_of(person_id)
    reads = may_read_training(request.actor, who.id, who.site_id)
    if not reads and not may_teach(request.actor, who.site_id):
        raise TrainingNotYours
    context = {
        "who": who,
        "own": who.id == request.actor.id,
        "records": records_of(who.id, at=request.at),
        "missing": missing_of(who.id, at=request.at),
        **_learnt(request, who.id, who.site_id),
        "records_training": may_record_training(request.actor, who.site_id),
        "keeps_lists": may_keep_lists(request.actor),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "learning/person.html", context, status=status)


def _learnt(request: StaffRequest, person_id: UUID, site_id: UUID | None) -> dict[str, Any]:
    learning = learning_of(person_id, at=request.at)
    to_do = [one for one in learning if one.stand != "done"]
    return {
        "done": [one for one in learning if one.stand == "done"],
        "next": to_do[:SHOWN],
        "later": to_do[SHOWN:],
        "notices": notices_of(person_id),
        "may_ask": may_ask_course(request.actor, person_id, site_id),
        "all_courses": courses(),
        "month_ahead": (request.at + MONTH).date().isoformat(),
        "practise": practise_days(person_of(person_id)),
        "practised": last_practised(person_id) if person_id == request.actor.id else None,
    }


def _day(text: str) -> date:
    """The day that was typed; one that cannot be read is long past, and so refused."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min
