"""Who follows a contact, and what supervisors wrote to whoever has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stayline.escalation.events import GuidanceSent
from stayline.escalation.models import Following, Guidance
from stayline.incidents.models import Incident
from stayline.ledger.queries import entries


@dataclass(frozen=True, slots=True)
class Follower:
    """A supervisor who follows a contact, since when."""

    who: str
    who_id: UUID
    since: datetime


@dataclass(frozen=True, slots=True)
class Guided:
    """One message. `words` is empty when they were erased with the caller's data."""

    id: UUID
    author: str
    author_id: UUID
    reader_id: UUID | None
    words: str
    at: datetime
    seen_at: datetime | None


def followers(incident_id: UUID) -> list[Follower]:
    """Return who follows this incident now, the longest first; the agent sees it."""
    rows = Following.objects.filter(incident_id=incident_id, until=None).select_related("person")
    return [Follower(one.person.name, one.person_id, one.since) for one in rows.order_by("since")]


def follows(incident_id: UUID, person_id: UUID) -> bool:
    """Return whether this person follows the incident now."""
    rows = Following.objects.filter(incident_id=incident_id, person_id=person_id, until=None)
    return rows.exists()


def guidance(incident: Incident) -> list[Guided]:
    """Return every message of an incident in the order in which they were sent."""
    rows = list(Guidance.objects.filter(incident=incident).select_related("author"))
    if not rows:
        return []
    said = entries(incident.stream_id, kinds=[GuidanceSent.kind])
    words = {one.sequence: one.event.words for one in said if isinstance(one.event, GuidanceSent)}
    return [
        Guided(
            id=row.id,
            author=row.author.name,
            author_id=row.author_id,
            reader_id=row.reader_id,
            words=words.get(row.sequence, ""),
            at=row.at,
            seen_at=row.seen_at,
        )
        for row in rows
    ]


def guidance_to_see(incident: Incident, reader_id: UUID) -> list[Guided]:
    """Return what this reader has not confirmed yet, the oldest first."""
    found = guidance(incident)
    return [one for one in found if one.reader_id == reader_id and one.seen_at is None]
