"""The screen of briefs: METHANE beside the command page, and every form as a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from stayline.command.actions.briefs import update_and_tell
from stayline.command.queries.briefs import brief, form_named
from stayline_core.briefs import FORMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from stayline.command.queries.pages import Shown
    from stayline.people.web.session import StaffRequest

METHANE: Final = "methane"


def card(request: StaffRequest, shown: Shown) -> dict[str, Any]:
    """Return what the card of the command page shows of briefs: METHANE as the log has it."""
    del request
    return {
        "brief": brief(shown.incident, METHANE, at=shown.at, speaker=shown.actor),
        "forms": [one for one in FORMS.values() if one.id != METHANE],
    }


def _tell(request: StaffRequest, shown: Shown) -> None:
    form = form_named(request.POST.get("form", METHANE))
    update_and_tell(incident_id=shown.incident.id, form=form.id, actor=request.actor, at=request.at)


COMMANDS: Final[dict[str, Callable[[StaffRequest, Shown], None]]] = {"tell": _tell}
"""What can be pressed on the card: `command:act` with this piece and the name."""
