"""Feedback on screens: what one was told, the answer, the talk, and a dispute."""

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
    accept_talk,
    answer_feedback,
    book_talk,
    call_off_talk,
    decide_dispute,
    give_feedback,
    record_talk,
    take_dispute,
)
from stayline.quality.errors import FeedbackInvalid, FeedbackRefused
from stayline.quality.queries.feedback import (
    ANSWERS,
    OUTCOMES,
    RESULTS,
    disputes_for,
    feedback_of,
    feedback_on,
    feedback_page,
    judged_items,
    may_give,
)
from stayline.quality.web.typed import minutes, needed, when


@require_GET
@signed_in
def feedback(request: StaffRequest) -> HttpResponse:
    """Show what one was told and told others, and the disputes that wait for somebody like one."""
    context = {
        "rows": feedback_of(request.actor),
        "disputes": disputes_for(request.actor),
        "reviews": not request.actor.roles.isdisjoint(REVIEWS),
        "zone": request.shell.zone,
    }
    return render(request, "quality/feedback.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def give(request: StaffRequest, review_id: UUID) -> HttpResponse:
    """Tell the person of a finished review what it showed; only who finished it."""
    try:
        asks = may_give(review_id, actor=request.actor)
    except FeedbackRefused:
        given = feedback_on(review_id)
        if given is None:
            raise
        known = feedback_page(given, actor=request.actor, at=request.at)
        return HttpResponseRedirect(reverse("quality:feedback_one", args=[known.id]))
    refusal: StaylineError | None = None
    if request.method == "POST":
        try:
            made = give_feedback(
                review_id=review_id,
                words=request.POST.get("words", ""),
                actor=request.actor,
                at=request.at,
            )
            return HttpResponseRedirect(reverse("quality:feedback_one", args=[made]))
        except FeedbackInvalid as fault:
            refusal = fault
    context = {
        "asks": asks,
        "words_in": request.POST.get("words", asks.words),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "quality/feedback_give.html", context, status=status)


@require_GET
@signed_in
def one(request: StaffRequest, feedback_id: UUID) -> HttpResponse:
    """Show one feedback to its two sides, or to who decides a dispute about it."""
    return _shown(request, feedback_id)


@require_POST
@signed_in
def act(request: StaffRequest, feedback_id: UUID, name: str) -> HttpResponse:
    """Answer, book or record the talk, take or decide the dispute."""
    do = COMMANDS.get(name)
    if do is None:
        raise Http404
    feedback_page(feedback_id, actor=request.actor, at=request.at)
    try:
        do(request, feedback_id)
    except StaylineError as refusal:
        return _shown(request, feedback_id, refusal=refusal)
    return HttpResponseRedirect(reverse("quality:feedback_one", args=[feedback_id]))


def _shown(
    request: StaffRequest, feedback_id: UUID, *, refusal: StaylineError | None = None
) -> HttpResponse:
    page = feedback_page(feedback_id, actor=request.actor, at=request.at)
    context = {
        "page": page,
        "items": judged_items(page.review_id),
        "answers": ANSWERS,
        "outcomes": OUTCOMES,
        "results": RESULTS,
        "reviews": not request.actor.roles.isdisjoint(REVIEWS),
        "me": request.actor.id,
        "zone": request.shell.zone,
        "given": request.POST,
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "quality/feedback_one.html", context, status=status)


def _answer(request: StaffRequest, feedback_id: UUID) -> None:
    answer_feedback(
        feedback_id=feedback_id,
        answer=request.POST.get("answer", ""),
        words=request.POST.get("answer_words", ""),
        actor=request.actor,
        at=request.at,
    )


def _book(request: StaffRequest, feedback_id: UUID) -> None:
    book_talk(
        feedback_id=feedback_id,
        begins_at=when(request, "begins_at", FeedbackInvalid),
        minutes=minutes(request, "minutes", FeedbackInvalid),
        place=request.POST.get("place", ""),
        actor=request.actor,
        at=request.at,
    )


def _accept(request: StaffRequest, feedback_id: UUID) -> None:
    del feedback_id
    talk = needed(request, "talk", FeedbackInvalid)
    accept_talk(talk_id=talk, actor=request.actor, at=request.at)


def _call_off(request: StaffRequest, feedback_id: UUID) -> None:
    del feedback_id
    talk = needed(request, "talk", FeedbackInvalid)
    call_off_talk(talk_id=talk, actor=request.actor, at=request.at)


def _held(request: StaffRequest, feedback_id: UUID) -> None:
    del feedback_id
    note = request.POST.get("note", "")
    talk = needed(request, "talk", FeedbackInvalid)
    record_talk(talk_id=talk, note=note, actor=request.actor, at=request.at)


def _take(request: StaffRequest, feedback_id: UUID) -> None:
    take_dispute(feedback_id=feedback_id, actor=request.actor, at=request.at)


def _decide(request: StaffRequest, feedback_id: UUID) -> None:
    page = feedback_page(feedback_id, actor=request.actor, at=request.at)
    said = {
        one.item: request.POST.get(f"item-{one.item}", "") for one in judged_items(page.review_id)
    }
    decide_dispute(
        feedback_id=feedback_id,
        outcome=request.POST.get("outcome", ""),
        reason=request.POST.get("reason", ""),
        result=request.POST.get("result", ""),
        items={item: verdict for item, verdict in said.items() if verdict},
        actor=request.actor,
        at=request.at,
    )


COMMANDS: Final[dict[str, Callable[[StaffRequest, UUID], None]]] = {
    "answer": _answer,
    "book": _book,
    "accept": _accept,
    "call-off": _call_off,
    "held": _held,
    "take": _take,
    "decide": _decide,
}
