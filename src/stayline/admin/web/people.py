"""People: the list with its search, somebody new, one person and what hangs on them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stayline.admin.queries.sections import demand_section
from stayline.admin.queries.staff import PersonPage, local_moment, person_page, skills_asked
from stayline.people.actions import (
    add_contact_point,
    cancel_leave,
    change_person,
    employ_person,
    give_password,
    grant_leave,
    hashed,
    leave_organisation,
    new_password,
    record_skill,
    remove_contact_point,
    take_back_person,
    withdraw_skill,
)
from stayline.people.queries import PersonFields, people_page, sites_managed
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import Invalid, Refused, StaylineError

SECTION: Final = "admin:people"

MOST_PASSWORDS: Final = 20
"""Passwords that are made by one press: each takes a good part of a second."""

Done = str
"""The part of the page on which something was done."""


@require_GET
@signed_in
def people(request: StaffRequest) -> HttpResponse:
    """Show the people whom this person manages, a page at a time, narrowed as they ask."""
    demand_section(request.actor, SECTION)
    asked = {
        name: request.GET.get(name, "").strip()
        for name in ("words", "site", "role", "skill", "state")
    }
    asked["state"] = asked["state"] or "here"
    number = request.GET.get("page", "1")
    page = people_page(
        request.actor, **asked, number=int(number) if number.isdecimal() else 1, at=request.at
    )
    kept = urlencode({name: value for name, value in asked.items() if value})
    context = {
        "page": page,
        "asked": asked,
        "kept": kept,
        "sites": sites_managed(request.actor, closed=True),
        "skills": sorted(skills_asked()),
        "most_passwords": MOST_PASSWORDS,
    }
    return render(request, "admin/people.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new_person(request: StaffRequest) -> HttpResponse:
    """Add somebody, and show their first password once."""
    demand_section(request.actor, SECTION)
    if request.method == "GET":
        return _page(request, person_page(request.actor, None, at=request.at))
    typed, password = _typed(request.POST), new_password()
    try:
        made = employ_person(
            fields=typed, password=hashed(password), actor=request.actor, at=request.at
        )
    except Invalid as refused:
        page = person_page(request.actor, None, typed=typed, at=request.at)
        return _page(request, page, faults=refused.faults)
    return _passwords(request, [(made.id, made.name, made.username, password)])


@require_POST
@signed_in
def passwords(request: StaffRequest) -> HttpResponse:
    """Give passwords to people who cannot sign in yet, so many at once, and show each once."""
    demand_section(request.actor, SECTION)
    found = people_page(request.actor, state="locked", at=request.at).people
    given = [_give(request, one.id) for one in found[:MOST_PASSWORDS]]
    return _passwords(request, given)


@require_http_methods(["GET", "POST"])
@signed_in
def person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Show one person; change them, and what hangs on them."""
    demand_section(request.actor, SECTION)
    page = person_page(request.actor, person_id, at=request.at)
    if request.method == "GET":
        return _page(request, page)
    what = request.POST.get("what", "save")
    if what == "password":
        return _passwords(request, [_give(request, person_id)])
    act = ACTS.get(what, _save)
    try:
        done = act(request, person_id)
    except Invalid as refused:
        expected = request.POST.get("expected", "")
        shown = _as_typed(request, person_id, act, expected=expected)
        return _page(request, shown, faults=refused.faults, at_part=what, posted=request.POST)
    except Refused as refused:
        shown = _as_typed(request, person_id, act)
        return _page(request, shown, refusal=refused)
    saved = urlencode({"saved": "yes"})
    return HttpResponseRedirect(f"{reverse('admin:person', args=[person_id])}?{saved}#{done}")


def _as_typed(
    request: StaffRequest,
    person_id: UUID,
    act: Callable[[StaffRequest, UUID], Done],
    *,
    expected: str = "",
) -> PersonPage:
    """Return the page with what was typed in the boxes; `expected` stays where a fault did."""
    if act is not _save:
        return person_page(request.actor, person_id, at=request.at)
    typed = _typed(request.POST)
    return person_page(request.actor, person_id, typed=typed, expected=expected, at=request.at)


def _save(request: StaffRequest, person_id: UUID) -> Done:
    change_person(
        person_id=person_id,
        fields=_typed(request.POST),
        expected=request.POST.get("expected", ""),
        actor=request.actor,
        at=request.at,
    )
    return "main"


