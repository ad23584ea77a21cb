"""Ladders: whom each rings now and hour by hour, and changing one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from stayline.admin.actions import put_ladder_in_force
from stayline.admin.queries.ladder_form import (
    LadderTyped,
    RungTyped,
    document_of,
    faults_of,
    read,
    typed_of,
    with_empty,
)
from stayline.admin.queries.ladders import (
    CHANNEL_WORDS,
    DUTY_WORDS,
    LADDER,
    PICK_WORDS,
    ROLE_WORDS,
    SHADES,
    ladder_page,
    ladder_rows,
    ladder_spec,
    notice_needed,
    site_named,
    sites_of,
)
from stayline.admin.queries.sections import demand_section
from stayline.escalation.queries.reach import reach_of, rungs_of
from stayline.library.errors import DocumentNotYours
from stayline.library.policies import may_write
from stayline.library.queries import version_by_digest
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import Refused
from stayline_core.reach import Finding

SECTION: Final = "admin:ladders"


@require_GET
@signed_in
def ladders(request: StaffRequest) -> HttpResponse:
    """Show every ladder, and how it reaches the people of a site."""
    demand_section(request.actor, SECTION)
    place = site_named(request.actor, request.GET.get("site", ""))
    context = {
        "site": place,
        "sites": sites_of(request.actor),
        "rows": ladder_rows(place, at=request.at),
    }
    return render(request, "admin/ladders.html", context)


@require_GET
@signed_in
def ladder(request: StaffRequest, ladder_id: str) -> HttpResponse:
    """Show one ladder: its rungs with the people they ring now, and the week hour by hour."""
    demand_section(request.actor, SECTION)
    key = request.GET.get("site", "")
    context = {
        "page": ladder_page(request.actor, ladder_id, key=key, at=request.at),
        "hours": range(24),
        "shades": SHADES,
        "saved": "saved" in request.GET,
    }
    return render(request, "admin/ladder.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def change_ladder(request: StaffRequest, ladder_id: str) -> HttpResponse:
    """Change a ladder: look what it would do, or put it in force."""
    demand_section(request.actor, SECTION)
    if not may_write(request.actor):
        raise DocumentNotYours
    digest, spec = ladder_spec(ladder_id)
    purpose = notice_needed(request.actor, ladder_id)
    if purpose:
        return HttpResponseRedirect(_notice(request, ladder_id, digest, purpose))
    if request.method == "GET":
        return _form(request, ladder_id, spec.title, typed_of(spec))
    typed = _typed(request)
    faults = faults_of(typed)
    if faults:
        return _form(request, ladder_id, spec.title, typed, faults=faults)
    source = document_of(version_by_digest(digest).body, typed)
    loaded = read(source, ladder_id)
    if loaded.ladder is None:
        said = {"rungs": " ".join(one.message for one in loaded.findings)}
        return _form(request, ladder_id, spec.title, typed, faults=said)
    place = site_named(request.actor, request.GET.get("site", ""))
    found = reach_of(rungs_of(loaded.ladder), place, at=request.at).findings
    worse = [one for one in found if one.stops or one.code in {"no_recipients", "unreachable"}]
    seen = request.POST.get("seen") == _seen(worse)
    if request.POST.get("what") != "save" or (worse and not seen):
        asked = request.POST.get("what") == "save"
        return _form(
            request, ladder_id, spec.title, typed, findings=found, worse=worse, asked=asked
        )
    try:
        put_ladder_in_force(ladder_id=ladder_id, source=source, actor=request.actor, at=request.at)
    except Refused as refused:
        return _form(request, ladder_id, spec.title, typed, refusal=refused)
    saved = urlencode({"site": place.slug, "saved": "yes"})
    return HttpResponseRedirect(f"{reverse('admin:ladder', args=[ladder_id])}?{saved}")


def _form(
    request: StaffRequest,
    ladder_id: str,
    title: str,
    typed: LadderTyped,
    *,
    faults: dict[str, str] | None = None,
    findings: tuple[Finding, ...] | None = None,
    worse: list[Finding] | None = None,
    asked: bool = False,
    refusal: Refused | None = None,
) -> HttpResponse:
    shown = typed if faults else LadderTyped(with_empty(typed.rungs), typed.accepted, typed.joined)
    context = {
        "id": ladder_id,
        "title": title,
        "site": site_named(request.actor, request.GET.get("site", "")),
        "shown": shown,
        "faults": faults or {},
        "findings": findings,
        "seen": _seen(worse or []),
        "asked": asked,
        "refusal": refusal,
        "roles": ROLE_WORDS,
        "duties": DUTY_WORDS,
        "picks": PICK_WORDS,
        "channels": CHANNEL_WORDS,
    }
    status = 422 if faults else 409 if refusal or asked else 200
    return render(request, "admin/ladder_form.html", context, status=status)


def _typed(request: StaffRequest) -> LadderTyped:
    """Return what was typed, in the order in which the rungs are numbered."""
    given = request.POST
    rungs = []
    for key in given.getlist("rung"):
        if not key.isdecimal() or f"{key}-remove" in given:
            continue
        place = given.get(f"{key}-number", key)
        rungs.append(
            RungTyped(
                number=int(place) if place.isdecimal() else int(key),
                name=given.get(f"{key}-name", ""),
                roles=tuple(one for one in given.getlist(f"{key}-roles") if one in ROLE_WORDS),
                skills=given.get(f"{key}-skills", ""),
                duty=_one_of(given.get(f"{key}-duty", ""), DUTY_WORDS),
                pick=_one_of(given.get(f"{key}-pick", ""), PICK_WORDS),
                channels=tuple(
                    one for one in given.getlist(f"{key}-channels") if one in CHANNEL_WORDS
                ),
                seconds=given.get(f"{key}-seconds", ""),
                tries=given.get(f"{key}-tries", ""),
                between=given.get(f"{key}-between", ""),
                sites="fallback" if f"{key}-sites" in given else "own",
            )
        )
    rungs.sort(key=lambda one: one.number)
    apart = tuple(_at(one, place) for place, one in enumerate(rungs, 1))
    return LadderTyped(apart, given.get("accepted", ""), given.get("joined", ""))


def _at(rung: RungTyped, place: int) -> RungTyped:
    """Number a rung by its place, so that two boxes never share a name."""
    return replace(rung, number=place * 10)


def _one_of(text: str, words: dict[str, str]) -> str:
    return text if text in words else next(iter(words))


def _seen(findings: list[Finding]) -> str:
    """Return what somebody has seen when they say "all the same": exactly these findings."""
    return "|".join(f"{one.code}:{one.rung}" for one in findings)


def _notice(request: StaffRequest, ladder_id: str, digest: str, purpose: str) -> str:
    told = urlencode({"for": purpose, "next": request.get_full_path()})
    return f"{reverse('studio:risk', args=[LADDER, ladder_id, digest])}?{told}"
