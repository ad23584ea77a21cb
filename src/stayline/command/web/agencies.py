"""The card of agencies: whom to call for this place, what they need, what they answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.http import Http404

from stayline.command.actions import (
    ask_for_agency,
    choose_agency,
    confirm_contact,
    note_place,
    record_answered,
    record_arrived,
    record_called,
    record_could_not,
    record_given,
    tell_agency,
)
from stayline.command.policies import may_call, may_see_agencies
from stayline.command.queries import (
    AGENCIES,
    EMERGENCY,
    DispatchView,
    ItemToSay,
    Told,
    agency_format,
    dispatch,
    dispatches,
    offered,
    place_noted,
    to_say,
    told,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stayline.command.queries.pages import Shown
    from stayline.people.web.session import StaffRequest
    from stayline_core.agency_format import AgencyFormat


@dataclass(frozen=True, slots=True)
class CallCard:
    """One call as the card draws it: the call, its format, what to say, what was answered."""

    call: DispatchView
    form: AgencyFormat
    items: tuple[tuple[ItemToSay, str], ...]
    told: Told
    typed: Mapping[str, str]


def card(request: StaffRequest, shown: Shown) -> dict[str, Any]:
    """Return what the card of the command page shows of agencies."""
    incident = shown.incident
    found = dispatches(incident, speaker=shown.actor, at=shown.at)
    asked = {one.agency for one in found if one.waits}
    return {
        "calls": [_call(request, shown, one) for one in found],
        "offered": [
            *([] if EMERGENCY in asked else [AGENCIES[EMERGENCY]]),
            *offered(incident),
        ],
        "place": place_noted(incident),
        "lists": may_see_agencies(shown.actor, incident.site_id),
        "calls_out": may_call(shown.actor, incident),
    }


def _call(request: StaffRequest, shown: Shown, call: DispatchView) -> CallCard:
    row = dispatch(call.id)
    form = agency_format(row.agency, row.local.kind if row.local else "")
    was = told(row)
    mine = request.POST.get("dispatch") == str(call.id)
    typed = {name: request.POST.get(name, "") for name in request.POST} if mine else {}
    items = tuple(
        (one, typed.get(f"say_{one.id}", was.words.get(one.id, one.words)))
        for one in to_say(shown.incident, form, shown.actor)
    )
    return CallCard(call, form, items, was, typed)


def _id(request: StaffRequest, shown: Shown, name: str = "dispatch") -> UUID:
    """Return the id that a form names; a call must be one of this incident."""
    try:
        found = UUID(request.POST.get(name, ""))
    except ValueError as wrong:
        raise Http404 from wrong
    if name == "dispatch" and dispatch(found).incident_id != shown.incident.id:
        raise Http404
    return found


def _ask(request: StaffRequest, shown: Shown) -> None:
    agency = request.POST.get("agency", "")
    ask_for_agency(incident_id=shown.incident.id, agency=agency, actor=request.actor, at=request.at)


def _place(request: StaffRequest, shown: Shown) -> None:
    place = request.POST.get("place", "")
    note_place(incident_id=shown.incident.id, place=place, actor=request.actor, at=request.at)


def _choose(request: StaffRequest, shown: Shown) -> None:
    choose_agency(
        dispatch_id=_id(request, shown),
        agency_id=_id(request, shown, "local"),
        actor=request.actor,
        at=request.at,
    )


def _tell(request: StaffRequest, shown: Shown) -> None:
    said = {
        name.removeprefix("say_"): request.POST.get(name, "")
        for name in request.POST
        if name.startswith("say_")
    }
    tell_agency(
        dispatch_id=_id(request, shown),
        said=said,
        because=request.POST.get("because", ""),
        actor=request.actor,
        at=request.at,
    )


def _confirm(request: StaffRequest, shown: Shown) -> None:
    confirm_contact(
        dispatch_id=_id(request, shown),
        name=request.POST.get("name", ""),
        reference=request.POST.get("reference", ""),
        actor=request.actor,
        at=request.at,
    )


def _called(request: StaffRequest, shown: Shown) -> None:
    record_called(
        dispatch_id=_id(request, shown),
        place=request.POST.get("place", "").strip(),
        consent=request.POST.get("consent") == "yes",
        actor=request.actor,
        at=request.at,
    )


def _could_not(request: StaffRequest, shown: Shown) -> None:
    reason = request.POST.get("reason", "")
    record_could_not(
        dispatch_id=_id(request, shown), reason=reason, actor=request.actor, at=request.at
    )


def _given(request: StaffRequest, shown: Shown) -> None:
    service = request.POST.get("service", "")
    record_given(
        dispatch_id=_id(request, shown), service=service, actor=request.actor, at=request.at
    )


def _answered(request: StaffRequest, shown: Shown) -> None:
    record_answered(
        dispatch_id=_id(request, shown),
        spoke=request.POST.get("spoke") == "yes",
        actor=request.actor,
        at=request.at,
    )


def _arrived(request: StaffRequest, shown: Shown) -> None:
    record_arrived(dispatch_id=_id(request, shown), actor=request.actor, at=request.at)


COMMANDS: Final[dict[str, Callable[[StaffRequest, Shown], None]]] = {
    "ask": _ask,
    "place": _place,
    "choose": _choose,
    "tell": _tell,
    "confirm": _confirm,
    "called": _called,
    "could-not": _could_not,
    "given": _given,
    "answered": _answered,
    "arrived": _arrived,
}
"""What can be pressed on the card: `command:act` with this piece and the name."""
