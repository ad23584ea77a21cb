"""Who reviews in these tests, and contacts that are over."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from stayline.contacts.models import Contact
from stayline.incidents.actions import hear_lines
from stayline.incidents.models import Incident
from stayline.ledger.queries import entries
from stayline.people.actions import add_person
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from stayline.quality.actions import fill_queue
from stayline.quality.models import Review, ReviewQueue
from stayline.quality.queries.reviewing import card_of, review
from tests.cast import NOW, PASSWORD, Cast, later, line

WORDS = "I can't go on. I'm going to end my life."


def reviewer(cast: Cast, name: str, *roles: str) -> Actor:
    """Somebody who reviews at the first centre, and had no part in any contact."""
    person = add_person(
        username=name.lower(),
        name=f"{name} Example",
        password=PASSWORD,
        roles=roles or ("reviewer",),
        site_id=cast.site.id,
        at=NOW,
        platform_user=f"platform-{name.lower()}",
        on_duty=True,
    )
    return person.actor()


def over(cast: Cast, *, agent: Actor | None = None, at: datetime = NOW) -> Contact:
    """An everyday contact that ended five minutes after it began."""
    made = cast.contact(agent=agent, at=at)
    Contact.objects.filter(id=made.id).update(released_at=at + timedelta(minutes=5))
    return made


def crisis(cast: Cast, *, agent: Actor | None = None, seconds: float = 0) -> Incident:
    """A contact with a stated threat, which is over after ten minutes."""
    made = cast.contact(agent=agent, at=later(seconds))
    heard = line(1, WORDS, at=later(seconds + 2))
    hear_lines(contact_id=made.id, lines=[heard], actor=agent or cast.ann, at=later(seconds + 2))
    Contact.objects.filter(id=made.id).update(released_at=later(seconds + 600))
    return Incident.objects.get(contact=made)


def good(review_id: UUID, **other: str) -> dict[str, str]:
    """Answers of the crisis card: nothing happened that must not, and everything was met."""
    card = card_of(review(review_id))
    marks = {one.name: "met" for one in card.items} | {one.name: "no" for one in card.must_not}
    return marks | other


def fill(cast: Cast, at: datetime) -> bool:
    """Let it be looked what belongs in the first centre's queue."""
    return fill_queue(site_id=cast.site.id, actor=system_actor("watcher"), at=at)


def escalated(cast: Cast, incident: Incident, *, seconds: float = 700) -> Review:
    """The review of an incident, once it came into the queue."""
    fill(cast, later(seconds))
    return Review.objects.get(incident=incident)


def kinds(cast: Cast) -> list[str]:
    """What the log of the first centre's queue says, in order."""
    queue = ReviewQueue.objects.get(site=cast.site)
    return [one.kind for one in entries(queue.stream_id)]
