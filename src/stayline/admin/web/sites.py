"""Sites: the list, a new one, one of them; close it, open it again."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from stayline.admin.queries.sections import demand_section
from stayline.admin.queries.staff import SitePage, site_page
from stayline.people.actions import change_site, close_site, open_site, reopen_site
from stayline.people.errors import ChangedMeanwhile, PeopleNotYours, SiteInvalid, SiteStands
from stayline.people.policies import may_administer
from stayline.people.queries import SITE_WORDS, SiteFields, site_rows
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError

SECTION: Final = "admin:sites"


@require_GET
@signed_in
def sites(request: StaffRequest) -> HttpResponse:
    """Show the sites that this person may change."""
    demand_section(request.actor, SECTION)
    context = {
        "rows": site_rows(request.actor),
        "opens": may_administer(request.actor),
        "saved": request.GET.get("saved", ""),
    }
    return render(request, "admin/sites.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new_site(request: StaffRequest) -> HttpResponse:
    """Open a site."""
    demand_section(request.actor, SECTION)
    if not may_administer(request.actor):
        raise PeopleNotYours
    page = site_page(request.actor, "", at=request.at)
    if request.method == "GET":
        return _page(request, page)
    typed, slug = _typed(request.POST), request.POST.get("slug", "").strip().lower()
    try:
        made = open_site(
            slug=slug,
            fields=typed,
            exercise="exercise" in request.POST,
            actor=request.actor,
            at=request.at,
        )
    except SiteInvalid as refused:
        page = site_page(request.actor, "", typed=typed, at=request.at)
        return _page(request, page, faults=refused.faults, slug=slug)
    return _saved(made.slug)


@require_http_methods(["GET", "POST"])
@signed_in
def site(request: StaffRequest, slug: str) -> HttpResponse:
    """Show one site; save it, close it, open it again."""
    demand_section(request.actor, SECTION)
    page = site_page(request.actor, slug, at=request.at)
    if request.method == "GET" or page.site is None:
        return _page(request, page)
    what, actor, at = request.POST.get("what", ""), request.actor, request.at
    if what in {"close", "reopen"}:
        try:
            (close_site if what == "close" else reopen_site)(
                site_id=page.site.id, actor=actor, at=at
            )
        except SiteStands as refused:
            return _page(request, page, refusal=refused)
        return _saved(slug)
    typed = _typed(request.POST)
    try:
        change_site(
            site_id=page.site.id,
            fields=typed,
            expected=request.POST.get("expected", ""),
            actor=actor,
            at=at,
        )
    except SiteInvalid as refused:
        shown = site_page(actor, slug, typed=typed, expected=request.POST["expected"], at=at)
        return _page(request, shown, faults=refused.faults)
    except ChangedMeanwhile as refused:
        shown = site_page(actor, slug, typed=typed, at=at)
        return _page(request, shown, refusal=refused)
    return _saved(slug)


def _saved(slug: str) -> HttpResponse:
    return HttpResponseRedirect(
        f"{reverse('admin:site', args=[slug])}?{urlencode({'saved': 'yes'})}"
    )


def _page(
    request: StaffRequest,
    page: SitePage,
    *,
    faults: dict[str, str] | None = None,
    refusal: StaylineError | None = None,
    slug: str = "",
) -> HttpResponse:
    context = {
        "page": page,
        "words": SITE_WORDS,
        "faults": faults or {},
        "refusal": refusal,
        "slug": slug,
        "saved": request.method == "GET" and "saved" in request.GET,
        "closes": may_administer(request.actor),
    }
    status = 422 if faults else 409 if refusal else 200
    return render(request, "admin/site.html", context, status=status)


def _typed(posted: QueryDict) -> SiteFields:
    """Return what was typed; a number that is none is out of its range, and refused there."""
    number = posted.get("unresolved_threshold", "").strip()
    return SiteFields(
        name=_line(posted, "name"),
        zone=_line(posted, "zone"),
        country=_line(posted, "country"),
        language=_line(posted, "language"),
        fallback=_line(posted, "fallback"),
        outside_name=_line(posted, "outside_name"),
        outside_number=_line(posted, "outside_number"),
        outside_words=_line(posted, "outside_words"),
        ending_needs_approval="ending_needs_approval" in posted,
        unresolved_threshold=int(number) if number.isdecimal() else 0,
        emergency_plan=posted.get("emergency_plan", "").strip().replace("\r\n", "\n"),
    )


def _line(posted: QueryDict, name: str) -> str:
    return " ".join(posted.get(name, "").split())
