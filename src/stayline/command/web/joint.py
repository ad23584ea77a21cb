"""The card of joint incidents: which are one, which perhaps are, and how that came about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stayline.command.actions import change_lead, enter_lead, join_incidents, split_incident
from stayline.command.queries.joint import (
    joinable,
    lead_of,
    members_known,
    perhaps_same,
    story,
    verify_joint,
)
from stayline.command.web.seen import seen
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import Invalid
from stayline.privacy.actions import note_read
from stayline.privacy.policies import may_see_incident

if TYPE_CHECKING:
    from collections.abc import Callable

    from stayline.command.queries.pages import Shown

TYPED: Final = ("other", "leads", "because", "member", "why")
"""The fields of the card; refused, they stand as they were typed."""


def card(request: StaffRequest, shown: Shown) -> dict[str, Any]:
    """Return what the card shows: the lead, the members, and what perhaps belongs together."""
    incident, actor = shown.incident, shown.actor
    lead = lead_of(incident)
    joined = lead.id != incident.id
    found = members_known(incident, actor=actor)
    asks = shown.commands and not joined and incident.state == "open"
    return {
        "lead": lead if joined else None,
        "lead_open": joined and may_see_incident(actor, lead.id),
        "members": found,
        "perhaps": perhaps_same(incident, actor=actor, at=shown.at) if asks else [],
        "joinable": joinable(incident, actor=actor) if asks else [],
        "story": bool(found or joined or story(incident, actor=actor)),
        "given": {name: request.POST.get(name, "") for name in TYPED},
    }


def _join(request: StaffRequest, shown: Shown) -> None:
    other = _chosen(request, "other")
    here = shown.incident.id
    lead, member = (other, here) if request.POST.get("leads") == "other" else (here, other)
    join_incidents(
        lead_id=lead,
        member_id=member,
        because=request.POST.get("because", ""),
        actor=request.actor,
        at=request.at,
    )


def _split(request: StaffRequest, shown: Shown) -> None:
    del shown
    split_incident(
        member_id=_chosen(request, "member"),
        because=request.POST.get("why", ""),
        actor=request.actor,
        at=request.at,
    )


def _lead(request: StaffRequest, shown: Shown) -> None:
    del shown
    change_lead(
        lead_id=_chosen(request, "member"),
        because=request.POST.get("why", ""),
        actor=request.actor,
        at=request.at,
    )


def _enter(request: StaffRequest, shown: Shown) -> None:
    enter_lead(member_id=shown.incident.id, actor=request.actor, at=request.at)


COMMANDS: Final[dict[str, Callable[[StaffRequest, Shown], None]]] = {
    "join": _join,
    "split": _split,
    "lead": _lead,
    "enter": _enter,
}
"""What can be pressed on the card: `command:act` with this piece and the name."""


@require_GET
@signed_in
def record(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Show how incidents came to be one, and verify their records together.

    Raises:
        Http404: no incident has this id, or it is not this reader's to see.
    """
    shown = seen(request, incident_id)
    note_read(incident_id=incident_id, actor=request.actor, screen="joint", at=request.at)
    context = {
        "shown": shown,
        "incident": shown.incident,
        "zone": shown.zone,
        "story": story(shown.incident, actor=request.actor),
        "found": verify_joint(shown.incident),
    }
    return render(request, "command/joint.html", context)


def _chosen(request: StaffRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError as fault:
        raise Invalid({name: "Choose an incident."}) from fault