def _add_point(request: StaffRequest, person_id: UUID) -> Done:
    add_contact_point(
        person_id=person_id,
        channel=request.POST.get("channel", ""),
        address=request.POST.get("address", ""),
        actor=request.actor,
        at=request.at,
    )
    return "points"


def _remove_point(request: StaffRequest, person_id: UUID) -> Done:
    del person_id
    remove_contact_point(point_id=_id(request, "point"), actor=request.actor, at=request.at)
    return "points"


def _record_skill(request: StaffRequest, person_id: UUID) -> Done:
    typed = request.POST
    record_skill(
        person_id=person_id,
        name=typed.get("skill", "").strip().lower().replace(" ", "_"),
        evidence=_line(typed, "evidence"),
        valid_until=_day(typed, "valid_until"),
        actor=request.actor,
        at=request.at,
    )
    return "skills"


def _withdraw_skill(request: StaffRequest, person_id: UUID) -> Done:
    name = request.POST.get("skill", "")
    withdraw_skill(person_id=person_id, name=name, actor=request.actor, at=request.at)
    return "skills"


def _grant_leave(request: StaffRequest, person_id: UUID) -> Done:
    typed, zone = request.POST, person_page(request.actor, person_id, at=request.at).zone
    begins = local_moment(typed.get("from_day", ""), typed.get("from_time", ""), zone)
    ends = local_moment(typed.get("until_day", ""), typed.get("until_time", ""), zone)
    if begins is None or ends is None:
        raise Invalid({"ends_at": "Write both days."})
    grant_leave(
        person_id=person_id, starts_at=begins, ends_at=ends, actor=request.actor, at=request.at
    )
    return "leave"


def _cancel_leave(request: StaffRequest, person_id: UUID) -> Done:
    del person_id
    cancel_leave(leave_id=_id(request, "leave"), actor=request.actor, at=request.at)
    return "leave"


def _let_leave(request: StaffRequest, person_id: UUID) -> Done:
    leave_organisation(person_id=person_id, actor=request.actor, at=request.at)
    return "account"


def _take_back(request: StaffRequest, person_id: UUID) -> Done:
    take_back_person(person_id=person_id, actor=request.actor, at=request.at)
    return "account"


ACTS: Final[dict[str, Callable[[StaffRequest, UUID], Done]]] = {
    "save": _save,
    "add_point": _add_point,
    "remove_point": _remove_point,
    "record_skill": _record_skill,
    "withdraw_skill": _withdraw_skill,
    "grant_leave": _grant_leave,
    "cancel_leave": _cancel_leave,
    "let_leave": _let_leave,
    "take_back": _take_back,
}
"""What can be done on the page of a person."""


def _give(request: StaffRequest, person_id: UUID) -> tuple[UUID, str, str, str]:
    """Give one person a new password, and return it with who they are, to be shown once."""
    fields = person_page(request.actor, person_id, at=request.at).typed
    password = new_password()
    give_password(
        person_id=person_id, password=hashed(password), actor=request.actor, at=request.at
    )
    return person_id, fields.name, fields.username, password


def _passwords(request: StaffRequest, given: list[tuple[UUID, str, str, str]]) -> HttpResponse:
    return render(request, "admin/passwords.html", {"given": given})


def _page(
    request: StaffRequest,
    page: PersonPage,
    *,
    faults: dict[str, str] | None = None,
    refusal: StaylineError | None = None,
    at_part: str = "save",
    posted: QueryDict | None = None,
) -> HttpResponse:
    context = {
        "page": page,
        "faults": {at_part: faults or {}},
        "refusal": refusal,
        "posted": posted or {},
        "asked_skills": sorted(skills_asked()),
        "saved": request.method == "GET" and "saved" in request.GET,
    }
    status = 422 if faults else refusal.status if refusal else 200
    return render(request, "admin/person.html", context, status=status)


def _typed(posted: QueryDict) -> PersonFields:
    return PersonFields(
        name=_line(posted, "name"),
        username=posted.get("username", "").strip(),
        site=posted.get("site", ""),
        roles=frozenset(posted.getlist("roles")),
        email=posted.get("email", "").strip(),
        phone=posted.get("phone", "").strip(),
        platform_user=posted.get("platform_user", "").strip(),
    )


def _line(posted: QueryDict, name: str) -> str:
    return " ".join(posted.get(name, "").split())


def _day(posted: QueryDict, name: str) -> date | None:
    typed = posted.get(name, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise Invalid({name: "Write a day such as 2027-11-20."}) from None


def _id(request: StaffRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None
