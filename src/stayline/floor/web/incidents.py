"""The record of one incident, and what a supervisor decides there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stayline.escalation.actions import raise_again
from stayline.escalation.actions.keeping_out import keep_out, let_back_in
from stayline.floor.queries import RecordPage, record_page
from stayline.incidents.actions import (
    agree_callback,
    close_incident,
    decide_ending,
    decide_on_help,
    lower_level,
    open_in_error,
    raise_level,
    record_callback_try,
    record_safety,
    reopen_incident,
    waive_obligation,
)
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import Invalid, StaylineError
from stayline.privacy.actions import note_read

Command = Callable[[StaffRequest, RecordPage], None]

TYPED: Final = ("text", "reason", "resolution", "with_whom")
"""The fields that people type words into."""


@require_GET
@signed_in
def page(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Show the record; its changing part alone when htmx asks."""
    show = request.GET.get("show", "")
    shown = record_page(incident_id, actor=request.actor, at=request.at, show=show)
    note_read(incident_id=incident_id, actor=request.actor, screen="record", at=request.at)
    template = "floor/incident.html#record" if request.htmx else "floor/incident.html"
    return render(request, template, {"page": shown, "live_topic": shown.live_topic})


@require_POST
@signed_in
def act(request: StaffRequest, incident_id: UUID, name: str) -> HttpResponse:
    """Do what was pressed, and show the record as it is then."""
    command = COMMANDS.get(name)
    if command is None:
        raise Http404
    shown = record_page(incident_id, actor=request.actor, at=request.at)
    try:
        command(request, shown)
    except StaylineError as refusal:
        return _refused(request, incident_id, refusal)
    return _done(request, incident_id)


@require_POST
@signed_in
def waive(request: StaffRequest, incident_id: UUID, obligation_id: UUID) -> HttpResponse:
    """Waive one obligation, by name and with a reason; a threat's report never."""
    record_page(incident_id, actor=request.actor, at=request.at)
    try:
        waive_obligation(
            obligation_id=obligation_id,
            reason=request.POST.get("reason", "").strip(),
            actor=request.actor,
            at=request.at,
        )
    except StaylineError as refusal:
        return _refused(request, incident_id, refusal)
    return _done(request, incident_id)


def _safety(request: StaffRequest, shown: RecordPage) -> None:
    text = request.POST.get("text", "").strip()
    record_safety(incident_id=shown.incident.id, text=text, actor=request.actor, at=request.at)


def _level(request: StaffRequest, shown: RecordPage) -> None:
    given = request.POST.get("level", "")
    if given not in {"0", "1", "2", "3"}:
        raise Invalid({"level": "Choose a level from L0 to L3."})
    change = raise_level if int(given) < shown.incident.level else lower_level
    change(
        incident_id=shown.incident.id,
        level=int(given),
        reason=request.POST.get("reason", "").strip(),
        actor=request.actor,
        at=request.at,
    )


def _ring(request: StaffRequest, shown: RecordPage) -> None:
    raise_again(
        incident_id=shown.incident.id,
        because=request.POST.get("reason", "").strip(),
        actor=request.actor,
        at=request.at,
    )


def _close(request: StaffRequest, shown: RecordPage) -> None:
    typed = request.POST
    close_incident(
        incident_id=shown.incident.id,
        resolution=typed.get("resolution", "").strip(),
        laws={law: typed.get(f"because-{law}", "").strip() for law in typed.getlist("law")},
        actor=request.actor,
        at=request.at,
    )


def _in_error(request: StaffRequest, shown: RecordPage) -> None:
    typed = request.POST
    try:
        second = UUID(typed["second"]) if typed.get("second") else None
    except ValueError:
        raise Invalid({"second": "Choose the second person from the list."}) from None
    open_in_error(
        incident_id=shown.incident.id,
        reason=typed.get("reason", "").strip(),
        spoke_to=typed.get("spoke_to", ""),
        read_words=typed.get("read_words") == "yes",
        second_person_id=second,
        actor=request.actor,
        at=request.at,
    )


def _reopen(request: StaffRequest, shown: RecordPage) -> None:
    reason = request.POST.get("reason", "").strip()
    reopen_incident(
        incident_id=shown.incident.id, reason=reason, actor=request.actor, at=request.at
    )


def _ending(request: StaffRequest, shown: RecordPage) -> None:
    decide_ending(
        incident_id=shown.incident.id,
        approve=_yes_or_no(request),
        reason=request.POST.get("reason", "").strip(),
        actor=request.actor,
        at=request.at,
    )


def _agreed(request: StaffRequest, shown: RecordPage) -> None:
    agree_callback(
        incident_id=shown.incident.id,
        with_whom=request.POST.get("with_whom", "").strip(),
        actor=request.actor,
        at=request.at,
    )


def _tried(request: StaffRequest, shown: RecordPage) -> None:
    outcome = request.POST.get("outcome", "")
    record_callback_try(
        incident_id=shown.incident.id, outcome=outcome, actor=request.actor, at=request.at
    )


def _help(request: StaffRequest, shown: RecordPage) -> None:
    decide_on_help(
        incident_id=shown.incident.id,
        send=_yes_or_no(request),
        reason=request.POST.get("reason", "").strip(),
        actor=request.actor,
        at=request.at,
    )


def _keep_out(request: StaffRequest, shown: RecordPage) -> None:
    keep_out(
        incident_id=shown.incident.id,
        person_id=_person(request),
        because=request.POST.get("because", ""),
        actor=request.actor,
        at=request.at,
    )


def _let_back(request: StaffRequest, shown: RecordPage) -> None:
    let_back_in(
        incident_id=shown.incident.id,
        person_id=_person(request),
        reason=request.POST.get("reason", "").strip(),
        actor=request.actor,
        at=request.at,
    )


def _person(request: StaffRequest) -> UUID:
    try:
        return UUID(request.POST.get("person", ""))
    except ValueError:
        raise Invalid({"person": "Choose somebody from the list."}) from None


def _yes_or_no(request: StaffRequest) -> bool:
    given = request.POST.get("decided", "")
    if given not in {"yes", "no"}:
        raise Invalid({"decided": "Press yes or no."})
    return given == "yes"


COMMANDS: Final[Mapping[str, Command]] = MappingProxyType(
    {
        "safety": _safety,
        "level": _level,
        "ring": _ring,
        "close": _close,
        "in-error": _in_error,
        "reopen": _reopen,
        "ending": _ending,
        "callback-agreed": _agreed,
        "callback-tried": _tried,
        "send-help": _help,
        "keep-out": _keep_out,
        "let-back": _let_back,
    }
)
"""What can be pressed on the record, by the last part of its address."""


def _done(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    if not request.htmx:
        return HttpResponseRedirect(reverse("floor:incident", args=[incident_id]))
    shown = record_page(incident_id, actor=request.actor, at=request.at)
    return render(request, "floor/incident.html#record", {"page": shown})


def _is_typed(name: str) -> bool:
    return name in TYPED or name.startswith("because-")


def _refused(request: StaffRequest, incident_id: UUID, refusal: StaylineError) -> HttpResponse:
    shown = record_page(incident_id, actor=request.actor, at=request.at)
    context = {
        "page": shown,
        "live_topic": shown.live_topic,
        "refusal": refusal,
        "typed": [words for name, words in request.POST.items() if words and _is_typed(name)],
    }
    template = "floor/incident.html#record" if request.htmx else "floor/incident.html"
    return render(request, template, context, status=refusal.status)
