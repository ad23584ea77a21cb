"""The list of a site's own agencies: seen, added, changed, checked, ended, taken from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from stayline.command.actions import (
    add_agency,
    change_agency,
    end_agency,
    import_agencies,
    review_agency,
)
from stayline.command.errors import AgencyFaulty
from stayline.command.queries import (
    AGENCY_KINDS,
    FURTHER_WAYS,
    agency_fields,
    agency_of_site,
    agency_page,
    agency_plan,
)
from stayline.people.errors import PeopleNotYours
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError
from stayline_core.agency_list import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from stayline.command.queries import AgencyPage

LARGEST: Final = 200_000
"""Bytes of a list that is given."""


@require_GET
@signed_in
def agencies(request: StaffRequest) -> HttpResponse:
    """Show a site's own agencies, those that are to be looked at again first."""
    page = agency_page(request.actor, request.GET.get("site", ""), at=request.at)
    context = {"page": page, "kinds": AGENCY_KINDS, "saved": "saved" in request.GET}
    return render(request, "command/agencies.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new_agency(request: StaffRequest) -> HttpResponse:
    """Write an agency down."""
    page = _kept(request)
    if request.method == "GET":
        empty = dict.fromkeys(COLUMNS, "")
        return _form(request, page, {**empty, "country": page.site.country, "zone": page.site.zone})
    typed = _typed(request)
    try:
        add_agency(site_id=page.site.id, fields=typed, actor=request.actor, at=request.at)
    except AgencyFaulty as refused:
        return _form(request, page, typed, faults=refused.faults)
    return _back(page.site.slug)


@require_http_methods(["GET", "POST"])
@signed_in
def agency(request: StaffRequest, agency_id: UUID) -> HttpResponse:
    """Show one agency; save it, record that it was checked, or take it out of use."""
    row = agency_of_site(agency_id)
    page = agency_page(request.actor, row.site.slug, at=request.at)
    if not page.keeps:
        raise PeopleNotYours
    fields = agency_fields(row)
    if request.method == "GET":
        return _form(request, page, fields, agency_id=agency_id)
    try:
        _do(request, agency_id)
    except AgencyFaulty as refused:
        typed = _typed(request) if request.POST.get("what") == "save" else fields
        return _form(request, page, typed, agency_id=agency_id, faults=refused.faults)
    except StaylineError as refused:
        return _form(request, page, fields, agency_id=agency_id, refusal=refused)
    return _back(page.site.slug)


@require_http_methods(["GET", "POST"])
@signed_in
def agency_file(request: StaffRequest) -> HttpResponse:
    """Take a list in: show first what it would do, with every fault; then take it in."""
    page = _kept(request)
    text = _given(request) if request.method == "POST" else ""
    refusal: StaylineError | None = None
    if text and request.POST.get("what") == "take_in":
        try:
            import_agencies(
                site_id=page.site.id,
                text=text,
                expected=request.POST.get("expected", ""),
                actor=request.actor,
                at=request.at,
            )
        except StaylineError as refused:
            refusal = refused
        else:
            return _back(page.site.slug)
    plan = agency_plan(page.site.id, text) if text else None
    faulty = bool(refusal or text is None or (plan and plan.faults))
    context = {
        "page": page,
        "plan": plan,
        "text": text or "",
        "unread": text is None,
        "refusal": refusal,
        "columns": COLUMNS,
    }
    return render(request, "command/agency_list.html", context, status=422 if faulty else 200)


def _do(request: StaffRequest, agency_id: UUID) -> None:
    """Do what was pressed on the page of one agency."""
    what, actor, at = request.POST.get("what", ""), request.actor, request.at
    if what == "end":
        reason = request.POST.get("reason", "")
        end_agency(agency_id=agency_id, reason=reason, actor=actor, at=at)
    elif what == "review":
        review_agency(
            agency_id=agency_id,
            checked_on=request.POST.get("reviewed_on", ""),
            review_by=request.POST.get("next_review", ""),
            actor=actor,
            at=at,
        )
    else:
        change_agency(agency_id=agency_id, fields=_typed(request), actor=actor, at=at)


def _kept(request: StaffRequest) -> AgencyPage:
    """Return the list of the site that was asked for, which this person keeps.

    Raises:
        PeopleNotYours: they do not.
    """
    page = agency_page(request.actor, request.GET.get("site", ""), at=request.at)
    if not page.keeps:
        raise PeopleNotYours
    return page


def _typed(request: StaffRequest) -> dict[str, str]:
    found = {name: request.POST.get(name, "").strip() for name in COLUMNS}
    return {**found, "country": found["country"].upper()}


def _given(request: StaffRequest) -> str | None:
    """Return the list that was given, as a file or typed; None: it cannot be read."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("text", "")
    if (file.size or 0) > LARGEST:
        return None
    try:
        return str(file.read(), "utf-8-sig")
    except UnicodeDecodeError:
        return None


def _form(
    request: StaffRequest,
    page: AgencyPage,
    fields: Mapping[str, str],
    *,
    agency_id: UUID | None = None,
    faults: Mapping[str, str] | None = None,
    refusal: StaylineError | None = None,
) -> HttpResponse:
    context = {
        "page": page,
        "fields": fields,
        "agency_id": agency_id,
        "faults": faults or {},
        "refusal": refusal,
        "kinds": AGENCY_KINDS.items(),
        "ways": FURTHER_WAYS,
        "answers": (("", "Not known"), ("yes", "Yes"), ("no", "No")),
    }
    status = 422 if faults else (refusal.status if refusal else 200)
    return render(request, "command/agency.html", context, status=status)


def _back(slug: str) -> HttpResponse:
    query = urlencode({"site": slug, "saved": "yes"})
    return HttpResponseRedirect(f"{reverse('command:agencies')}?{query}")
