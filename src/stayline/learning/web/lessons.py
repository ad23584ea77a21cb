"""Lessons on screens: what is shared, one's own drafts, and what a second person approves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stayline.learning.actions import (
    offer_lesson,
    publish_lesson,
    send_lesson_back,
    withdraw_lesson,
    write_lesson,
)
from stayline.learning.errors import SupportInvalid
from stayline.learning.queries.lessons import lesson, lessons
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError
from stayline.quality.queries.improving import ITEM_CHOICES


@require_http_methods(["GET", "POST"])
@signed_in
def every(request: StaffRequest) -> HttpResponse:
    """Show the lessons that one may read; write another."""
    refusal: StaylineError | None = None
    if request.method == "POST":
        try:
            return HttpResponseRedirect(reverse("learning:lesson", args=[_write(request)]))
        except SupportInvalid as fault:
            refusal = fault
    found = lessons(actor=request.actor)
    context = {
        "shared": [one for one in found if one.state == "published"],
        "waiting": [one for one in found if one.state == "offered"],
        "mine": [one for one in found if one.mine and one.state in {"draft", "withdrawn"}],
        "items": ITEM_CHOICES,
        "zone": request.shell.zone,
        "given": request.POST,
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "learning/lessons.html", context, status=status)


@require_GET
@signed_in
def one(request: StaffRequest, lesson_id: UUID) -> HttpResponse:
    """Show one lesson, with what in it could tell who it is about while it is not shared."""
    return _shown(request, lesson_id)


@require_POST
@signed_in
def act(request: StaffRequest, lesson_id: UUID, name: str) -> HttpResponse:
    """Write it anew, offer it, send it back, approve it, withdraw it."""
    do = COMMANDS.get(name)
    if do is None:
        raise Http404
    lesson(lesson_id, actor=request.actor)
    try:
        do(request, lesson_id)
    except StaylineError as refusal:
        return _shown(request, lesson_id, refusal=refusal)
    if name in {"withdraw", "send-back"}:
        return HttpResponseRedirect(reverse("learning:lessons"))
    return HttpResponseRedirect(reverse("learning:lesson", args=[lesson_id]))


def _shown(
    request: StaffRequest, lesson_id: UUID, *, refusal: StaylineError | None = None
) -> HttpResponse:
    context = {
        "page": lesson(lesson_id, actor=request.actor),
        "items": ITEM_CHOICES,
        "zone": request.shell.zone,
        "given": request.POST,
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "learning/lesson.html", context, status=status)


def _write(request: StaffRequest, lesson_id: UUID | None = None) -> UUID:
    return write_lesson(
        title=request.POST.get("title", ""),
        words=request.POST.get("words", ""),
        item=request.POST.get("item", ""),
        lesson_id=lesson_id,
        actor=request.actor,
        at=request.at,
    )


def _rewrite(request: StaffRequest, lesson_id: UUID) -> None:
    _write(request, lesson_id)


def _offer(request: StaffRequest, lesson_id: UUID) -> None:
    offer_lesson(lesson_id=lesson_id, actor=request.actor, at=request.at)


def _send_back(request: StaffRequest, lesson_id: UUID) -> None:
    send_lesson_back(lesson_id=lesson_id, actor=request.actor, at=request.at)


def _publish(request: StaffRequest, lesson_id: UUID) -> None:
    no_names = request.POST.getlist("no_name")
    publish_lesson(lesson_id=lesson_id, no_names=no_names, actor=request.actor, at=request.at)


def _withdraw(request: StaffRequest, lesson_id: UUID) -> None:
    withdraw_lesson(lesson_id=lesson_id, actor=request.actor, at=request.at)


COMMANDS: Final[dict[str, Callable[[StaffRequest, UUID], None]]] = {
    "write": _rewrite,
    "offer": _offer,
    "send-back": _send_back,
    "publish": _publish,
    "withdraw": _withdraw,
}
