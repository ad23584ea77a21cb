"""Who may see the floor and the record of an incident. Need to know is asked of privacy."""

from __future__ import annotations

from uuid import UUID

from stayline.escalation.queries import ladder
from stayline.incidents.models import Incident
from stayline.people.policies import receives
from stayline.platform.actors import Actor
from stayline.privacy.policies import is_excluded, may_see_briefing, may_see_incident


def may_see_floor(actor: Actor) -> bool:
    """Return whether `actor` may see the floor of their site: those who take contacts over."""
    return actor.site_id is not None and receives(actor, actor.site_id)


def may_report_seen(actor: Actor) -> bool:
    """Return whether `actor` may report something seen or heard: any person of a site (S1-21)."""
    return actor.kind == "person" and actor.site_id is not None


def may_see_row(actor: Actor, incident: Incident) -> bool:
    """Return whether an incident stands on this person's floor at all: level, number, age.

    Nothing is shown to somebody implicated, not even that there is one (S1-39).
    """
    return not is_excluded(actor.id, incident.id)


def may_see_record(actor: Actor, incident: Incident) -> bool:
    """Return whether `actor` may read what was said and done (S1-36)."""
    return may_see_incident(actor, incident.id)


def may_read_briefing(actor: Actor, ladder_id: UUID) -> bool:
    """Return whether `actor` may read the five lines of a ladder: handlers, and those rung."""
    return may_see_briefing(actor, ladder(ladder_id).incident_id)
