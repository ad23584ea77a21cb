"""How a site commands: structures explained and mapped, the one chosen, who usually has a post."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stayline.command.actions.posts_site import choose_structure, set_usual
from stayline.command.policies.posts import may_set_command
from stayline.command.queries.posts import usual_posts
from stayline.command.queries.posts_structures import compared, structure_of, structures
from stayline.people.queries import site
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError


@require_GET
@signed_in
def page(request: StaffRequest) -> HttpResponse:
    """Show the structures of command to anybody who works here, and to managers how to choose."""
    return _show(request)


@require_POST
@signed_in
def change(request: StaffRequest) -> HttpResponse:
    """Choose the structure of the reader's site, or who usually holds a post."""
    site_id = _own_site(request)
    person = request.POST.get("person", "")
    try:
        if "post" in request.POST:
            set_usual(
                site_id=site_id,
                post=request.POST["post"],
                person_id=UUID(person) if person else None,
                actor=request.actor,
                at=request.at,
            )
        else:
            choose_structure(
                site_id=site_id,
                structure=request.POST.get("structure", ""),
                actor=request.actor,
                at=request.at,
            )
    except StaylineError as refusal:
        return _show(request, refusal=refusal, status=refusal.status)
    except ValueError as unknown:
        raise Http404 from unknown
    return HttpResponseRedirect(reverse("command:structures"))


def _own_site(request: StaffRequest) -> UUID:
    if request.actor.site_id is None:
        raise Http404
    return request.actor.site_id


def _show(request: StaffRequest, *, refusal: object = None, status: int = 200) -> HttpResponse:
    here = site(_own_site(request))
    chosen = structure_of(here)
    manages = may_set_command(request.actor, here.id)
    context = {
        "site": here,
        "chosen": chosen,
        "structures": structures(),
        "compared": compared(chosen),
        "manages": manages,
        "usual": usual_posts(here),
        "refusal": refusal,
    }
    return render(request, "command/structures.html", context, status=status)
