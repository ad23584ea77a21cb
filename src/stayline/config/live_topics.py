"""Who may watch which live topic: each room's own policy, asked at ticket time and again later.

Topics: `person:ID` (one's own), `board:SITE`, `contact:ID`, `incident:ID`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from stayline.contacts.queries import contact
from stayline.incidents.queries import by_contact
from stayline.people.policies import supervises
from stayline.people.queries import actor
from stayline.platform.actors import Actor
from stayline.platform.errors import StaylineError
from stayline.platform.live.replay import replay
from stayline.privacy.policies import may_see_briefing, may_see_incident


@dataclass(frozen=True)
class Topic:
    """`platform.LiveTopicPort` for one prefix, by one question about an actor and an id."""

    prefix: str
    question: Callable[[Actor, UUID], bool]
    has_sequence: bool = False

    def may_watch(self, person_id: UUID, topic: str) -> bool:
        """Return whether this person may watch; what cannot be read or found: no."""
        try:
            return self.question(actor(person_id), UUID(topic.partition(":")[2]))
        except (ValueError, StaylineError):
            return False

    def replay(self, topic: str, after: int) -> Sequence[tuple[int | None, str]] | None:
        """Return what came after `after` on a topic with a sequence; else draw it whole."""
        return replay(topic, after) if self.has_sequence else None


def topics() -> list[Topic]:
    """Return every live topic there is."""
    return [
        Topic("person", _own),
        Topic("board", _own_site),
        Topic("contact", _contact),
        Topic("incident", _incident, has_sequence=True),
    ]


def _own(who: Actor, person_id: UUID) -> bool:
    return who.id == person_id


def _own_site(who: Actor, site_id: UUID) -> bool:
    return who.site_id == site_id or supervises(who, site_id)


def _incident(who: Actor, incident_id: UUID) -> bool:
    return may_see_incident(who, incident_id) or may_see_briefing(who, incident_id)


def _contact(who: Actor, contact_id: UUID) -> bool:
    row = contact(contact_id)
    if row.agent_id == who.id or supervises(who, row.site_id):
        return True
    incident = by_contact(contact_id)
    return incident is not None and _incident(who, incident.id)
