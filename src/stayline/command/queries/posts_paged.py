"""The page about a post that is offered: its own link, and what that shows."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings

from stayline.command.models import PostHeld
from stayline.command.queries.posts_structures import structure_for
from stayline_core.paging import LIVES, OfferWords

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor

USUAL_PORT: Final = 8000
ID_DIGITS: Final = 32


@dataclass(frozen=True, slots=True)
class OfferPage:
    """An offer as whoever holds its link sees it. No word of the contact or the hand-over."""

    incident_id: UUID
    post: str
    who: Actor
    words: OfferWords
    offered_at: datetime
    zone: str


def offer_link(row: PostHeld) -> str:
    """Return the address at which whoever a post is offered to can say that they cannot."""
    known = settings.STAYLINE.public_url
    address = known or f"http://127.0.0.1:{settings.STAYLINE.port or USUAL_PORT}"
    return f"{address.rstrip('/')}/post/{_token(row)}/"


def offer_by_link(token: str, *, at: datetime) -> OfferPage | None:
    """Return the offer whose link carries `token`; None: there is none, or it is over or too old.

    The token is keyed over this very offer, so that it ends with it.
    """
    try:
        row_id = UUID(hex=token[:ID_DIGITS])
    except ValueError:
        return None
    rows = PostHeld.objects.select_related("incident__site", "offered_to")
    row = rows.filter(id=row_id, ended_at=None, offered_to__isnull=False).first()
    if row is None or not hmac.compare_digest(_token(row).encode(), token.encode()):
        return None
    person, since = row.offered_to, row.offered_at
    if person is None or not person.is_active or since is None or at - since > LIVES:
        return None
    return OfferPage(
        row.incident_id,
        row.post,
        person.actor(),
        offer_words(row),
        since,
        row.incident.site.zone,
    )


def offer_words(row: PostHeld) -> OfferWords:
    """Return what a page about this post may say."""
    incident = row.incident
    found = structure_for(row.structure).post(row.post)
    title = f"{found.title[:1].upper()}{found.title[1:]}" if found else "A post"
    return OfferWords(title, incident.site.name, incident.number, exercise=incident.exercise)


def _token(row: PostHeld) -> str:
    key = sha256(b"post offer" + settings.SECRET_KEY.encode()).digest()
    said = f"{row.id}\0{row.offered_to_id}\0{row.offer_sequence}"
    return f"{row.id.hex}{hmac.digest(key, said.encode(), 'sha256').hex()[:40]}"
