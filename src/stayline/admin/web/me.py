"""About oneself: how pages reach one, one's leave, one's record; a password of one's own."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from stayline.admin.queries.staff import own_page
from stayline.people.actions import (
    add_contact_point,
    choose_password,
    hashed,
    remove_contact_point,
)
from stayline.people.errors import PersonInvalid
from stayline.people.queries import person
from stayline.people.web.session import StaffRequest, signed_in, start_of
from stayline.platform.errors import Invalid


@require_http_methods(["GET", "POST"])
@signed_in
def me(request: StaffRequest) -> HttpResponse:
    """Show somebody what stands about them; add or remove a way in which pages reach them."""
    if request.method == "GET":
        return _me(request)
    typed = request.POST
    try:
        if typed.get("what") == "remove_point":
            remove_contact_point(point_id=_own_point(request), actor=request.actor, at=request.at)
        else:
            add_contact_point(
                person_id=request.actor.id,
                channel=typed.get("channel", ""),
                address=typed.get("address", ""),
                actor=request.actor,
                at=request.at,
            )
    except Invalid as refused:
        return _me(request, faults=refused.faults)
    return HttpResponseRedirect(f"{reverse('admin:me')}?saved=yes#points")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@signed_in
def password(request: StaffRequest) -> HttpResponse:
    """Let somebody choose a password of their own; other sessions of theirs end with it."""
    who = person(request.actor.id)
    context: dict[str, object] = {"given": who.password_by_other, "start": start_of(request.actor)}
    if request.method == "GET":
        return render(request, "admin/password.html", context)
    faults: dict[str, str] = {}
    if authenticate(request, username=who.username, password=request.POST.get("now", "")) is None:
        faults["now"] = "This is not the password that you signed in with."
    chosen = request.POST.get("chosen", "")
    if chosen != request.POST.get("again", ""):
        faults["again"] = "The two are not the same."
    if not faults:
        try:
            choose_password(password=hashed(chosen, of=who), actor=request.actor, at=request.at)
        except PersonInvalid as refused:
            faults["chosen"] = refused.faults["password"]
    if faults:
        return render(request, "admin/password.html", context | {"faults": faults}, status=422)
    update_session_auth_hash(request, person(request.actor.id))
    return HttpResponseRedirect(f"{reverse('admin:me')}?saved=yes")


def _me(request: StaffRequest, faults: dict[str, str] | None = None) -> HttpResponse:
    context = {
        "page": own_page(request.actor, at=request.at),
        "faults": {"add_point": faults or {}},
        "posted": request.POST,
        "saved": request.method == "GET" and "saved" in request.GET,
    }
    return render(request, "admin/me.html", context, status=422 if faults else 200)


def _own_point(request: StaffRequest) -> UUID:
    """Return the point that is to go; the action refuses one that is not theirs."""
    try:
        return UUID(request.POST.get("point", ""))
    except ValueError:
        raise Http404 from None
