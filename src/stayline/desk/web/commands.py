"""What the agent presses on a contact. Every press is a form that works without script.

A refusal never loses anything: the contact is drawn again as it is now, with what was refused,
the way out, and the words that were typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from stayline.command.actions import ask_for_agency
from stayline.desk.queries import ContactPage, contact_page
from stayline.desk.web.beside import BESIDE
from stayline.desk.web.typed import typed_line
from stayline.incidents.actions import (
    answer_step,
    ask_to_end,
    get_help,
    go_back,
    go_on,
    hear_lines,
    need_out,
    note_phrase,
    note_technique,
    raise_level,
    record_caller_back,
    record_caller_left,
    record_safety,
    release_contact,
    resume_run,
    skip_step,
    start_aid,
    state_threat,
    switch_run,
    take_certified,
    take_situation,
    take_step,
)
from stayline.incidents.errors import RunStale, SwitchRefused
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import Invalid, StaylineError

Command = Callable[[StaffRequest, ContactPage], None]

TYPED: Final = ("text", "reason", "place", "note", "own_words")
"""The fields that people type words into."""

CONNECT: Final = "connect"
"""The way of a difficult call's procedure that brings a supervisor, where it has one."""

PLACES: Final = {"out": "#out", "emergency": "#dispatch"}
"""Where on the page the answer to a press stands, for windows without script."""

ENDED_BY: Final = frozenset({"caller", "network", "platform", "handset"})


@require_POST
@signed_in
def act(request: StaffRequest, contact_id: UUID, name: str) -> HttpResponse:
    """Do what was pressed, and show the contact as it is then."""
    command = COMMANDS.get(name)
    if command is None:
        raise Http404
    page = contact_page(contact_id, actor=request.actor, at=request.at)
    try:
        command(request, page)
    except StaylineError as refusal:
        return _refused(request, contact_id, refusal)
    return _done(request, contact_id, name)


def _help(request: StaffRequest, page: ContactPage) -> None:
    get_help(contact_id=page.contact.id, actor=request.actor, at=request.at)


def _emergency(request: StaffRequest, page: ContactPage) -> None:
    opened = page.incident or get_help(
        contact_id=page.contact.id, actor=request.actor, at=request.at
    )
    ask_for_agency(incident_id=opened.id, actor=request.actor, at=request.at)


def _out(request: StaffRequest, page: ContactPage) -> None:
    need_out(contact_id=page.contact.id, actor=request.actor, at=request.at)


def _aid(request: StaffRequest, page: ContactPage) -> None:
    start_aid(contact_id=page.contact.id, actor=request.actor, at=request.at)


def _connect(request: StaffRequest, page: ContactPage) -> None:
    """Start the aid and, where its procedure has that way, go straight to connecting (S2-21)."""
    who, at = request.actor, request.at
    start_aid(contact_id=page.contact.id, kind="supervisor_demand", actor=who, at=at)
    now = contact_page(page.contact.id, actor=who, at=at)
    if now.step is not None and CONNECT in dict(now.step.anytime):
        take_step(
            incident_id=_incident(now), expected=now.step.sequence, step=CONNECT, actor=who, at=at
        )


def _switch(request: StaffRequest, page: ContactPage) -> None:
    switch_run(
        incident_id=_incident(page),
        to=request.POST.get("to", ""),
        expected=_expected(request),
        actor=request.actor,
        at=request.at,
    )


def _resume(request: StaffRequest, page: ContactPage) -> None:
    given = request.POST.get("run", "")
    parked = next((one.id for one in page.parked if str(one.id) == given), None)
    if parked is None:
        raise SwitchRefused("This procedure does not wait to be taken up again.")
    resume_run(run_id=parked, expected=_expected(request), actor=request.actor, at=request.at)


def _certified(request: StaffRequest, page: ContactPage) -> None:
    expected = _expected(request)
    take_certified(
        incident_id=_incident(page), expected=expected, actor=request.actor, at=request.at
    )


def _situation(request: StaffRequest, page: ContactPage) -> None:
    take_situation(
        incident_id=_incident(page),
        protocol_id=request.POST.get("to", ""),
        expected=_expected(request),
        actor=request.actor,
        at=request.at,
    )


def _phrase(request: StaffRequest, page: ContactPage) -> None:
    phrase = request.POST.get("phrase", "")
    note_phrase(incident_id=_incident(page), phrase=phrase, actor=request.actor, at=request.at)


def _technique(request: StaffRequest, page: ContactPage) -> None:
    note_technique(
        incident_id=_incident(page),
        technique=request.POST.get("technique", ""),
        used=request.POST.get("used") == "yes",
        actor=request.actor,
        at=request.at,
    )


def _ask_to_end(request: StaffRequest, page: ContactPage) -> None:
    ask_to_end(incident_id=_incident(page), actor=request.actor, at=request.at)


def _lines(request: StaffRequest, page: ContactPage) -> None:
    text = request.POST.get("text", "").strip()
    if not text:
        raise Invalid({"text": "Type what was said."})
    said = typed_line(request, text, _who(request))
    hear_lines(contact_id=page.contact.id, lines=[said], actor=request.actor, at=request.at)


