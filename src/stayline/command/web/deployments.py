"""The screen of deployments: who is doing what, and sending somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from stayline.command.actions.deployments import (
    ask_for_sign,
    deploy,
    renew_link,
    stand_down,
    stand_down_all,
)
from stayline.command.actions.field import ON_BEHALF, answer_more, ask_for_more, record_status
from stayline.command.errors import DeploymentNotFound, RequestNotFound
from stayline.command.queries.deployments import (
    NEEDS,
    DeploymentView,
    RequestView,
    deployment,
    deployments,
    request_made,
)
from stayline.command.queries.field import keys_of
from stayline.command.queries.message_words import suggested_medium, urgency_of
from stayline.command.queries.resources import available
from stayline_core.deployment import HEARD, REPORTS, STATES, TOLD, how_long

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import QueryDict

    from stayline.command.queries.pages import Shown
    from stayline.people.web.session import StaffRequest

MEDIA: Final = (
    ("voice", "Voice, read back"),
    ("radio", "Radio"),
    ("text", "Text message"),
    ("email", "Email"),
    ("chat", "Chat"),
    ("screen", "Their screen here"),
)
"""By what somebody can be told."""

CHECKS: Final = ((5, "5 minutes"), (10, "10 minutes"), (15, "15 minutes"), (30, "30 minutes"))
"""How often a sign of somebody can be asked for, in minutes."""

USUAL_CHECK: Final = 15

LOOKS: Final = {
    "told": ("wait", "send"),
    "acknowledged": ("ok", "circle-check"),
    "en_route": ("info", "car"),
    "on_scene": ("ok", "map-pin-check"),
    "working": ("ok", "circle-check"),
    "complete": ("idle", "circle-check"),
    "declined": ("idle", "x"),
    "withdrawn": ("idle", "x"),
    "out_of_contact": ("bad", "bell-ringing"),
}
"""The tone and icon of each state."""

UNTOLD: Final = {"to_say": ("wait", "Say it to them"), "failed": ("bad", "Not told")}
"""How somebody stands whom the words have not reached yet."""

REPORTED: Final = (*((one, STATES[one]) for one in REPORTS), (HEARD, "Heard, nothing new"))
"""What can be written down of somebody who was sent."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for more, with how long it waited or waits in words."""

    one: RequestView
    waited: str


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody who was sent, as the card shows them."""

    one: DeploymentView
    words: str
    tone: str
    icon: str
    heard_ago: str
    requests: tuple[Asked, ...]
    link: str
    code: str


def card(request: StaffRequest, shown: Shown) -> dict[str, Any]:
    """Return what the card of the command page shows of deployments."""
    keys = keys_of(shown.incident) if shown.commands else {}
    rows = [
        _row(one, shown, keys.get(one.id, ("", "")))
        for one in deployments(shown.incident, at=shown.at)
    ]
    may_send = shown.commands and shown.incident.state == "open"
    if not rows and not may_send:
        return {}
    resources = (
        available(shown.incident.site_id, at=shown.at, exercise=shown.incident.exercise)
        if may_send
        else []
    )
    suggested = suggested_medium(urgency_of(shown.incident), "resource", at=shown.at)
    return {
        "out": [one for one in rows if one.one.ended_at is None],
        "over": [one for one in rows if one.one.ended_at is not None],
        "lost": [one for one in rows if one.one.lost],
        "commands": shown.commands,
        "may_send": may_send,
        "free": [one for one in resources if one.available],
        "busy": [one for one in resources if not one.available],
        "media": MEDIA,
        "checks": CHECKS,
        "reported": REPORTED,
        "ways": ON_BEHALF.items(),
        "needs": NEEDS.items(),
        "form": _form(request.POST if request.method == "POST" else None, suggested.medium),
        "suggested": suggested,
    }


def _form(posted: QueryDict | None, medium: str) -> dict[str, str]:
    """Return what stands in the fields: what was typed and refused, or what is usual."""
    usual = {"check_every": str(USUAL_CHECK), "medium": medium}
    if posted is None:
        return usual
    return usual | {name: posted.get(name, "") for name in posted}


def _row(one: DeploymentView, shown: Shown, keys: tuple[str, str]) -> Row:
    tone, icon = LOOKS[one.state]
    words = one.state_words
    if one.state == TOLD and one.told in UNTOLD:
        tone, words = UNTOLD[one.told]
    if one.late and not one.lost:
        tone, icon = "bad", "bell-ringing"
        words = "No answer" if one.state == TOLD else f"{words}, late"
    return Row(
        one=one,
        words=words,
        tone=tone,
        icon=icon,
        heard_ago=how_long(shown.at - one.last_heard_at) if one.last_heard_at else "",
        requests=tuple(
            Asked(each, how_long(each.delay or (shown.at - each.asked_at))) for each in one.requests
        ),
        link=keys[0],
        code=keys[1],
    )


def _send(request: StaffRequest, shown: Shown) -> None:
    posted = request.POST
    minutes = posted.get("check_every", "")
    deploy(
        incident_id=shown.incident.id,
        resource_id=_id(posted, "resource"),
        what=posted.get("what", ""),
        where=posted.get("where", ""),
        by=clock_time(posted.get("by", ""), zone=shown.zone, at=shown.at),
        check_every=timedelta(minutes=int(minutes) if minutes.isdecimal() else 0),
        medium=posted.get("medium", ""),
        supports=_id(posted, "supports") if posted.get("supports") else None,
        actor=request.actor,
        at=request.at,
    )


def clock_time(typed: str, *, zone: str, at: datetime) -> datetime | None:
    """Return the next moment when clocks in `zone` show `typed` as HH:MM; None: it is no time."""
    try:
        wanted = datetime.strptime(typed.strip(), "%H:%M").time()  # noqa: DTZ007 - a wall clock
    except ValueError:
        return None
    here = at.astimezone(ZoneInfo(zone))
    found = datetime.combine(here.date(), wanted, here.tzinfo)
    if found.astimezone(UTC) <= at:
        found = datetime.combine(here.date() + timedelta(days=1), wanted, here.tzinfo)
    return found.astimezone(UTC)


def _check(request: StaffRequest, shown: Shown) -> None:
    ask_for_sign(deployment_id=_of(request, shown), actor=request.actor, at=request.at)


def _status(request: StaffRequest, shown: Shown) -> None:
    record_status(
        deployment_id=_of(request, shown),
        state=request.POST.get("state", ""),
        channel=request.POST.get("channel", ""),
        exact_words=request.POST.get("words", ""),
        actor=request.actor,
        at=request.at,
    )


def _more(request: StaffRequest, shown: Shown) -> None:
    ask_for_more(
        deployment_id=_of(request, shown),
        needs=request.POST.get("needs", ""),
        words=request.POST.get("words", ""),
        channel=request.POST.get("channel", ""),
        actor=request.actor,
        at=request.at,
    )


def _answer(request: StaffRequest, shown: Shown) -> None:
    wanted = _id(request.POST, "request")
    if request_made(wanted).deployment.incident_id != shown.incident.id:
        raise RequestNotFound(request=str(wanted))
    answer_more(
        request_id=wanted,
        answer=request.POST.get("answer", ""),
        actor=request.actor,
        at=request.at,
    )


def _stand_down(request: StaffRequest, shown: Shown) -> None:
    stand_down(
        deployment_id=_of(request, shown),
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        at=request.at,
    )


def _stand_down_all(request: StaffRequest, shown: Shown) -> None:
    stand_down_all(
        incident_id=shown.incident.id,
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        at=request.at,
    )


def _link(request: StaffRequest, shown: Shown) -> None:
    renew_link(deployment_id=_of(request, shown), actor=request.actor, at=request.at)


def _of(request: StaffRequest, shown: Shown) -> UUID:
    """Return the deployment that a form names; one of another incident is none here."""
    wanted = _id(request.POST, "deployment")
    if deployment(wanted).incident_id != shown.incident.id:
        raise DeploymentNotFound(deployment=str(wanted))
    return wanted


def _id(posted: QueryDict, name: str) -> UUID:
    try:
        return UUID(posted.get(name, ""))
    except ValueError:
        return UUID(int=0)


COMMANDS: Final[dict[str, Callable[[StaffRequest, Shown], None]]] = {
    "send": _send,
    "check": _check,
    "status": _status,
    "more": _more,
    "answer": _answer,
    "stand-down": _stand_down,
    "stand-down-all": _stand_down_all,
    "link": _link,
}
"""What can be pressed on the card: `command:act` with this piece and the name."""
