"""Training of a site: who is missing, recording it, importing a list; and readiness by site."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from stayline.learning.actions import import_training, record_training
from stayline.learning.errors import ImportRefused, TrainingInvalid, TrainingNotYours
from stayline.learning.policies import may_keep_lists, may_record_training
from stayline.learning.queries import (
    VersionToTrain,
    day_of,
    not_adopted,
    other_versions,
    preview,
    trainees,
    training_at,
    version_to_train,
)
from stayline.learning.queries.preparedness import preparedness, preparedness_rows
from stayline.people.queries import person, sites
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError
from stayline.quality.queries.exported import as_csv

if TYPE_CHECKING:
    from stayline.learning.queries import Place

LARGEST: Final = 1_000_000
"""Bytes of a list that is given."""


@require_GET
@signed_in
def site(request: StaffRequest) -> HttpResponse:
    """Show each procedure with how many of a site's agents are trained on it, and who is not."""
    places = _places(request)
    here = _here(request, places)
    rows = training_at(here, at=request.at)
    context = {
        "here": here,
        "places": places,
        "asked": [one for one in rows if one.version.asked],
        "others": [one for one in rows if not one.version.asked],
        "share": round(settings.STAYLINE.min_trained_share * 100),
    }
    return render(request, "learning/site.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def version(request: StaffRequest, digest: str) -> HttpResponse:
    """Show who of a site is trained on one version; record it for the chosen, or for everybody."""
    places = _places(request)
    here = _here(request, places)
    shown = version_to_train(digest)
    if request.method == "GET":
        return _version_page(request, shown, here, places)
    try:
        made = record_training(
            digest=digest,
            person_ids=_chosen(request, shown, here),
            trained_on=_day(request, "trained_on") or day_of(person(request.actor.id), request.at),
            valid_until=_day(request, "valid_until"),
            actor=request.actor,
            at=request.at,
        )
    except TrainingInvalid as refusal:
        return _version_page(request, shown, here, places, refusal=refusal)
    back = urlencode({"site": str(here.slug), "recorded": str(made)})
    return HttpResponseRedirect(f"{reverse('learning:version', args=[digest])}?{back}")


@require_http_methods(["GET", "POST"])
@signed_in
def give(request: StaffRequest) -> HttpResponse:
    """Take a list: show first what it would record, with each fault; then record all of it."""
    if not may_keep_lists(request.actor):
        raise TrainingNotYours
    if request.method == "GET":
        return _import_page(request, {"recorded": request.GET.get("recorded", "")})
    try:
        text, source = _list(request)
    except TrainingInvalid as refusal:
        return _import_page(request, {"refusal": refusal}, status=refusal.status)
    if request.POST.get("what") == "record":
        with suppress(ImportRefused):  # the preview below names every fault
            made = import_training(text=text, source=source, actor=request.actor, at=request.at)
            return HttpResponseRedirect(f"{reverse('learning:import')}?recorded={made}")
    found = preview(text, actor=request.actor, at=request.at)
    context = {"found": found, "text": text, "source": source}
    return _import_page(request, context, status=422 if found.faults else 200)


@require_GET
@signed_in
def ready(request: StaffRequest) -> HttpResponse:
    """Show which site is ready and what is missing, for each harm and class of channel (S0-38).

    And its people: whom each rung finds, the last drills, practice, lapses (S4-44). `?as=csv` and
    `?as=json` give the same as a file.
    """
    if not may_keep_lists(request.actor):
        raise TrainingNotYours
    wanted = request.GET.get("as")
    if wanted == "json":
        return JsonResponse({"rows": preparedness_rows(at=request.at)})
    if wanted == "csv":
        text = as_csv(preparedness_rows(at=request.at))
        return HttpResponse(
            text,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="readiness.csv"'},
        )
    context = {"sites": preparedness(at=request.at), "shipped": not_adopted(), "at": request.at}
    return render(request, "learning/readiness.html", context)


def _places(request: StaffRequest) -> list[Place]:
    found = [one for one in sites() if may_record_training(request.actor, one.id)]
    if not found:
        raise TrainingNotYours
    return found


def _here(request: StaffRequest, places: list[Place]) -> Place:
    """Return the site that is asked for, else the reader's own, else the first."""
    given = request.POST.get("site", request.GET.get("site", ""))
    named = [one for one in places if one.slug == given]
    own = [one for one in places if one.id == request.actor.site_id]
    return (named or own or places)[0]


def _chosen(request: StaffRequest, shown: VersionToTrain, here: Place) -> list[UUID]:
    """Return who was ticked; one press means everybody of the site who is not trained yet."""
    people = trainees(shown, here, at=request.at)
    if request.POST.get("what") == "everybody":
        return [one.id for one in people if one.record is None]
    ticked = set(request.POST.getlist("person"))
    return [one.id for one in people if str(one.id) in ticked]


def _day(request: StaffRequest, name: str) -> date | None:
    typed = request.POST.get(name, "").strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise TrainingInvalid({name: f"“{typed}” is no day: write 2026-11-22."}) from None


def _list(request: StaffRequest) -> tuple[str, str]:
    """Return the text of the list and where it came from: a file, or what a preview kept."""
    given = request.FILES.get("file")
    if given is None:
        return request.POST.get("text", ""), request.POST.get("source", "") or "typed here"
    data = given.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise TrainingInvalid({"file": "The file is too large: split it."})
    try:
        return data.decode("utf-8-sig"), str(given.name)
    except UnicodeDecodeError:
        raise TrainingInvalid({"file": "The file is no text in UTF-8: save it as CSV."}) from None


def _version_page(
    request: StaffRequest,
    shown: VersionToTrain,
    here: Place,
    places: list[Place],
    *,
    refusal: StaylineError | None = None,
) -> HttpResponse:
    people = trainees(shown, here, at=request.at)
    context = {
        "on": shown,
        "here": here,
        "places": places,
        "others": other_versions(shown),
        "people": people,
        "missing": [one for one in people if one.record is None],
        "today": day_of(person(request.actor.id), request.at).isoformat(),
        "recorded": request.GET.get("recorded", ""),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "learning/version.html", context, status=status)


def _import_page(
    request: StaffRequest, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return render(request, "learning/import.html", context, status=status)