def _answer(request: StaffRequest, page: ContactPage) -> None:
    typed = request.POST
    text = typed.get("text", "").strip()
    value = typed.get("value", "") or ("answered" if text else "")
    if not value:
        raise Invalid({"value": "Choose an answer, or type what was said."})
    driven = answer_step(
        incident_id=_incident(page),
        expected=_expected(request),
        field=typed.get("field", ""),
        value=value,
        text=text,
        actor=request.actor,
        at=request.at,
    )
    if driven.refused is not None:
        if driven.refused.code != RunStale.code:
            raise StaylineError(driven.refused.message)
        raise RunStale("The step had moved on. Your answer is kept as a fact.")


def _go_on(request: StaffRequest, page: ContactPage) -> None:
    expected = _expected(request)
    go_on(incident_id=_incident(page), expected=expected, actor=request.actor, at=request.at)


def _back(request: StaffRequest, page: ContactPage) -> None:
    expected = _expected(request)
    go_back(incident_id=_incident(page), expected=expected, actor=request.actor, at=request.at)


def _skip(request: StaffRequest, page: ContactPage) -> None:
    skip_step(
        incident_id=_incident(page),
        expected=_expected(request),
        reason=request.POST.get("reason", "").strip(),
        actor=request.actor,
        at=request.at,
    )


def _take_step(request: StaffRequest, page: ContactPage) -> None:
    take_step(
        incident_id=_incident(page),
        expected=_expected(request),
        step=request.POST.get("step", ""),
        actor=request.actor,
        at=request.at,
    )


def _safety(request: StaffRequest, page: ContactPage) -> None:
    text = request.POST.get("text", "").strip()
    record_safety(incident_id=_incident(page), text=text, actor=request.actor, at=request.at)


def _threat(request: StaffRequest, page: ContactPage) -> None:
    typed = request.POST
    state_threat(
        incident_id=_incident(page),
        kind=typed.get("kind", ""),
        form=typed.get("form", ""),
        conditional=typed.get("conditional") == "yes",
        imminent=typed.get("imminent") == "yes",
        line_id=typed.get("line", ""),
        actor=request.actor,
        at=request.at,
    )


def _level(request: StaffRequest, page: ContactPage) -> None:
    given = request.POST.get("level", "")
    if given not in {"0", "1", "2"}:
        raise Invalid({"level": "Choose a level from L0 to L2."})
    reason = request.POST.get("reason", "").strip()
    raise_level(
        incident_id=_incident(page),
        level=int(given),
        reason=reason,
        actor=request.actor,
        at=request.at,
    )


def _caller_left(request: StaffRequest, page: ContactPage) -> None:
    by = request.POST.get("by", "")
    if by not in ENDED_BY:
        raise Invalid(
            {"by": "Choose how it ended: the caller, the line, the platform, the handset."}
        )
    record_caller_left(contact_id=page.contact.id, by=by, actor=request.actor, at=request.at)


def _caller_back(request: StaffRequest, page: ContactPage) -> None:
    record_caller_back(contact_id=page.contact.id, actor=request.actor, at=request.at)


def _release(request: StaffRequest, page: ContactPage) -> None:
    reason = request.POST.get("reason", "").strip()
    release_contact(contact_id=page.contact.id, reason=reason, actor=request.actor, at=request.at)


COMMANDS: Final[Mapping[str, Command]] = MappingProxyType(
    {
        "help": _help,
        "emergency": _emergency,
        "out": _out,
        "aid": _aid,
        "connect": _connect,
        "switch": _switch,
        "resume": _resume,
        "certified": _certified,
        "situation": _situation,
        "phrase": _phrase,
        "technique": _technique,
        "ask-to-end": _ask_to_end,
        "lines": _lines,
        "answer": _answer,
        "go-on": _go_on,
        "back": _back,
        "skip": _skip,
        "take-step": _take_step,
        "safety": _safety,
        "threat": _threat,
        "level": _level,
        "caller-left": _caller_left,
        "caller-back": _caller_back,
        "release": _release,
        **BESIDE,
    }
)
"""What can be pressed, by the last part of its address."""


def _incident(page: ContactPage) -> UUID:
    if page.incident is None:
        raise Http404
    return page.incident.id


def _expected(request: StaffRequest) -> int:
    """Return which sequence of the run the pressed screen was drawn from."""
    given = request.POST.get("expected", "")
    if not given.isdecimal():
        raise Invalid({"expected": "This form is too old. Look at the step as it is now."})
    return int(given)


def _who(request: StaffRequest) -> str:
    who = request.POST.get("who", "caller")
    return who if who in {"caller", "agent"} else "unknown"


def _done(request: StaffRequest, contact_id: UUID, name: str) -> HttpResponse:
    page = contact_page(contact_id, actor=request.actor, at=request.at)
    if name == "release" and page.record is not None and page.mine_to_write:
        # The record comes before the agent by itself: ending a call forces it (S2-27).
        where = reverse("desk:report", args=[page.record])
        return HttpResponseClientRedirect(where) if request.htmx else HttpResponseRedirect(where)
    if not request.htmx:
        where = reverse("desk:contact", args=[contact_id])
        return HttpResponseRedirect(where + PLACES.get(name, ""))
    return render(request, "desk/contact.html#contact", {"page": page, "out": name == "out"})


def _refused(request: StaffRequest, contact_id: UUID, refusal: StaylineError) -> HttpResponse:
    page = contact_page(contact_id, actor=request.actor, at=request.at)
    context = {
        "page": page,
        "live_topic": page.live_topic,
        "refusal": refusal,
        "typed": [request.POST[name] for name in TYPED if request.POST.get(name)],
    }
    template = "desk/contact.html#contact" if request.htmx else "desk/contact.html"
    return render(request, template, context, status=refusal.status)
