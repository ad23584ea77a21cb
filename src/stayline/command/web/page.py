"""The command page of one incident: a card of each piece, the gravest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stayline.command.queries.deployments import open_count
from stayline.command.queries.dispatches import dispatches
from stayline.command.queries.joint import lead_of
from stayline.command.queries.messages import messages as messages_of
from stayline.command.queries.pages import Shown, shown
from stayline.command.queries.posts import posts as posts_of
from stayline.command.web import (
    advice,
    agencies,
    assessing,
    briefs,
    deployments,
    joint,
    messages,
    posts,
    resources,
)
from stayline.incidents.errors import IncidentNotFound
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError
from stayline.privacy.actions import note_read

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any
    from uuid import UUID

    Card = Callable[[StaffRequest, Shown], dict[str, Any]]
    Command = Callable[[StaffRequest, Shown], None]
    OfItsOwn = Callable[[Shown], bool]

CARDS: Final[dict[str, Card]] = {
    "joint": joint.card,
    "posts": posts.card,
    "deployments": deployments.card,
    "messages": messages.card,
    "advice": advice.card,
    "assessing": assessing.card,
    "briefs": briefs.card,
    "resources": resources.card,
    "agencies": agencies.card,
}
"""The cards of the page by name; each is drawn by `command/parts/<name>.html` as `card`."""

COMMANDS: Final[dict[str, dict[str, Command]]] = {
    "joint": joint.COMMANDS,
    "posts": posts.COMMANDS,
    "deployments": deployments.COMMANDS,
    "messages": messages.COMMANDS,
    "advice": advice.COMMANDS,
    "assessing": assessing.COMMANDS,
    "briefs": briefs.COMMANDS,
    "resources": resources.COMMANDS,
    "agencies": agencies.COMMANDS,
}
"""What can be pressed, by card and name; what is refused is shown with what had been typed."""

MAIN: Final = ("joint", "deployments", "messages", "posts", "advice")
SIDE: Final = ("briefs", "assessing", "resources", "agencies")


OF_THE_LEAD: Final[dict[str, OfItsOwn]] = {
    "deployments": lambda one: open_count(one.incident) > 0,
    "messages": lambda one: any(message.waits for message in messages_of(one.incident)),
    "posts": lambda one: any(not post.vacant or post.offered_to for post in posts_of(one.incident)),
    "resources": lambda _: False,
    "agencies": lambda one: bool(dispatches(one.incident)),
}
"""Cards that stand at the incident that leads, and when one that is joined to it still needs its
own: while somebody sent from there is out, a message waits, a post is held, or help was called."""


@require_GET
@signed_in
def page(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Show who is doing what in an incident; its changing part alone when htmx asks."""
    return show(request, incident_id)


@require_POST
@signed_in
def act(request: StaffRequest, incident_id: UUID, piece: str, name: str) -> HttpResponse:
    """Do what was pressed on a card, and show the page as it is then."""
    command = COMMANDS.get(piece, {}).get(name)
    if command is None:
        raise Http404
    try:
        command(request, _seen(request, incident_id))
    except StaylineError as refusal:
        return show(request, incident_id, refusal=refusal, status=refusal.status)
    if request.htmx:
        request.POST = QueryDict()  # what was taken is not typed into the card again
        return show(request, incident_id)
    return HttpResponseRedirect(reverse("command:page", args=[incident_id]))


def _seen(request: StaffRequest, incident_id: UUID) -> Shown:
    try:
        return shown(incident_id, actor=request.actor, at=request.at)
    except IncidentNotFound as missing:
        raise Http404 from missing


def _always(shown: Shown) -> bool:
    del shown
    return True


def show(
    request: StaffRequest, incident_id: UUID, *, refusal: object = None, status: int = 200
) -> HttpResponse:
    """Show the page, with what was refused and what had been typed for it.

    Raises:
        Http404: no incident has this id, or it is not this reader's to see.
    """
    seen = _seen(request, incident_id)
    note_read(incident_id=incident_id, actor=request.actor, screen="command", at=request.at)
    joined = lead_of(seen.incident).id != seen.incident.id
    cards = {
        name: one(request, seen)
        for name, one in CARDS.items()
        if not joined or OF_THE_LEAD.get(name, _always)(seen)
    }
    context = {
        "shown": seen,
        "incident": seen.incident,
        "zone": seen.zone,
        "main_cards": [
            (f"command/parts/{name}.html", cards[name]) for name in MAIN if name in cards
        ],
        "side_cards": [
            (f"command/parts/{name}.html", cards[name]) for name in SIDE if name in cards
        ],
        "refusal": refusal,
        "live_topic": f"incident:{incident_id}",
    }
    template = "command/page.html#command" if request.htmx else "command/page.html"
    return render(request, template, context, status=status)
