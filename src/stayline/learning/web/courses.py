"""Courses on screens: the list, a module with its questions, and what one answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stayline.learning.actions import give_feedback, name_expert, take_course
from stayline.learning.errors import CourseInvalid, CourseNotFound, CourseNotYours
from stayline.learning.policies import may_name_experts
from stayline.learning.queries.answers import attempt, attempt_row, attempts_on
from stayline.learning.queries.courses import (
    course,
    courses,
    learning_of,
)
from stayline.learning.queries.teaching import experts_known, experts_of
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError

if TYPE_CHECKING:
    from stayline.learning.queries.courses import Held

SCORES: Final = (
    ("clear", "It was clear"),
    ("useful", "It is useful in my work"),
    ("ready", "I feel readier for such a contact"),
)
SCALE: Final = (("4", "Very"), ("3", "Fairly"), ("2", "Little"), ("1", "Not at all"))


@require_GET
@signed_in
def index(request: StaffRequest) -> HttpResponse:
    """Show every course, and how one stands to those that are one's own."""
    mine = {one.course.id: one for one in learning_of(request.actor.id, at=request.at)}
    held = [(one, mine.get(one.course.id)) for one in courses()]
    context = {
        "shelves": (
            ("Crisis contacts, care, and roles", [one for one in held if not one[0].course.item]),
            ("Knowledge", [one for one in held if one[0].course.item]),
        ),
        "none": not held,
        "procedures": [one for one in mine.values() if one.course.procedure],
    }
    return render(request, "learning/courses.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def module(request: StaffRequest, course_id: str) -> HttpResponse:
    """Show a module with its questions; mark what was answered, and show what came of it."""
    held = course(course_id, request.POST.get("digest", "") or request.GET.get("of", ""))
    if request.method == "GET":
        return _module(request, held)
    answers = {one.id: request.POST.get(one.id, "") for one in held.course.questions}
    try:
        taken = take_course(
            course_id=course_id,
            digest=held.digest,
            answers=answers,
            actor=request.actor,
            at=request.at,
        )
    except CourseInvalid as refusal:
        return _module(request, held, chosen=answers, refusal=refusal)
    return HttpResponseRedirect(reverse("learning:attempt", args=[taken.attempt_id]))


@require_http_methods(["GET", "POST"])
@signed_in
def answered(request: StaffRequest, attempt_id: UUID) -> HttpResponse:
    """Show what one answered, what is right and why, to oneself alone; take feedback on it."""
    if attempt_row(attempt_id).person_id != request.actor.id:
        raise CourseNotFound(attempt=str(attempt_id))
    refusal: StaylineError | None = None
    if request.method == "POST":
        try:
            give_feedback(
                attempt_id=attempt_id,
                scores={name: request.POST.get(name, "") for name, _ in SCORES},
                comment=request.POST.get("comment", ""),
                actor=request.actor,
                at=request.at,
            )
        except StaylineError as refused:
            refusal = refused
        else:
            return HttpResponseRedirect(reverse("learning:attempt", args=[attempt_id]))
    context = {
        "shown": attempt(attempt_id),
        "scores": [(name, words, request.POST.get(name, "")) for name, words in SCORES],
        "scale": SCALE,
        "comment": request.POST.get("comment", ""),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "learning/attempt.html", context, status=status)


@require_POST
@signed_in
def expert(request: StaffRequest, course_id: str) -> HttpResponse:
    """Name the expert of the register who made or reviewed the course in force."""
    try:
        name_expert(
            course_id=course_id,
            expert_id=_uuid(request.POST.get("expert", "")),
            what=request.POST.get("what", ""),
            actor=request.actor,
            at=request.at,
        )
    except CourseNotYours:
        raise
    except StaylineError as refusal:
        return _module(request, course(course_id), refusal=refusal)
    return HttpResponseRedirect(reverse("learning:course", args=[course_id]))


def _module(
    request: StaffRequest,
    held: Held,
    *,
    chosen: dict[str, str] | None = None,
    refusal: StaylineError | None = None,
) -> HttpResponse:
    names = may_name_experts(request.actor) and not held.course.procedure
    picked = chosen or {}
    context = {
        "held": held,
        "questions": [(one, picked.get(one.id, "")) for one in held.course.questions],
        "taken": attempts_on(request.actor.id, held.course.id)[:5],
        "experts": experts_of(held.digest),
        "register": experts_known(at=request.at) if names else [],
        "names_experts": names,
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "learning/course.html", context, status=status)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise CourseInvalid({"expert": "Choose an expert of the register."}) from None
