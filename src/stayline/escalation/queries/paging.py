"""Who can be reached away from a screen, and a page as its own link shows it."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final, Literal
from uuid import UUID

from django.conf import settings

from stayline.escalation.models import Ladder, Page
from stayline.outbox.queries import served_channels
from stayline.people.models import ContactPoint
from stayline.platform.actors import Actor
from stayline_core.paging import PageWords, Purpose
from stayline_core.ways import CHANNELS, PHONE

AS_CALLS: Final = ("voice", "sms")
"""What a ladder's `phone` means: a call and a text message, the call first."""

USUAL_PORT: Final = 8000

Standing = Literal["open", "taken", "accepted", "declined", "over", "expired"]
"""How a page stands: it can be answered, or why there is nothing to answer."""


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page as whoever holds its link, its code or its call sees it. No word of the contact."""

    id: UUID
    ladder_id: UUID
    incident_id: UUID
    who: Actor
    words: PageWords
    standing: Standing
    paged_at: datetime
    zone: str


def channels_meant(channels: Sequence[str]) -> tuple[str, ...]:
    """Return the channels away from a screen that a rung's channels mean, each once, in order."""
    meant = [one for name in channels for one in (AS_CALLS if name == PHONE else (name,))]
    return tuple(dict.fromkeys(one for one in meant if one in CHANNELS))


def reachable(
    person_ids: Collection[UUID], channels: Sequence[str], *, site_id: UUID, exercise: bool
) -> dict[UUID, tuple[str, ...]]:
    """Return by which of a rung's channels each person can be paged away from a screen.

    Only channels whose way is set up for this site (and marked for exercises where it is one),
    and only people who have an address there; whoever has none is left out. `phone` stands for
    voice, then sms; `screen` is not in the answer.
    """
    meant = channels_meant(channels)
    if not meant or not person_ids:
        return {}
    served = served_channels(site_id=site_id, exercise=exercise)
    points = ContactPoint.objects.filter(
        person_id__in=list(person_ids), channel__in=served.intersection(meant), removed_at=None
    )
    has: dict[UUID, set[str]] = {}
    for person, channel in points.values_list("person_id", "channel"):
        has.setdefault(person, set()).add(channel)
    return {person: tuple(one for one in meant if one in theirs) for person, theirs in has.items()}


def page_by_link(token: str, *, at: datetime) -> OwnPage | None:
    """Return the page whose link carries `token`; None when there is none, or nobody behind it."""
    return _own(Page.objects.filter(link_digest=link_digest(token)).first(), at) if token else None


def page_by_code(number: str, code: str, *, at: datetime) -> OwnPage | None:
    """Return the page whose code was texted back from `number`; the newest where two share one."""
    found = Page.objects.filter(code_digest=code_digest(number, code)).order_by("-paged_at")
    return _own(found.first(), at)


def words_of(row: Ladder) -> PageWords:
    """Return what a page of this ladder may say: level, site, number, and what it asks for."""
    incident = row.incident
    return PageWords(
        level=incident.level,
        site=incident.site.name,
        number=incident.number,
        purpose=Purpose.INFORMS if row.informs else Purpose(row.purpose),
        exercise=row.exercise,
    )


def link_digest(token: str) -> str:
    """Return what the database keeps instead of a link's token."""
    return sha256(token.encode()).hexdigest()


def code_digest(number: str, code: str) -> str:
    """Return what the database keeps instead of a code: keyed, since six digits are few.

    The number is part of it, so a code answers only from the telephone it was sent to.
    """
    key = sha256(b"page code" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, f"{number}\0{code}".encode(), "sha256").hex()


def public_address() -> str:
    """Return the address that people's devices reach this installation under, without a path."""
    known = settings.STAYLINE.public_url
    return known or f"http://127.0.0.1:{settings.STAYLINE.port or USUAL_PORT}"


def _own(row: Page | None, at: datetime) -> OwnPage | None:
    if row is None or not row.person.is_active:
        return None
    ladder = row.ladder
    return OwnPage(
        id=row.id,
        ladder_id=ladder.id,
        incident_id=ladder.incident_id,
        who=row.person.actor(),
        words=words_of(ladder),
        standing=_standing(row, ladder, at),
        paged_at=row.paged_at,
        zone=ladder.incident.site.zone,
    )


def _standing(row: Page, ladder: Ladder, at: datetime) -> Standing:
    answered: Standing = "accepted" if row.answer == "accepted" else "declined"
    held = ladder.due_at is None
    checks: tuple[tuple[bool, Standing], ...] = (
        (row.answered_at is not None, answered),
        (ladder.ended_at is not None, "over"),
        (row.expires_at is None or row.expires_at <= at, "expired"),
        (held, "taken"),
    )
    return next((standing for holds, standing in checks if holds), "open")
