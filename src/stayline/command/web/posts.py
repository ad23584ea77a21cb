"""The card of command: who holds which post, what was decided, what is major."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import QueryDict

from stayline.command.actions.posts import (
    Sbar,
    accept_post,
    decline_post,
    leave_post,
    offer_post,
    take_post,
    withdraw_offer,
)
from stayline.command.actions.posts_deciding import Decided, record_decision
from stayline.command.actions.posts_major import (
    declare_major,
    do_major_task,
    look_at_major,
)
from stayline.command.policies.posts import may_call_major, may_decide_here, may_take
from stayline.command.queries.posts import (
    candidates,
    decisions,
    major,
    offer,
    post_of,
    posts,
)
from stayline.command.queries.posts_open import still_open
from stayline.command.queries.posts_structures import declaring
from stayline.platform.errors import Invalid
from stayline_core.command_roles import may_follow

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from stayline.command.queries.pages import Shown
    from stayline.command.queries.posts import PostView
    from stayline.people.web.session import StaffRequest

TYPED: Final = (
    *("post", "to", "situation", "background", "assessment", "recommendation"),
    *("read_back", "because", "decision", "reason", "rejected", "decided_at", "corrects"),
    *("major_reason", "about", "state"),
)
"""The fields of the card; refused, they stand as they were typed."""

NEWEST: Final = 6
"""So many decisions stand on the card; the others behind one press."""

BUTTONS: Final = {
    "standby": "Standby",
    "declared": "Declare",
    "stop": "No more help needed",
    "stand_down": "Stand down",
    "cancelled": "Cancel",
}
"""What the buttons say that call an incident major, or end that."""


def card(request: StaffRequest, shown: Shown) -> dict[str, Any]:
    """Return what the card of the command page shows of posts, decisions and major incidents."""
    incident, actor = shown.incident, shown.actor
    found = posts(incident)
    called = major(incident)
    mine = [one for one in found if one.person_id == actor.id]
    decided = decisions(incident)
    is_open = incident.state == "open"
    rows = [_row(shown, one) for one in found]
    others = [row["one"].post for row in rows if not row["first"]]
    return {
        "rows": rows,
        "others": len(others),
        "open_others": request.POST.get("post", "") in others,
        "mine": mine,
        "line": _line(found, mine),
        "nobody_leads": next((one for one in found if one.leads and one.vacant), None),
        "offers": [
            one
            for one in (offer(incident, row.post) for row in found if row.offered_to == actor.id)
            if one
        ],
        "waiting": still_open(incident, at=shown.at) if mine and is_open else [],
        "decisions": decided[:NEWEST],
        "earlier": decided[NEWEST:],
        "standing": [one for one in decided if not one.corrected],
        "decides": is_open and may_decide_here(actor, incident),
        "major": called,
        "calls": is_open and may_call_major(actor, incident, declaring()),
        "states": [(one, BUTTONS[one]) for one in may_follow(called.state if called else "")],
        "check_minutes": _minutes(called.check_every) if called else 0,
        "situation_minutes": _minutes(called.situation_every) if called else 0,
        "given": {name: request.POST.get(name, "") for name in TYPED},
    }


def _minutes(interval: timedelta) -> int:
    return int(interval.total_seconds() // 60)


def _row(shown: Shown, one: PostView) -> dict[str, Any]:
    """Return one post with what this reader may do with it."""
    incident, actor = shown.incident, shown.actor
    _, post = post_of(incident, one.post)
    is_open = incident.state == "open"
    mine = one.person_id == actor.id
    offers = is_open and not one.offered_to and (mine or (one.vacant and shown.commands))
    return {
        "one": one,
        "mine": mine,
        "first": one.leads or not one.vacant or bool(one.offered_to) or one.keeps_log,
        "takes": is_open and not mine and may_take(actor, incident, post.roles),
        "leaves": mine and not one.leads,
        "offers": offers,
        "people": [row for row in candidates(incident, post, at=shown.at) if row[0] != actor.id]
        if offers
        else [],
        "takes_back": bool(one.offered_to) and (mine or shown.commands),
    }


def _line(found: list[PostView], mine: list[PostView]) -> str:
    """Return the reader's own posts and who keeps the log, in a line."""
    parts = []
    if mine:
        parts.append("You are " + " and ".join(f"{one.title.lower()}" for one in mine))
    leads = next((one for one in found if one.leads and not one.vacant), None)
    if leads and leads not in mine:
        parts.append(f"{leads.title}: {leads.name}")
    keeper = next((one for one in found if one.keeps_log), None)
    if keeper and not keeper.vacant and keeper not in mine:
        parts.append(f"{keeper.title.lower()}: {keeper.name}")
    return " · ".join(parts)


