"""Calibration: several reviewers on one contact, and how far they agree."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stayline.people.web.session import StaffRequest, signed_in
from stayline.quality.actions import close_round, open_round
from stayline.quality.errors import NotForReviewers, RoundInvalid
from stayline.quality.queries.calibration import calibration_page, round_page
from stayline.quality.queries.review_pages import review_page

if TYPE_CHECKING:
    from stayline.platform.errors import StaylineError


@require_GET
@signed_in
def rounds(request: StaffRequest) -> HttpResponse:
    """Show the rounds of the reader's site, and how far its reviewers agree."""
    if request.actor.site_id is None:
        raise NotForReviewers
    shown = calibration_page(request.actor.site_id, actor=request.actor, at=request.at)
    return render(request, "quality/calibration.html", {"page": shown})


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: StaffRequest, review_id: UUID) -> HttpResponse:
    """Choose who judges the contact of a review, each blind to the others."""
    if request.method == "GET":
        return _new(request, review_id)
    chosen = []
    for given in request.POST.getlist("reviewer"):
        with suppress(ValueError):
            chosen.append(UUID(given))
    try:
        made = open_round(
            review_id=review_id, reviewer_ids=chosen, actor=request.actor, at=request.at
        )
    except RoundInvalid as refusal:
        return _new(request, review_id, refusal=refusal)
    return HttpResponseRedirect(reverse("quality:round", args=[made]))


@require_GET
@signed_in
def page(request: StaffRequest, round_id: UUID) -> HttpResponse:
    """Show one round; what each judged only when it is closed."""
    return render(
        request, "quality/round.html", {"page": round_page(round_id, actor=request.actor)}
    )


@require_POST
@signed_in
def close(request: StaffRequest, round_id: UUID) -> HttpResponse:
    """End a round as it stands."""
    round_page(round_id, actor=request.actor)
    close_round(round_id=round_id, actor=request.actor, at=request.at)
    return HttpResponseRedirect(reverse("quality:round", args=[round_id]))


def _new(
    request: StaffRequest, review_id: UUID, *, refusal: StaylineError | None = None
) -> HttpResponse:
    shown = review_page(review_id, actor=request.actor, at=request.at)
    if not shown.may_lead:
        raise NotForReviewers
    context = {"page": shown, "refusal": refusal, "chosen": request.POST.getlist("reviewer")}
    return render(
        request, "quality/round_new.html", context, status=refusal.status if refusal else 200
    )
