"""What somebody says of themselves, from the top bar of every page: free, on a break, away."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap, retarget

from stayline.floor.queries.own import in_contact, said_by
from stayline.people.actions.duty import set_own_availability
from stayline.people.web.session import StaffRequest, signed_in, start_of


@require_http_methods(["GET", "POST"])
@signed_in
def availability(request: StaffRequest) -> HttpResponse:
    """Show how it stands with the person, or keep what they pressed.

    Without script the person comes back to the page on which they pressed.
    """
    if request.method == "POST":
        set_own_availability(
            availability=request.POST.get("availability", ""),
            contact_over=not in_contact(request.actor.id),
            actor=request.actor,
            at=request.at,
        )
        request.shell.said = said_by(request.actor.id)
        if not request.htmx:
            return HttpResponseRedirect(_back(request))
    drawn = render(request, "floor/own.html")
    return reswap(retarget(drawn, "#own"), "outerHTML") if request.method == "POST" else drawn


def _back(request: StaffRequest) -> str:
    wanted = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else start_of(request.actor)
