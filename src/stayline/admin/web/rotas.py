"""Rotas: who is there, shifts, weekly shifts, calendars kept elsewhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from stayline.admin.queries.rotas import RotaPage, person_of, rota_page, typed_moment
from stayline.admin.queries.sections import demand_section
from stayline.people.actions import (
    add_calendar,
    add_pattern,
    add_shift,
    cancel_shift,
    hand_in_calendar,
    remove_calendar,
    remove_pattern,
)
from stayline.people.errors import CalendarInvalid, CalendarUnread, ShiftInvalid
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError

SECTION: Final = "admin:rotas"
DAYS: Final = tuple(enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")))
SAID: Final = {
    "shift": "The shift is on the rota",
    "cancel": "The shift was cancelled",
    "weekly": "The weekly shift is written five weeks ahead",
    "end_weekly": "The weekly shift ended; its shifts to come were cancelled",
    "calendar": "The calendar is kept",
    "file": "The file was taken in",
    "drop_calendar": "The calendar was removed; its shifts to come were cancelled",
}
LARGEST: Final = 2 * 1024 * 1024


@require_http_methods(["GET", "POST"])
@signed_in
def rotas(request: StaffRequest) -> HttpResponse:
    """Show a site's rota; put a shift on it, take one off, take a calendar in."""
    demand_section(request.actor, SECTION)
    page = rota_page(
        request.actor,
        key=request.GET.get("site", ""),
        from_day=_day(request.GET.get("from", "")),
        at=request.at,
    )
    if request.method == "GET":
        return _page(request, page)
    what = request.POST.get("what", "")
    act = _ACTS.get(what)
    if act is None:
        raise Http404
    try:
        act(request, page)
    except (ShiftInvalid, CalendarInvalid) as refused:
        return _page(request, page, faults={what: refused.faults})
    except CalendarUnread as refused:
        return _page(request, page, refusal=refused)
    where = urlencode({"site": page.site.slug, "from": str(page.first), "saved": what})
    return HttpResponseRedirect(f"{reverse(SECTION)}?{where}")


def _shift(request: StaffRequest, page: RotaPage) -> None:
    typed, zone = request.POST, page.site.zone
    starts = typed_moment(typed.get("starts", ""), zone)
    ends = typed_moment(typed.get("ends", ""), zone, later=True)
    who = person_of(page, typed.get("person", ""))
    faults = {} if who else {"person": "Choose somebody of this site."}
    faults |= {} if starts else {"starts": "Give the day and the time."}
    faults |= {} if ends else {"ends": "Give the day and the time."}
    if who is None or starts is None or ends is None:
        raise ShiftInvalid(faults)
    add_shift(
        person_id=who,
        duty=typed.get("duty", ""),
        starts_at=starts,
        ends_at=ends,
        actor=request.actor,
        at=request.at,
    )


def _cancel(request: StaffRequest, page: RotaPage) -> None:
    del page
    cancel_shift(shift_id=_id(request), actor=request.actor, at=request.at)


def _weekly(request: StaffRequest, page: RotaPage) -> None:
    typed = request.POST
    who, from_day = person_of(page, typed.get("person", "")), _day(typed.get("from_day", ""))
    starts, ends = _time(typed.get("starts", "")), _time(typed.get("ends", ""))
    faults = {} if who else {"person": "Choose somebody of this site."}
    faults |= {} if starts else {"starts": "Give a time, such as 22:00."}
    faults |= {} if ends else {"ends": "Give a time, such as 06:00."}
    faults |= {} if from_day else {"from_day": "Give its first day."}
    until = typed.get("until_day", "").strip()
    until_day = _day(until)
    if until and until_day is None:
        faults["until_day"] = "Give a day, or leave it empty."
    if faults or who is None or starts is None or ends is None or from_day is None:
        raise ShiftInvalid(faults)
    add_pattern(
        person_id=who,
        duty=typed.get("duty", ""),
        weekdays=[int(one) for one in typed.getlist("weekdays") if one.isdecimal()],
        starts=starts,
        ends=ends,
        from_day=from_day,
        until_day=until_day,
        actor=request.actor,
        at=request.at,
    )


def _end_weekly(request: StaffRequest, page: RotaPage) -> None:
    del page
    remove_pattern(pattern_id=_id(request), actor=request.actor, at=request.at)


def _calendar(request: StaffRequest, page: RotaPage) -> None:
    typed = request.POST
    made = add_calendar(
        site_id=page.site.id,
        name=" ".join(typed.get("name", "").split()),
        duty=typed.get("duty", ""),
        url=typed.get("url", "").strip(),
        actor=request.actor,
        at=request.at,
    )
    if "file" in request.FILES:
        _taken(request, made.id)


def _file(request: StaffRequest, page: RotaPage) -> None:
    del page
    _taken(request, _id(request))


def _taken(request: StaffRequest, calendar_id: UUID) -> None:
    given = request.FILES.get("file")
    if given is None or (given.size or 0) > LARGEST:
        raise CalendarUnread("Choose a calendar file of at most two megabytes.")
    hand_in_calendar(
        calendar_id=calendar_id, content=given.read(), actor=request.actor, at=request.at
    )


def _drop_calendar(request: StaffRequest, page: RotaPage) -> None:
    del page
    remove_calendar(calendar_id=_id(request), actor=request.actor, at=request.at)


_ACTS: Final = {
    "shift": _shift,
    "cancel": _cancel,
    "weekly": _weekly,
    "end_weekly": _end_weekly,
    "calendar": _calendar,
    "file": _file,
    "drop_calendar": _drop_calendar,
}


def _page(
    request: StaffRequest,
    page: RotaPage,
    *,
    faults: dict[str, dict[str, str]] | None = None,
    refusal: StaylineError | None = None,
) -> HttpResponse:
    context = {
        "page": page,
        "days": DAYS,
        "now": datetime.now(UTC),
        "faults": faults or {},
        "given": request.POST if faults or refusal else {},
        "chosen_days": request.POST.getlist("weekdays") if faults else [],
        "refusal": refusal,
        "saved": SAID.get(request.GET.get("saved", "")) if request.method == "GET" else "",
    }
    status = 422 if faults else 409 if refusal else 200
    return render(request, "admin/rotas.html", context, status=status)


def _id(request: StaffRequest) -> UUID:
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError as fault:
        raise Http404 from fault


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None
