"""The list of resources: who is available now, how each stands, and how the list is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stayline.command.actions.resource_keeping import add_resource, change_resource
from stayline.command.actions.resource_lists import resource_plan, take_in_resources
from stayline.command.actions.resources import remove_resource, set_resource_state
from stayline.command.errors import ResourceInvalid, ResourceMoved, ResourcesNotYours
from stayline.command.queries.resource_fields import CHANNELS, FIELD_WORDS, ResourceFields, parted
from stayline.command.queries.resource_lists import (
    KINDS,
    SHOWN,
    STATES,
    capabilities,
    people_of,
    resource_form,
    resource_page,
)
from stayline.command.queries.resources import able_words
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.command.queries.resource_lists import ResourceForm, ResourcePage

LASTS: Final = {
    "": "until changed",
    "1": "for an hour",
    "4": "for 4 hours",
    "8": "for 8 hours",
    "24": "for a day",
    "168": "for a week",
}
"""For how long a state is set, in hours."""

LARGEST: Final = 200_000
"""Bytes of a list that is given."""


@require_GET
@signed_in
def resources(request: StaffRequest) -> HttpResponse:
    """Show a site's resources: who can be sent now, why the others cannot."""
    return _list(request)


@require_POST
@signed_in
def set_state(request: StaffRequest, resource_id: UUID) -> HttpResponse:
    """Put a resource in or out of service, with the reason."""
    hours = request.POST.get("hours", "")
    until = request.at + timedelta(hours=int(hours)) if hours in LASTS and hours else None
    try:
        row = set_resource_state(
            resource_id=resource_id,
            state=request.POST.get("state", ""),
            because=request.POST.get("because", ""),
            until=until,
            actor=request.actor,
            at=request.at,
        )
    except ResourceInvalid as refused:
        return _list(request, refusal=refused, typed_for=str(resource_id))
    return _back(row.site.slug)


@require_http_methods(["GET", "POST"])
@signed_in
def new_resource(request: StaffRequest) -> HttpResponse:
    """Put somebody or something on the list."""
    page = _kept(request)
    if request.method == "GET":
        return _form(request, page, ResourceFields(name="", kind="team", zone=page.site.zone))
    typed = _typed(request.POST)
    try:
        add_resource(site_id=page.site.id, fields=typed, actor=request.actor, at=request.at)
    except ResourceInvalid as refused:
        return _form(request, page, typed, faults=refused.faults)
    return _back(page.site.slug)


@require_http_methods(["GET", "POST"])
@signed_in
def resource(request: StaffRequest, resource_id: UUID) -> HttpResponse:
    """Show one resource; save it, or take it off the list."""
    found = resource_form(request.actor, resource_id, at=request.at)
    page = resource_page(
        request.actor, site=found.site.slug, capability="", shown="", at=request.at
    )
    if request.method == "GET":
        return _form(request, page, found.fields, found=found)
    if request.POST.get("what") == "remove":
        remove_resource(resource_id=resource_id, actor=request.actor, at=request.at)
        return _back(found.site.slug)
    typed = _typed(request.POST)
    try:
        change_resource(
            resource_id=resource_id,
            fields=typed,
            expected=request.POST.get("expected", ""),
            actor=request.actor,
            at=request.at,
        )
    except ResourceInvalid as refused:
        return _form(request, page, typed, found=found, faults=refused.faults)
    except ResourceMoved as refused:
        return _form(request, page, typed, found=found, refusal=refused)
    return _back(found.site.slug)


@require_http_methods(["GET", "POST"])
@signed_in
def take_in(request: StaffRequest) -> HttpResponse:
    """Take a list of resources: show first what it would do, with every fault; then take it in."""
    page = _kept(request)
    text = _given(request) if request.method == "POST" else ""
    refusal: StaylineError | None = None
    if text and request.POST.get("what") == "take_in":
        try:
            take_in_resources(
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
    plan = resource_plan(text, site=page.site) if text else None
    faulty = bool(refusal or text is None or (plan and plan.faults))
    context = {
        "page": page,
        "plan": plan,
        "text": text or "",
        "unread": text is None,
        "refusal": refusal,
        "columns": FIELD_WORDS,
        "added": plan.many("add") if plan else 0,
        "changed": plan.many("change") if plan else 0,
    }
    return render(request, "command/resource_list.html", context, status=422 if faulty else 200)


def _given(request: StaffRequest) -> str | None:
    """Return the list that was given, as a file or typed; None: it cannot be read."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("text", "")
    if (file.size or 0) > LARGEST:
        return None
    try:
        text: str = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text


def _kept(request: StaffRequest) -> ResourcePage:
    """Return the list of the site that was asked for, which this person keeps.

    Raises:
        ResourcesNotYours: they do not.
    """
    asked = request.GET.get("site", "")
    page = resource_page(request.actor, site=asked, capability="", shown="", at=request.at)
    if not page.keeps:
        raise ResourcesNotYours
    return page


def _list(
    request: StaffRequest, *, refusal: StaylineError | None = None, typed_for: str = ""
) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("site", "capability", "shown")}
    page = resource_page(
        request.actor,
        site=asked["site"],
        capability=asked["capability"],
        shown=asked["shown"],
        at=request.at,
    )
    words = able_words()
    context = {
        "page": page,
        "rows": [(one, [words(name) for name in one.capabilities]) for one in page.rows],
        "asked": asked,
        "shown": SHOWN.items(),
        "states": STATES,
        "lasts": LASTS.items(),
        "refusal": refusal,
        "typed_for": typed_for,
        "given": request.POST,
        "saved": request.method == "GET" and "saved" in request.GET,
    }
    status = refusal.status if refusal else 200
    return render(request, "command/resources.html", context, status=status)


def _form(
    request: StaffRequest,
    page: ResourcePage,
    fields: ResourceFields,
    *,
    found: ResourceForm | None = None,
    faults: dict[str, str] | None = None,
    refusal: StaylineError | None = None,
) -> HttpResponse:
    context = {
        "page": page,
        "fields": fields,
        "able": parted(fields.capabilities),
        "capabilities": capabilities(),
        "kinds": KINDS,
        "channels": CHANNELS.items(),
        "people": people_of(page.site.id),
        "words": FIELD_WORDS,
        "found": found,
        "faults": faults or {},
        "refusal": refusal,
    }
    status = 422 if faults else refusal.status if refusal else 200
    return render(request, "command/resource.html", context, status=status)


def _typed(post: QueryDict) -> ResourceFields:
    told = {name: post.get(name, "").strip() for name in FIELD_WORDS}
    told["capabilities"] = ", ".join(post.getlist("capabilities"))
    return ResourceFields(**told)


def _back(site: str) -> HttpResponse:
    asked = urlencode({"site": site, "saved": "yes"})
    return HttpResponseRedirect(f"{reverse('command:resources')}?{asked}")
