"""May they see it? One place for pages, API, live tickets, exports and search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.people.models import Role
from stayline.people.policies import may_administer
from stayline.privacy.models import Exclusion, IncidentAccess

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.platform.actors import Actor


def is_excluded(person_id: UUID, incident_id: UUID) -> bool:
    """Return whether this person is implicated in the incident or disclosed it."""
    return Exclusion.objects.filter(incident_id=incident_id, person_id=person_id).exists()


def may_see_incident(actor: Actor, incident_id: UUID) -> bool:
    """Return whether `actor` handles this incident and may see its content (S1-36).

    Having been rung shows the briefing alone (`may_see_briefing`), not the content.
    """
    return _listed(actor, incident_id, but_rung=True)


def may_see_briefing(actor: Actor, incident_id: UUID) -> bool:
    """Return whether `actor` may see the five lines: on the list, or rung for it."""
    return _listed(actor, incident_id, but_rung=False)


def _listed(actor: Actor, incident_id: UUID, *, but_rung: bool) -> bool:
    if is_excluded(actor.id, incident_id):
        return False
    rows = IncidentAccess.objects.filter(
        incident_id=incident_id, person_id=actor.id, revoked_at=None
    )
    if but_rung:
        rows = rows.exclude(because="rang")
    return rows.exists()


def may_decide_retention(actor: Actor) -> bool:
    """Return whether `actor` decides how long things are kept: an administrator."""
    return may_administer(actor)


def may_hold(actor: Actor) -> bool:
    """Return whether `actor` places and lifts a legal hold: an administrator or a manager."""
    return may_administer(actor) or actor.is_a(Role.MANAGER.value)
