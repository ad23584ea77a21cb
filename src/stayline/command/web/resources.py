"""The card of resources: what the incident needs by its nature, and who can be sent now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from stayline.command.policies.resources import may_keep_resources, may_see_resources
from stayline.command.queries.resources import available, suggested

if TYPE_CHECKING:
    from collections.abc import Callable

    from stayline.command.queries.pages import Shown
    from stayline.people.web.session import StaffRequest

SHOWN: Final = 6
"""How many of those who can be sent stand on the card before one asks for more."""


def card(request: StaffRequest, shown: Shown) -> dict[str, Any]:
    """Return what is needed, who is available now, and why the others are not (S3-17, S3-41).

    Only those that are available can be chosen; those that are sent stand on the card of who is
    doing what.
    """
    del request
    incident = shown.incident
    found = available(incident.site_id, at=shown.at, exercise=incident.exercise)
    needed = suggested(incident, at=shown.at)
    fitting = {one.id for need in needed.needs for one in need.fitting}
    free = sorted((one for one in found if one.available), key=lambda one: one.id not in fitting)
    return {
        "needed": needed,
        "free": free[:SHOWN],
        "more": free[SHOWN:],
        "many": len(free),
        "others": [one for one in found if not one.available],
        "any": bool(found),
        "keeps": may_keep_resources(shown.actor, incident.site_id),
        "sees": may_see_resources(shown.actor, incident.site_id),
        "site": incident.site.slug,
    }


COMMANDS: Final[dict[str, Callable[[StaffRequest, Shown], None]]] = {}
"""What can be pressed on the card: nothing; who is sent is chosen on the card of deployments."""
