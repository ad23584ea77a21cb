"""The card of advice: what may be said, what was, and what was not on the list (S3-14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.http import Http404

from stayline.command.actions import give_advice, look_at_advice, note_free_advice
from stayline.command.policies import may_advise, may_look_at_advice
from stayline.command.queries import advice_given, approved_here, limits_here

if TYPE_CHECKING:
    from collections.abc import Callable

    from stayline.command.queries.pages import Shown
    from stayline.people.web.session import StaffRequest


def card(request: StaffRequest, shown: Shown) -> dict[str, Any]:
    """Return what the card of the command page shows of advice."""
    incident = shown.incident
    return {
        "approved": approved_here(incident),
        "given": advice_given(incident),
        "limits": limits_here(incident),
        "advises": may_advise(shown.actor, incident),
        "looks": may_look_at_advice(shown.actor, incident),
        "words": request.POST.get("own_words", ""),
        "said": request.POST.get("said", ""),
        "about": request.POST.get("advice", ""),
    }


def _give(request: StaffRequest, shown: Shown) -> None:
    phrase = request.POST.get("phrase", "")
    give_advice(incident_id=shown.incident.id, phrase=phrase, actor=request.actor, at=request.at)


def _free(request: StaffRequest, shown: Shown) -> None:
    words = request.POST.get("own_words", "")
    note_free_advice(incident_id=shown.incident.id, words=words, actor=request.actor, at=request.at)


def _look(request: StaffRequest, shown: Shown) -> None:
    try:
        advice_id = UUID(request.POST.get("advice", ""))
    except ValueError as wrong:
        raise Http404 from wrong
    if advice_id not in {one.id for one in advice_given(shown.incident)}:
        raise Http404
    said = request.POST.get("said", "")
    look_at_advice(advice_id=advice_id, said=said, actor=request.actor, at=request.at)


COMMANDS: Final[dict[str, Callable[[StaffRequest, Shown], None]]] = {
    "give": _give,
    "free": _free,
    "look": _look,
}
"""What can be pressed on the card: `command:act` with this piece and the name."""
