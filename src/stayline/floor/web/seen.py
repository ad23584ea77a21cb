"""Report something seen or heard: for every member of staff, with no contact at all (S1-21)."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stayline.floor.policies import may_report_seen
from stayline.floor.queries import KINDS_SEEN
from stayline.incidents.actions import report_seen
from stayline.incidents.errors import SeenInvalid
from stayline.people.web.session import StaffRequest, signed_in
from stayline.privacy.errors import NotOnTheList


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
            actor=request.actor,
            at=request.at,
        )
    except SeenInvalid as refusal:
        return _drawn(request, typed.dict(), refusal=refusal)
    return HttpResponseRedirect(reverse("desk:contact", args=[opened.contact_id]))


def _drawn(
    request: StaffRequest, typed: dict[str, str], refusal: SeenInvalid | None = None
) -> HttpResponse:
    context = {"typed_so_far": typed, "kinds": KINDS_SEEN, "refusal": refusal}
    return render(request, "floor/seen.html", context, status=refusal.status if refusal else 200)


def _seen_id(given: str) -> UUID | None:
    """Return the id that the form brought along, so that sending it twice reports it once."""
    try:
        return UUID(given) if given else None
    except ValueError:
        return None
