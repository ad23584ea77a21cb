"""Who may ask for help from outside, and say that it was called or has arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.people.policies import supervises
from stayline.privacy.policies import is_excluded, may_see_incident

if TYPE_CHECKING:
    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor


def may_call(actor: Actor, incident: Incident) -> bool:
    """Return whether `actor` may ask for help from outside and record what came of it.

    Whoever handles the incident may, and a supervisor of its site even before they are on
    the list: danger to life waits for no grant. The implicated never may.
    """
    if is_excluded(actor.id, incident.id):
        return False
    return may_see_incident(actor, incident.id) or supervises(actor, incident.site_id)
