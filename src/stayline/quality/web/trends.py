"""Trends: counts with what is usual, exposure, time to a human, results, what may be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stayline.people.queries import sites
from stayline.people.web.session import StaffRequest, signed_in
from stayline.quality.actions.trends import answer_alarm
from stayline.quality.errors.trends import AlarmInvalid, FiguresNotYours
from stayline.quality.policies.trends import (
    may_answer_alarm,
    may_see_exposure,
    may_see_figures,
)
from stayline.quality.queries.complaints import complaint_trends
from stayline.quality.queries.exported import (
    OF_PEOPLE,
    WHATS,
    a_year,
    as_csv,
    lately,
    rows_of,
)
from stayline.quality.queries.results import exposure, months, times_to_a_human
from stayline.quality.queries.trends import KINDS, alarm, alarms, figures

if TYPE_CHECKING:
    from stayline.platform.errors import StaylineError


@require_GET
@signed_in
def trends(request: StaffRequest) -> HttpResponse:
    """Show the figures of a site to who reviews there."""
    return _page(request)


@require_POST
@signed_in
def answer(request: StaffRequest, alarm_id: UUID) -> HttpResponse:
    """Keep what a manager found behind a rise, and what is done."""
    row = alarm(alarm_id)
    if not may_see_figures(request.actor, row.site_id):
        raise FiguresNotYours
    found = request.POST.get("found", "")
    try:
        answer_alarm(alarm_id=row.id, found=found, actor=request.actor, at=request.at)
    except AlarmInvalid as refusal:
        return _page(request, refusal=refusal, typed_in=found)
    return HttpResponseRedirect(reverse("quality:trends"))


@require_GET
@signed_in
def download(request: StaffRequest, what: str) -> HttpResponse:
    """Give one kind of figures as CSV; what names people, to who looks after them alone."""
    here = _here(request)
    if what not in WHATS:
        raise Http404(what)
    if what in OF_PEOPLE and not may_see_exposure(request.actor, here.id):
        raise FiguresNotYours
    text = as_csv(rows_of(what, here.id, at=request.at))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"stayline-{here.slug}-{what}-{request.at:%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _here(request: StaffRequest) -> Any:  # noqa: ANN401 - the row of a site, which screens do not import
    found = [one for one in sites() if may_see_figures(request.actor, one.id)]
    if not found:
        raise FiguresNotYours
    return found[0]


def _page(
    request: StaffRequest, *, refusal: StaylineError | None = None, typed_in: str = ""
) -> HttpResponse:
    here = _here(request)
    counted = [figures(here.id, kind, at=request.at) for kind in KINDS]
    since = lately(here.zone, request.at)
    context = {
        "here": here,
        "first": counted[0],
        "others": counted[1:],
        "alarms": alarms(here.id),
        "may_answer": may_answer_alarm(request.actor, here.id),
        "since": since,
        "waits": times_to_a_human(here.id, since=since),
        "months": months(here.id, since=a_year(here.zone, request.at)),
        "exposure": exposure(here.id, since=since),
        "complaints": complaint_trends(here, since=a_year(here.zone, request.at)),
        "may_see_people": may_see_exposure(request.actor, here.id),
        "refusal": refusal,
        "typed_in": typed_in,
    }
    return render(
        request, "quality/trends.html", context, status=refusal.status if refusal else 200
    )
