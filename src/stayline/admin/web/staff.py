"""What hangs on several people: skills, conflicts of interest, lists taken in, tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stayline.admin.queries.sections import demand_section
from stayline.admin.queries.staff import skills_asked
from stayline.people.actions import (
    end_conflict,
    import_people,
    issue_token,
    note_conflict,
    people_plan,
    revoke_token,
    undo_import,
)
from stayline.people.errors import (
    ConflictInvalid,
    LastAdministrator,
    ListMoved,
    ListRefused,
    TokenRefused,
)
from stayline.people.queries import (
    PERSON_WORDS,
    SCOPES,
    conflict_rows,
    import_rows,
    people_managed,
    site_by_slug,
    sites_managed,
    skill_rows,
    token_rows,
)
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError

LARGEST: Final = 1_000_000
"""Bytes of a list that is given."""

LASTING: Final = {"30": "30 days", "90": "90 days", "365": "a year", "": "until it is closed"}
"""How long a token lets a machine in."""


@require_GET
@signed_in
def skills(request: StaffRequest) -> HttpResponse:
    """Show each skill that is recorded or asked for: who has it, on whom it ran out."""
    demand_section(request.actor, "admin:skills")
    asked = skills_asked()
    rows = skill_rows(request.actor, asked=asked, today=request.at.date())
    return render(request, "admin/skills.html", {"rows": rows, "asked": asked})


@require_http_methods(["GET", "POST"])
@signed_in
def conflicts(request: StaffRequest) -> HttpResponse:
    """Show the pairs that are not rung for each other; note one, end one."""
    demand_section(request.actor, "admin:conflicts")
    faults: dict[str, str] = {}
    if request.method == "POST":
        try:
            if request.POST.get("what") == "end":
                end_conflict(
                    conflict_id=_id(request, "conflict"), actor=request.actor, at=request.at
                )
            else:
                note_conflict(
                    person_id=_person(request, "person"),
                    other_id=_person(request, "other"),
                    actor=request.actor,
                    at=request.at,
                )
        except ConflictInvalid as refused:
            faults = refused.faults
        else:
            return HttpResponseRedirect(f"{reverse('admin:conflicts')}?saved=yes")
    context = {
        "rows": conflict_rows(request.actor),
        "people": people_managed(request.actor).filter(is_active=True),
        "faults": faults,
        "typed": request.POST,
        "saved": request.method == "GET" and "saved" in request.GET,
    }
    return render(request, "admin/conflicts.html", context, status=422 if faults else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def imports(request: StaffRequest) -> HttpResponse:
    """Take a list of people: show first what it would do, with every fault; then take it in."""
    demand_section(request.actor, "admin:imports")
    if request.method == "GET":
        return _imports(request)
    text, name = _given(request)
    if text is None:
        faults = {"file": "At most 1 MB of plain text, as UTF-8."}
        return _imports(request, faults=faults, status=422)
    if request.POST.get("what") != "take_in":
        return _imports(request, text=text, name=name)
    try:
        import_people(
            text=text,
            name=name,
            expected=request.POST.get("expected", ""),
            actor=request.actor,
            at=request.at,
        )
    except (ListRefused, ListMoved, LastAdministrator) as refused:
        return _imports(request, text=text, name=name, refusal=refused, status=refused.status)
    return HttpResponseRedirect(f"{reverse('admin:imports')}?saved=yes")


@require_POST
@signed_in
def undo(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """Undo a list that was taken in."""
    demand_section(request.actor, "admin:imports")
    try:
        done = undo_import(import_id=import_id, actor=request.actor, at=request.at)
    except LastAdministrator as refused:
        return _imports(request, refusal=refused, status=refused.status)
    told = urlencode({"left": done.left, "restored": done.restored, "kept": done.kept})
    return HttpResponseRedirect(f"{reverse('admin:imports')}?{told}")


@require_http_methods(["GET", "POST"])
@signed_in
def tokens(request: StaffRequest) -> HttpResponse:
    """Show machines' ways in; make one, which is shown once; close one."""
    demand_section(request.actor, "admin:tokens")
    if request.method == "GET":
        return _tokens(request)
    if request.POST.get("what") == "revoke":
        revoke_token(token_id=_id(request, "token"), actor=request.actor, at=request.at)
        return HttpResponseRedirect(f"{reverse('admin:tokens')}?saved=yes")
    typed = request.POST
    site = site_by_slug(typed.get("site", ""))
    name, source = typed.get("name", "").strip(), typed.get("source", "").strip()
    days = typed.get("days", "")
    faults = {
        field: "Write it: it stands on every contact that comes this way."
        for field, value in (("name", name), ("source", source))
        if not value or len(value) > 120  # noqa: PLR2004 - as the column has it
    }
    if not typed.getlist("scopes"):
        faults["scopes"] = "Choose what it may do."
    if days not in LASTING:
        faults["days"] = "Choose how long it lasts."
    if faults:
        return _tokens(request, faults=faults)
    try:
        made, secret = issue_token(
            name=name,
            scopes=typed.getlist("scopes"),
            source=source,
            site_id=site.id,
            exercise="exercise" in typed,
            actor=request.actor,
            at=request.at,
            expires_at=request.at + timedelta(days=int(days)) if days else None,
        )
    except TokenRefused as refused:
        return _tokens(request, faults=refused.faults)
    return _tokens(request, made=str(made), secret=secret)


def _tokens(
    request: StaffRequest,
    *,
    faults: dict[str, str] | None = None,
    made: str = "",
    secret: str = "",
) -> HttpResponse:
    context = {
        "rows": token_rows(),
        "sites": sites_managed(request.actor),
        "scopes": SCOPES.items(),
        "lasting": LASTING.items(),
        "typed": request.POST if faults else {},
        "chosen": request.POST.getlist("scopes") if faults else ["contacts:write"],
        "faults": faults or {},
        "made": made,
        "secret": secret,
        "saved": request.method == "GET" and "saved" in request.GET,
        "now": request.at,
    }
    return render(request, "admin/tokens.html", context, status=422 if faults else 200)


def _imports(
    request: StaffRequest,
    *,
    text: str = "",
    name: str = "",
    faults: dict[str, str] | None = None,
    refusal: StaylineError | None = None,
    status: int = 200,
) -> HttpResponse:
    plan = people_plan(text, actor=request.actor) if text else None
    context = {
        "plan": plan,
        "text": text,
        "name": name,
        "faults": faults or {},
        "refusal": refusal,
        "rows": import_rows(request.actor),
        "sites": sites_managed(request.actor),
        "words": PERSON_WORDS,
        "saved": request.method == "GET" and "saved" in request.GET,
        "undone": request.GET if request.method == "GET" and "kept" in request.GET else None,
    }
    found = 422 if plan and plan.faults else status
    return render(request, "admin/imports.html", context, status=found)


def _given(request: StaffRequest) -> tuple[str | None, str]:
    """Return the text that was given, as a file or typed, and its name; None: it cannot be."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("text", ""), request.POST.get("name", "") or "typed in"
    if (file.size or 0) > LARGEST:
        return None, ""
    try:
        return file.read().decode("utf-8-sig"), file.name or "a file"
    except UnicodeDecodeError:
        return None, ""


def _person(request: StaffRequest, name: str) -> UUID:
    """Return the person chosen in a box.

    Raises:
        ConflictInvalid: nobody is.
    """
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise ConflictInvalid({name: "Choose somebody."}) from None


def _id(request: StaffRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None
