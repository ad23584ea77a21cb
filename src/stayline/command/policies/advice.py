"""Who may give advice in an incident, and who looks at advice that was not approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.people.policies import supervises
from stayline.privacy.policies import is_excluded, may_see_incident

if TYPE_CHECKING:
    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor


def may_advise(actor: Actor, incident: Incident) -> bool:
    """Return whether `actor` may record advice given: whoever handles the incident (S3-14)."""
    return not is_excluded(actor.id, incident.id) and may_see_incident(actor, incident.id)


def may_look_at_advice(actor: Actor, incident: Incident) -> bool:
    """Return whether `actor` may settle advice that was flagged: a supervisor who handles it."""
    return may_advise(actor, incident) and supervises(actor, incident.site_id)
