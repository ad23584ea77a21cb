"""Weekly review: the queue, one review with its card, and how the sample is drawn."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stayline.incidents.errors import IncidentNotFound
from stayline.incidents.queries import by_number
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError
from stayline.privacy.actions import note_read
from stayline.quality.actions import (
    ask_review,
    assign_review,
    claim_review,
    finish_review,
    note_review_read,
    release_review,
    save_review,
    set_sample,
)
from stayline.quality.errors import (
    NotForReviewers,
    ReviewInvalid,
    ReviewNotFound,
    ReviewStale,
    ReviewWaits,
    SampleInvalid,
)
from stayline.quality.queries.review_pages import ReviewPage, review_page, week_page

if TYPE_CHECKING:
    from collections.abc import Callable

SCREEN: Final = "review"
"""What the log of an incident calls this screen when its content was read."""


@require_GET
@signed_in
def index(request: StaffRequest) -> HttpResponse:
    """Show the queue of the reader's site, of this week or of the one that is asked for."""
    return _index(request)


@require_GET
@signed_in
def page(request: StaffRequest, review_id: UUID) -> HttpResponse:
    """Show one review; whoever judges it sees the record beside it, and that is logged."""
    return _page(request, review_id)


@require_POST
@signed_in
def act(request: StaffRequest, review_id: UUID, name: str) -> HttpResponse:
    """Take a review, give it back or to somebody, keep what was typed, or finish it."""
    do = COMMANDS.get(name)
    if do is None:
        raise Http404
    shown = review_page(review_id, actor=request.actor, at=request.at)
    try:
        do(request, review_id)
    except (ReviewInvalid, ReviewStale) as refusal:
        if request.htmx or not shown.mine:
            raise
        return _page(request, review_id, refusal=refusal)
    if name == "save" and request.htmx:
        now = review_page(review_id, actor=request.actor, at=request.at)
        return render(request, "quality/parts/review_saved.html", {"page": now})
    if name in {"finish", "release"}:
        return HttpResponseRedirect(reverse("quality:index"))
    return HttpResponseRedirect(reverse("quality:review", args=[review_id]))


@require_POST
@signed_in
def sample(request: StaffRequest) -> HttpResponse:
    """Decide how much of the rest is drawn, from the next week on."""
    site_id = _site(request)
    try:
        set_sample(
            site_id=site_id,
            permille=_permille(request.POST.get("percent", "")),
            each=_number(request.POST.get("each", "")),
            actor=request.actor,
            at=request.at,
        )
    except SampleInvalid as refusal:
        return _index(request, refusal=refusal)
    return HttpResponseRedirect(reverse("quality:index"))


@require_POST
@signed_in
def ask(request: StaffRequest) -> HttpResponse:
    """Ask for a review of an incident beyond the queue, by its number."""
    shown = week_page(_site(request), monday=None, actor=request.actor, at=request.at)
    if not shown.may_lead:
        raise NotForReviewers
    try:
        found = by_number(request.POST.get("number", ""))
        asked = ask_review(incident_id=found.id, actor=request.actor, at=request.at)
    except (IncidentNotFound, ReviewNotFound, ReviewWaits, NotForReviewers) as refusal:
        return _index(request, refusal=refusal)
    return HttpResponseRedirect(reverse("quality:review", args=[asked]))


def _index(request: StaffRequest, *, refusal: StaylineError | None = None) -> HttpResponse:
    shown = week_page(_site(request), monday=_week(request), actor=request.actor, at=request.at)
    context = {
        "page": shown,
        "refusal": refusal,
        "percent_in": request.POST.get("percent", f"{shown.permille / 10:g}"),
        "number_in": request.POST.get("number", ""),
        "each_in": request.POST.get("each", shown.each),
    }
    return render(request, "quality/index.html", context, status=refusal.status if refusal else 200)


def _page(
    request: StaffRequest, review_id: UUID, *, refusal: StaylineError | None = None
) -> HttpResponse:
    shown = review_page(review_id, actor=request.actor, at=request.at)
    if shown.readable and shown.review.incident_id:
        note_read(
            incident_id=shown.review.incident_id,
            actor=request.actor,
            screen=SCREEN,
            at=request.at,
        )
    if shown.editable and shown.review.read_at is None:
        note_review_read(review_id=review_id, actor=request.actor, at=request.at)
    context = {
        "page": shown,
        "refusal": refusal,
        "sent": _answers(request, shown) if refusal else {},
        "theirs": getattr(refusal, "theirs", {}),
        "faults": getattr(refusal, "faults", {}),
        "save": getattr(refusal, "current", shown.save),
    }
    return render(
        request, "quality/review.html", context, status=refusal.status if refusal else 200
    )


def _claim(request: StaffRequest, review_id: UUID) -> None:
    claim_review(review_id=review_id, actor=request.actor, at=request.at)


def _release(request: StaffRequest, review_id: UUID) -> None:
    release_review(review_id=review_id, actor=request.actor, at=request.at)


def _assign(request: StaffRequest, review_id: UUID) -> None:
    try:
        whom = UUID(request.POST.get("reviewer", ""))
    except ValueError:
        raise ReviewInvalid({"reviewer": "Choose who does it."}) from None
    assign_review(review_id=review_id, reviewer_id=whom, actor=request.actor, at=request.at)


def _save(request: StaffRequest, review_id: UUID) -> None:
    shown = review_page(review_id, actor=request.actor, at=request.at)
    save_review(
        review_id=review_id,
        answers=_answers(request, shown),
        expected=_number(request.POST.get("expected", "")),
        actor=request.actor,
        at=request.at,
    )


def _finish(request: StaffRequest, review_id: UUID) -> None:
    shown = review_page(review_id, actor=request.actor, at=request.at)
    finish_review(
        review_id=review_id,
        answers=_answers(request, shown),
        expected=_number(request.POST.get("expected", "")),
        actor=request.actor,
        at=request.at,
    )


COMMANDS: Final[dict[str, Callable[[StaffRequest, UUID], None]]] = {
    "claim": _claim,
    "release": _release,
    "assign": _assign,
    "save": _save,
    "finish": _finish,
}


def _answers(request: StaffRequest, shown: ReviewPage) -> dict[str, str]:
    """Return what was sent for the fields of the card; a field that was not sent stays as it is."""
    items = [one for _, found in shown.sections for one in found]
    names = [one.field.name for one in (*shown.must_not, *items, *shown.words)]
    return {name: request.POST[name] for name in names if name in request.POST}


def _site(request: StaffRequest) -> UUID:
    if request.actor.site_id is None:
        raise NotForReviewers
    return request.actor.site_id


def _week(request: StaffRequest) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(request.GET.get("week", ""))
    return None


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() else 0


def _permille(typed: str) -> int:
    """Return a typed share of a hundred as one of a thousand; 0 for what is none."""
    try:
        return round(float(typed.replace(",", ".")) * 10)
    except (ValueError, OverflowError):
        return 0
