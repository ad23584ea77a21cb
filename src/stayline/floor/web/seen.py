"""Report something seen or heard: for every member of staff, with no contact at all (S1-21)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stayline.floor.policies import may_report_seen
from stayline.floor.queries import KINDS_SEEN
from stayline.incidents.actions import report_seen
from stayline.incidents.errors import SeenInvalid
from stayline.people.queries import people_of
from stayline.people.web.session import StaffRequest, signed_in
from stayline.privacy.errors import NotOnTheList
from stayline.privacy.policies import is_excluded


@require_http_methods(["GET", "POST"])
@signed_in
def page(request: StaffRequest) -> HttpResponse:
    """Show the form; sent, the incident is open and a supervisor is rung, and its page comes.

    A refusal draws the form again with everything that was typed.
    """
    site_id = request.actor.site_id
    if site_id is None or not may_report_seen(request.actor):
        raise NotOnTheList
    if request.method == "GET":
        return _drawn(request, {"form": "direct", "seen": str(uuid4())})
    typed = request.POST
    try:
        opened = report_seen(
            site_id=site_id,
            kind=typed.get("kind", ""),
            form=typed.get("form", ""),
            text=typed.get("text", ""),
            conditional=typed.get("conditional") == "yes",
            imminent=typed.get("imminent") == "yes",
            exercise=typed.get("exercise") == "yes",
            seen_id=_seen_id(typed.get("seen", "")),
            kept_out=_kept_out(typed, site_id),
            actor=request.actor,
            at=request.at,
        )
    except SeenInvalid as refusal:
        return _drawn(request, typed.dict(), refusal=refusal)
    if is_excluded(request.actor.id, opened.id):
        return _drawn(request, {}, sent=True)
    return HttpResponseRedirect(reverse("desk:contact", args=[opened.contact_id]))


def _drawn(
    request: StaffRequest,
    typed: dict[str, str],
    refusal: SeenInvalid | None = None,
    *,
    sent: bool = False,
) -> HttpResponse:
    site_id = request.actor.site_id
    context = {
        "typed_so_far": typed,
        "kinds": KINDS_SEEN,
        "refusal": refusal,
        "sent": sent,
        "me": str(request.actor.id),
        "colleagues": [(str(one.id), one.name) for one in people_of(site_id)] if site_id else [],
    }
    return render(request, "floor/seen.html", context, status=refusal.status if refusal else 200)


def _kept_out(typed: Mapping[str, str], site_id: UUID) -> dict[UUID, str]:
    """Return whom it is about and who told of it, of this site's people (S0-35).

    Raises:
        SeenInvalid: somebody is named who does not work here.
    """
    known = {str(one.id): one.id for one in people_of(site_id)}
    named = {"told_by": "discloser", "about": "implicated"}
    faults = {
        name: "Choose somebody from the list."
        for name in named
        if typed.get(name) and typed[name] not in known
    }
    if faults:
        raise SeenInvalid(faults)
    return {known[typed[name]]: why for name, why in named.items() if typed.get(name)}


def _seen_id(given: str) -> UUID | None:
    """Return the id that the form brought along, so that sending it twice reports it once."""
    try:
        return UUID(given) if given else None
    except ValueError:
        return None
