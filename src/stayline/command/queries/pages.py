"""What every card of the command page starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stayline.command.policies import may_command, may_see_command
from stayline.incidents.errors import IncidentNotFound
from stayline.incidents.queries import incident as incident_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class Shown:
    """An incident as one reader sees it on the command page, at one moment."""

    incident: Incident
    actor: Actor
    at: datetime
    commands: bool

    @property
    def zone(self) -> str:
        """The time zone of its site."""
        return self.incident.site.zone


def shown(incident_id: UUID, *, actor: Actor, at: datetime) -> Shown:
    """Return an incident for its command page.

    Raises:
        IncidentNotFound: no incident has this id, or it is not this reader's to see.
    """
    found = incident_of(incident_id)
    if not may_see_command(actor, found):
        raise IncidentNotFound(incident=str(incident_id))
    return Shown(found, actor, at, may_command(actor, found))
