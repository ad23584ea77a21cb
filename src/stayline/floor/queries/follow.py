"""A supervisor beside a contact: what is said now, the step, and what they wrote to the agent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from stayline.escalation.policies import may_follow
from stayline.escalation.queries import Coming, Follower, Guided, coming, followers, guidance
from stayline.floor.policies import may_see_record
from stayline.incidents.models import Incident
from stayline.incidents.queries import LineView, incident, lines, screen
from stayline.platform.actors import Actor
from stayline.privacy.errors import NotOnTheList

SHOWN: Final = 120
"""So many of the last lines stand on the screen."""


@dataclass(frozen=True, slots=True)
class FollowPage:
    """What whoever follows sees. `say` are the words of the step, as the agent has them."""

    incident: Incident
    agent: str
    guide: str
    lines: tuple[LineView, ...]
    step: str
    say: tuple[str, ...]
    coming: Coming
    following: bool
    others: tuple[Follower, ...]
    messages: tuple[Guided, ...]
    live: bool
    mine: bool
    zone: str
    live_topic: str


def follow_page(incident_id: UUID, *, actor: Actor) -> FollowPage:
    """Return the page of whoever follows an incident.

    Raises:
        IncidentNotFound: no incident has this id.
        NotOnTheList: `actor` does not handle it, or supervises another site.
    """
    row = incident(incident_id)
    if not may_see_record(actor, row) or not may_follow(actor, row):
        raise NotOnTheList
    contact = row.contact
    shown = screen(row)
    now = shown[1] if shown and not shown[1].ended else None
    watching = followers(row.id)
    agent = contact.agent if contact else None
    has_it = row.owner or agent
    return FollowPage(
        incident=row,
        agent=agent.name if agent else "",
        guide=has_it.name if has_it else "",
        lines=tuple(lines(contact.id, limit=SHOWN)) if contact else (),
        step=(now.title or now.step.rsplit("/", 1)[-1].replace("_", " ").capitalize())
        if now
        else "",
        say=now.say if now else (),
        coming=coming(row),
        following=any(one.who_id == actor.id for one in watching),
        others=tuple(one for one in watching if one.who_id != actor.id),
        messages=tuple(guidance(row)),
        live=contact is not None and contact.released_at is None,
        mine=has_it is not None and has_it.id == actor.id,
        zone=row.site.zone,
        live_topic=f"incident:{row.id}",
    )
