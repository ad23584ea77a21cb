"""The door: sign in, sign out, start page, colours, the watcher's banner."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stayline.people.actions import DEMO_PEOPLE, set_language, set_theme
from stayline.people.queries import demo_people, person
from stayline.people.web.session import (
    DEMO_PLACE,
    ROLES_OF_ONE_PRESS,
    StaffRequest,
    address_of,
    in_demo,
    person_of,
    signed_in,
    start_of,
)
from stayline.platform.live import close_session

BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
CHOOSE_OWN: Final = "admin:password"
"""Where somebody whose password another person made is asked to choose their own."""

WELCOMED: Final = "stayline-welcomed"
"""Holds, in a demo, for whom this browser has shown the first page last."""

WELCOME_AGAIN: Final = 30 * 24 * 60 * 60
"""Seconds after which a newcomer is shown it again."""


@require_GET
@signed_in
def start(request: StaffRequest) -> HttpResponse:
    """Send a person to their first page: agents to the desk, supervisors to the floor."""
    return HttpResponseRedirect(start_of(request.actor))


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the sign-in page, or sign in. A wrong password says nothing about the name."""
    username = request.POST.get("username", "").strip()
    failed = False
    if request.method == "POST":
        user = authenticate(request, username=username, password=request.POST.get("password", ""))
        if user is not None and person(user.pk).kind == "person":
            return _enter(request, user.pk, newcomer=True)
        failed = True
    elif (who := person_of(request)) is not None:
        return HttpResponseRedirect(_back(request) or start_of(who.actor()))
    demo = demo_people() if _may_use_demo(request) else []
    named = {one[0] for one in DEMO_PEOPLE}
    context = {
        "username": username,
        "failed": failed,
        "back": _back(request),
        "demo_roles": ROLES_OF_ONE_PRESS,
        "demo_people": [one for one in demo if one.username in named],
        "demo_others": [one for one in demo if one.username not in named],
    }
    return render(request, "people/sign_in.html", context, status=422 if failed else 200)


@never_cache
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo centre's people by one press; nowhere but in demo mode.

    By `role`, whoever holds it in the demo's first site; by `username`, that person.
    """
    if not _may_use_demo(request):
        raise Http404
    by_role = {one.role: one.username for one in ROLES_OF_ONE_PRESS}
    role = request.POST.get("role", "")
    username = by_role.get(role) if role else request.POST.get("username", "")
    for one in demo_people():
        if one.username == username:
            return _enter(request, one.pk, newcomer=bool(role))
    raise Http404


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; the session's live streams close with it."""
    key = request.session.session_key
    logout(request)
    if key:
        close_session(key)
    return HttpResponseRedirect(reverse("people:sign_in"))


@require_POST
@signed_in
def theme(request: StaffRequest) -> HttpResponse:
    """Keep the person's choice of colours: as the device has it, light or dark."""
    set_theme(theme=request.POST.get("theme", ""), actor=request.actor, at=timezone.now())
    return HttpResponseRedirect(_back(request) or start_of(request.actor))


@require_POST
@signed_in
def language(request: StaffRequest) -> HttpResponse:
    """Keep in which language the person wants the desk."""
    set_language(language=request.POST.get("language", ""), actor=request.actor, at=timezone.now())
    return HttpResponseRedirect(_back(request) or start_of(request.actor))


@require_GET
@signed_in
def watcher(request: StaffRequest) -> HttpResponse:
    """Show the banner of the watcher's health, which every page asks for again and again."""
    return render(request, "platform/parts/watcher.html", {"health": request.shell.watcher})


def _enter(request: HttpRequest, person_id: UUID, *, newcomer: bool) -> HttpResponse:
    """Sign in; a newcomer to a demo is shown its first page once, before anything else."""
    entering = person(person_id)
    login(request, entering, backend=BACKEND)
    first = newcomer and in_demo(entering) and request.COOKIES.get(WELCOMED) != str(person_id)
    begins_at = address_of(DEMO_PLACE[0]) if first else ""
    if entering.password_by_other and not in_demo(entering):
        begins_at = address_of(CHOOSE_OWN)
        return HttpResponseRedirect(begins_at or start_of(entering.actor()))
    entered = HttpResponseRedirect(_back(request) or begins_at or start_of(entering.actor()))
    if first:
        entered.set_cookie(
            WELCOMED, str(person_id), max_age=WELCOME_AGAIN, httponly=True, samesite="Lax"
        )
    return entered


def _back(request: HttpRequest) -> str:
    """Return where the person wanted to go, when that is a page of this installation."""
    wanted = request.POST.get("next") or request.POST.get("back") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted != "/" else ""


def _may_use_demo(request: HttpRequest) -> bool:
    """Return whether demo people may be entered by one press: demo mode, from this machine."""
    if settings.STAYLINE.mode != "demo":
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
