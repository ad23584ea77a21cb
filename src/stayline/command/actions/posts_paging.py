"""Telling somebody away from their screen that a post of command is offered to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from stayline.command.events import PostPaged
from stayline.command.queries.dispatches import subject_of
from stayline.command.queries.posts_paged import offer_link, offer_words
from stayline.incidents.actions import log_in_transaction
from stayline.outbox.actions import enqueue_in_transaction
from stayline.outbox.queries import ways_for
from stayline.people.queries import contact_points
from stayline_core import paging as words
from stayline_core.ways import CHANNELS

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.command.models import PostHeld
    from stayline.platform.actors import Actor

KIND: Final = "command.post_offer"
"""The kind of every message that tells of a post."""


def page_offer_in_transaction(row: PostHeld, receiver: Actor, *, actor: Actor, at: datetime) -> int:
    """Page whoever a post is offered to by every way that is set up, and return how many leave.

    The page says post, site and number. It is taken after signing in alone, since what is handed
    over is read and read back first; that one cannot is said from the page itself (ADR 21).

    The caller holds the transaction and the head.
    """
    incident = row.incident
    open_ways = {
        name: [str(way.id) for way in found]
        for name in CHANNELS
        if (found := ways_for(name, site_id=incident.site_id, exercise=incident.exercise))
    }
    points = contact_points([receiver.id], channels=list(open_ways)) if open_ways else []
    for point in points:
        enqueue_in_transaction(
            kind=KIND,
            channel=point.channel,
            payload={
                "ways": open_ways[point.channel],
                "to": point.address,
                **_said(row, point.channel),
            },
            exercise=incident.exercise,
            incident_id=incident.id,
            destination=str(point.id),
            urgent=True,
            useless_at=at + words.LEAVES_WITHIN,
            at=at,
        )
    if points:
        event = PostPaged(
            post=row.post,
            title=offer_words(row).post,
            to=receiver.pseudonym,
            channels=", ".join(dict.fromkeys(CHANNELS[one.channel].lower() for one in points)),
            subject=subject_of(incident),
        )
        log_in_transaction(incident, event, actor=actor, at=at, live="command")
    return len(points)


def _said(row: PostHeld, channel: str) -> dict[str, Any]:
    says, link = offer_words(row), offer_link(row)
    if channel == "voice":
        return {"say": words.offer_spoken(says)}
    if channel == "sms":
        return {"text": words.offer_short(says, link)}
    return {
        "subject": says.head,
        "text": words.offer_text(says, link),
        "post": {
            "post": says.post,
            "site": says.site,
            "number": says.number,
            "exercise": says.exercise,
            "link": link,
        },
    }
