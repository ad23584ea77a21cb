"""Each brief as a page of its own: read, put right block by block, issued, taken away."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stayline.command.actions.briefs import (
    correct_block,
    issue_brief,
    note_brief_taken,
    record_script_read,
)
from stayline.command.errors import BriefNotYours, BriefUnknown, PeriodInvalid
from stayline.command.policies.briefs import may_issue_brief
from stayline.command.queries.briefs import Brief, Period, brief, issued, issues, keepers
from stayline.command.queries.briefs_outside import brief_file, eido_file, spoken
from stayline.command.queries.dispatches import dispatches
from stayline.command.queries.words import EMERGENCY
from stayline.command.web.seen import seen
from stayline.people.queries import names
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError
from stayline.privacy.actions import note_read
from stayline_core.briefs import FORMS, OF_A_PERSON

if TYPE_CHECKING:
    from stayline.command.queries.briefs_outside import File
    from stayline.command.queries.pages import Shown


@require_GET
@signed_in
def brief_page(request: StaffRequest, incident_id: UUID, form: str) -> HttpResponse:
    """Show a brief as the log has it now, or one issue as it was (`?issue=2`), to print."""
    return _page(request, seen(request, incident_id), form)


@require_POST
@signed_in
def correct(request: StaffRequest, incident_id: UUID, form: str) -> HttpResponse:
    """Let one block say what somebody knows better; refused, what was typed stands again."""
    shown = seen(request, incident_id)
    try:
        correct_block(
            incident_id=incident_id,
            form=form,
            block=request.POST.get("block", ""),
            text="" if "back" in request.POST else request.POST.get("text", ""),
            was=request.POST.get("was", ""),
            about=_about(request),
            actor=request.actor,
            at=request.at,
        )
    except StaylineError as refusal:
        return _page(request, shown, form, refusal)
    return _back(request, incident_id, form)


@require_POST
@signed_in
def issue(request: StaffRequest, incident_id: UUID, form: str) -> HttpResponse:
    """Issue a brief under its next number."""
    shown = seen(request, incident_id)
    try:
        issue_brief(
            incident_id=incident_id,
            form=form,
            about=_about(request),
            period=_period(request, shown),
            actor=request.actor,
            at=request.at,
        )
    except StaylineError as refusal:
        return _page(request, shown, form, refusal)
    return _back(request, incident_id, form)


@require_POST
@signed_in
def take(request: StaffRequest, incident_id: UUID, form: str) -> HttpResponse:
    """Give a brief as a file, logged before it leaves; `eido` is the file for outside."""
    shown = seen(request, incident_id)
    try:
        found, title = _file(request, shown, form)
        note_brief_taken(
            incident_id=incident_id,
            form=form,
            title=title,
            media="JSON",
            sha256=found.sha256,
            actor=request.actor,
            at=request.at,
        )
    except StaylineError as refusal:
        known = form if form in FORMS else "methane"
        return _page(request, shown, known, refusal)
    headers = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return HttpResponse(found.content, content_type="application/json", headers=headers)


@require_http_methods(["GET", "POST"])
@signed_in
def script(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Show the words for the emergency call, the voice first; record that they were read."""
    shown = seen(request, incident_id)
    if request.method == "POST":
        record_script_read(
            incident_id=incident_id,
            agency=EMERGENCY,
            read_back=request.POST.get("read_back") == "yes",
            actor=request.actor,
            at=request.at,
        )
        return HttpResponseRedirect(reverse("command:script", args=[incident_id]))
    note_read(incident_id=incident_id, actor=request.actor, screen="script", at=request.at)
    context = _context(shown) | {
        "script": spoken(shown.incident, speaker=request.actor, at=request.at),
        "help": [one for one in dispatches(shown.incident) if one.comes],
    }
    return render(request, "command/script.html", context)


def _page(
    request: StaffRequest, shown: Shown, form: str, refusal: StaylineError | None = None
) -> HttpResponse:
    """Show a brief, with what was refused and what had been typed for it."""
    note_read(incident_id=shown.incident.id, actor=request.actor, screen="brief", at=request.at)
    try:
        made = _made(request, shown, form, strict=refusal is None)
    except StaylineError as fault:
        context = _context(shown) | {"refusal": fault}
        return render(request, "command/brief.html", context, status=fault.status)
    own = form == OF_A_PERSON and made.about == str(request.actor.id)
    context = _context(shown) | {
        "brief": made,
        "whose": names([UUID(made.about)]).get(UUID(made.about), "") if made.about else "",
        "issues": [one for one in issues(shown.incident) if one.form == form],
        "writes": made.issue == 0 and (own or may_issue_brief(request.actor, shown.incident)),
        "keepers": keepers(shown.incident) if form == OF_A_PERSON else [],
        "refusal": refusal,
        "given": request.POST,
    }
    return render(request, "command/brief.html", context, status=refusal.status if refusal else 200)


def _context(shown: Shown) -> dict[str, Any]:
    return {"shown": shown, "incident": shown.incident, "zone": shown.zone, "forms": FORMS.values()}


def _made(request: StaffRequest, shown: Shown, form: str, *, strict: bool) -> Brief:
    number = request.GET.get("issue", "")
    if number:
        about = request.GET.get("about", "")
        return issued(shown.incident, form, int(number) if number.isdigit() else 0, about=about)
    return brief(
        shown.incident,
        form,
        at=request.at,
        speaker=request.actor,
        about=_about(request),
        period=_period(request, shown) if strict else None,
    )


def _file(request: StaffRequest, shown: Shown, form: str) -> tuple[File, str]:
    if not may_issue_brief(request.actor, shown.incident):
        raise BriefNotYours
    if form == "eido":
        return eido_file(shown.incident, reader=request.actor, at=request.at), "EIDO"
    made = _made(request, shown, form, strict=True)
    return brief_file(shown.incident, made), made.title


def _given(request: StaffRequest, name: str) -> str:
    return str(request.POST.get(name) or request.GET.get(name) or "").strip()


def _about(request: StaffRequest) -> UUID | None:
    given = _given(request, "about")
    try:
        return UUID(given) if given else None
    except ValueError:
        raise BriefUnknown(about=given) from None


def _period(request: StaffRequest, shown: Shown) -> Period | None:
    """Return the period that was chosen in the site's time; None where neither end was."""
    since, until = _given(request, "since"), _given(request, "until")
    if not since and not until:
        return None
    try:
        first, last = (
            datetime.fromisoformat(one).replace(tzinfo=ZoneInfo(shown.zone)) if one else None
            for one in (since, until)
        )
    except ValueError:
        raise PeriodInvalid from None
    return Period(first or shown.incident.opened_at, last or request.at)


def _back(request: StaffRequest, incident_id: UUID, form: str) -> HttpResponse:
    about = _given(request, "about")
    address = reverse("command:brief", args=[incident_id, form])
    return HttpResponseRedirect(f"{address}?about={UUID(about)}" if about else address)
