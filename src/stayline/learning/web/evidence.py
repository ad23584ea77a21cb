"""The evidence matrix of the standard on a screen, as CSV and as JSON (S3-51)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stayline.learning.errors import CourseNotFound, CourseNotYours
from stayline.learning.policies import EVERY_SITE, may_read_evidence, may_teach, teaches_somewhere
from stayline.learning.queries.evidence import as_csv, as_json, evidence_of, people_for_evidence
from stayline.learning.queries.teaching import sites_of
from stayline.people.queries import people_of
from stayline.people.queries import person as person_of
from stayline.people.web.session import StaffRequest, signed_in

if TYPE_CHECKING:
    from stayline.learning.queries.evidence import Evidence


@require_GET
@signed_in
def evidence(request: StaffRequest) -> HttpResponse:
    """Show what one's own work shows of the standard, or a person's, or a site's."""
    every = not request.actor.roles.isdisjoint(EVERY_SITE)
    places = (
        sites_of(request.actor.site_id, every=every) if teaches_somewhere(request.actor) else []
    )
    title, rows = _rows(request)
    wanted = request.GET.get("as", "")
    if wanted in {"csv", "json"}:
        return _file(rows, wanted)
    context = {
        "title": title,
        "performance": rows[:23],
        "knowledge": rows[23:],
        "places": places,
        "asked": {name: request.GET.get(name, "") for name in ("site", "person")},
    }
    return render(request, "learning/evidence.html", context)


def _rows(request: StaffRequest) -> tuple[str, list[Evidence]]:
    site = request.GET.get("site", "")
    if site:
        every = not request.actor.roles.isdisjoint(EVERY_SITE)
        found = [one for one in sites_of(request.actor.site_id, every=every) if one.slug == site]
        if not found or not may_teach(request.actor, found[0].id):
            raise CourseNotYours
        people = people_for_evidence([one.id for one in people_of(found[0].id)])
        return found[0].name, evidence_of(people, at=request.at)
    who = person_of(_person(request))
    if not may_read_evidence(request.actor, who.id, who.site_id):
        raise CourseNotYours
    people = people_for_evidence([who.id])
    return who.name, evidence_of(people, at=request.at)


def _person(request: StaffRequest) -> UUID:
    try:
        return UUID(request.GET.get("person", "") or str(request.actor.id))
    except ValueError:
        raise CourseNotFound from None


def _file(rows: list[Evidence], ending: str) -> HttpResponse:
    text = as_csv(rows) if ending == "csv" else as_json(rows)
    kind = "text/csv" if ending == "csv" else "application/json"
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="evidence.{ending}"'
    return response
