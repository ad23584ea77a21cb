"""Ready to take contacts? How long things are kept, and by when things are owed."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from stayline.admin.queries.ready import centre_readiness
from stayline.admin.queries.retention import FIXED, hold_rows, retention_rows
from stayline.admin.queries.sections import demand_section
from stayline.incidents.actions import remove_owed_rule, set_owed_rule
from stayline.incidents.errors import IncidentNotFound, OwedRuleInvalid
from stayline.incidents.queries import LEVEL_WORDS, IncidentRow, by_number, may_be_owed, owed_rules
from stayline.people.errors import SiteNotFound
from stayline.people.queries import site_by_slug, sites
from stayline.people.web.session import StaffRequest, signed_in
from stayline.privacy.actions import decide_retention, end_retention, lift_hold, place_hold
from stayline.privacy.errors import HoldInvalid, RetentionInvalid
from stayline.privacy.policies import may_decide_retention
from stayline.privacy.queries import kept_port, would_go
from stayline_core.retention import keep_faults

MOST_MINUTES: Final = 30 * 24 * 60
"""Of a time of the centre's own: 30 days."""


@require_GET
@signed_in
def ready(request: StaffRequest) -> HttpResponse:
    """Show what is still missing before contacts can be taken, each with where to mend it."""
    demand_section(request.actor, "admin:ready")
    return render(request, "admin/ready.html", {"ready": centre_readiness(at=request.at)})


@require_http_methods(["GET", "POST"])
@signed_in
def retention(request: StaffRequest) -> HttpResponse:
    """Show what is kept how long and what is held; decide, take back, hold, lift."""
    demand_section(request.actor, "admin:retention")
    if request.method == "GET":
        return _retention(request)
    try:
        if request.POST.get("what") == "preview":
            return _preview(request)
        _keep(request)
    except (RetentionInvalid, HoldInvalid) as refused:
        return _retention(request, faults=refused.faults, status=422)
    return HttpResponseRedirect(f"{reverse('admin:retention')}?saved=yes")


@require_http_methods(["GET", "POST"])
@signed_in
def owed(request: StaffRequest) -> HttpResponse:
    """Show the centre's own times for what is owed; set one, take one back."""
    demand_section(request.actor, "admin:owed")
    faults: dict[str, str] = {}
    if request.method == "POST":
        try:
            _set_times(request)
        except OwedRuleInvalid as refused:
            faults = refused.faults
        else:
            return HttpResponseRedirect(f"{reverse('admin:owed')}?saved=yes")
    context = {
        "rules": owed_rules(),
        "owables": may_be_owed(),
        "levels": [(level, f"L{level}: {words}") for level, words in LEVEL_WORDS.items()],
        "sites": sites(),
        "faults": faults,
        "typed": request.POST,
        "saved": request.method == "GET" and "saved" in request.GET,
    }
    return render(request, "admin/owed.html", context, status=422 if faults else 200)


def _retention(
    request: StaffRequest,
    *,
    faults: dict[str, str] | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {
        "rows": retention_rows(at=request.at),
        "fixed": FIXED,
        "holds": hold_rows(),
        "decides": may_decide_retention(request.actor),
        "faults": faults or {},
        "typed": request.POST,
        "saved": request.method == "GET" and "saved" in request.GET,
    } | more
    return render(request, "admin/retention.html", context, status=status)


def _preview(request: StaffRequest) -> HttpResponse:
    """Show what would go at once by a decision, before it is made."""
    kind = kept_port(request.POST.get("kind", "")).kind
    days = _number(request, "days")
    if faults := keep_faults(kind, days, request.POST.get("basis", "")):
        raise RetentionInvalid(faults)
    old = would_go(kind.id, days or 0, at=request.at)
    return _retention(request, preview=old, previewed=kind, days=days)


def _keep(request: StaffRequest) -> None:
    """Do what was pressed on the page about retention."""
    actor, at, given = request.actor, request.at, request.POST.get
    what, kind = given("what"), given("kind", "")
    if what == "decide":
        days = _number(request, "days")
        decide_retention(kind=kind, days=days, basis=given("basis", ""), actor=actor, at=at)
    elif what == "end":
        end_retention(kind=kind, actor=actor, at=at)
    elif what == "lift":
        because = given("because", "")
        lift_hold(hold_id=_id(request, "hold"), because=because, actor=actor, at=at)
    else:
        row = _numbered(given("number", ""))
        reason = given("reason", "")
        place_hold(incident_id=row.id, number=row.number, reason=reason, actor=actor, at=at)


def _numbered(number: str) -> IncidentRow:
    try:
        return by_number(number)
    except IncidentNotFound:
        raise HoldInvalid({"number": "No incident has this number."}) from None


def _set_times(request: StaffRequest) -> None:
    """Set one of the centre's own times, or take one back."""
    if request.POST.get("what") == "remove":
        remove_owed_rule(rule_id=_id(request, "rule"), actor=request.actor, at=request.at)
        return
    slug = request.POST.get("site", "")
    try:
        site_id = site_by_slug(slug).id if slug else None
    except SiteNotFound:
        raise OwedRuleInvalid({"site": "Choose one of the sites."}) from None
    minutes, level = _number(request, "minutes"), _number(request, "level")
    set_owed_rule(
        what=request.POST.get("what_owed", ""),
        within=timedelta(minutes=min(minutes or 0, MOST_MINUTES + 1)),
        level=-1 if level is None else level,
        site_id=site_id,
        because=request.POST.get("because", ""),
        actor=request.actor,
        at=request.at,
    )


def _number(request: StaffRequest, name: str) -> int | None:
    typed = request.POST.get(name, "").strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None  # noqa: PLR2004  # what fits a column


def _id(request: StaffRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None