def _take(request: StaffRequest, shown: Shown) -> None:
    take_post(
        incident_id=shown.incident.id,
        post=request.POST.get("post", ""),
        because=request.POST.get("because", ""),
        actor=request.actor,
        at=request.at,
    )


def _offer(request: StaffRequest, shown: Shown) -> None:
    lines = ("situation", "background", "assessment", "recommendation")
    offer_post(
        incident_id=shown.incident.id,
        post=request.POST.get("post", ""),
        to=_id(request, "to", "Choose to whom you offer it."),
        sbar=Sbar(*(request.POST.get(name, "") for name in lines)),
        actor=request.actor,
        at=request.at,
    )


def _accept(request: StaffRequest, shown: Shown) -> None:
    accept_post(
        incident_id=shown.incident.id,
        post=request.POST.get("post", ""),
        read_back=request.POST.get("read_back", ""),
        actor=request.actor,
        at=request.at,
    )


def _decline(request: StaffRequest, shown: Shown) -> None:
    decline_post(
        incident_id=shown.incident.id,
        post=request.POST.get("post", ""),
        because=request.POST.get("because", ""),
        actor=request.actor,
        at=request.at,
    )


def _withdraw(request: StaffRequest, shown: Shown) -> None:
    withdraw_offer(
        incident_id=shown.incident.id,
        post=request.POST.get("post", ""),
        actor=request.actor,
        at=request.at,
    )


def _leave(request: StaffRequest, shown: Shown) -> None:
    leave_post(
        incident_id=shown.incident.id,
        post=request.POST.get("post", ""),
        because=request.POST.get("because", ""),
        actor=request.actor,
        at=request.at,
    )


def _decide(request: StaffRequest, shown: Shown) -> None:
    said = Decided(
        request.POST.get("decision", ""),
        request.POST.get("reason", ""),
        request.POST.get("rejected", ""),
    )
    corrects = request.POST.get("corrects", "")
    record_decision(
        incident_id=shown.incident.id,
        decided=said,
        decided_at=_moment(request.POST.get("decided_at", ""), shown),
        corrects=_id(request, "corrects", "Choose which decision.") if corrects else None,
        actor=request.actor,
        at=request.at,
    )


def _major(request: StaffRequest, shown: Shown) -> None:
    declare_major(
        incident_id=shown.incident.id,
        state=request.POST.get("state", ""),
        reason=request.POST.get("major_reason", ""),
        about=request.POST.get("about", ""),
        actor=request.actor,
        at=request.at,
    )


def _look(request: StaffRequest, shown: Shown) -> None:
    look_at_major(incident_id=shown.incident.id, actor=request.actor, at=request.at)


def _task(request: StaffRequest, shown: Shown) -> None:
    do_major_task(
        incident_id=shown.incident.id,
        task=request.POST.get("task", ""),
        actor=request.actor,
        at=request.at,
    )


def _then_empty(
    command: Callable[[StaffRequest, Shown], None],
) -> Callable[[StaffRequest, Shown], None]:
    """Let the fields be empty once it is done; what is refused stays as it was typed."""

    def done(request: StaffRequest, shown: Shown) -> None:
        command(request, shown)
        request.POST = QueryDict("", mutable=False)

    return done


_COMMANDS: Final[dict[str, Callable[[StaffRequest, Shown], None]]] = {
    "take": _take,
    "offer": _offer,
    "accept": _accept,
    "decline": _decline,
    "withdraw": _withdraw,
    "leave": _leave,
    "decide": _decide,
    "major": _major,
    "look": _look,
    "task": _task,
}

COMMANDS: Final[dict[str, Callable[[StaffRequest, Shown], None]]] = {
    name: _then_empty(one) for name, one in _COMMANDS.items()
}
"""What can be pressed on the card: `command:act` with this piece and the name."""


def _id(request: StaffRequest, name: str, mend: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError as none:
        raise Invalid({name: mend}) from none


def _moment(typed: str, shown: Shown) -> datetime | None:
    """Return the time of the incident's day at its site; None when nothing was typed."""
    if not typed.strip():
        return None
    here = shown.at.astimezone(ZoneInfo(shown.zone))
    try:
        clock = datetime.strptime(typed.strip(), "%H:%M").time()  # noqa: DTZ007  # a time of day
    except ValueError as wrong:
        raise Invalid({"decided_at": "Write it as 14:05, or leave it empty for now."}) from wrong
    return here.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
