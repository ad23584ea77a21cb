"""Paging people away from a screen: the rows, the single-use link, and what must leave."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.db.models import Max

from stayline.escalation.events import PeoplePaged
from stayline.escalation.models import Ladder, Page
from stayline.escalation.queries.paging import code_digest, link_digest, public_address, words_of
from stayline.incidents.actions import log_in_transaction
from stayline.incidents.models import Incident
from stayline.outbox.actions import enqueue_in_transaction
from stayline.outbox.queries import ways_for
from stayline.people.queries import Point, contact_points
from stayline.people.queries import actor as actor_of
from stayline.platform.actors import Actor
from stayline.privacy.actions import grant_rung_in_transaction
from stayline_core import paging as words

KIND: Final = "escalation.page"
"""The kind of every message that is a page."""


@dataclass(frozen=True, slots=True)
class ToPage:
    """Somebody whom a rung pages, by which channels (as `reachable` answered), on which try."""

    person_id: UUID
    channels: tuple[str, ...]
    rung: int
    attempt: int
    round: int


def page_in_transaction(
    incident: Incident, ladder: Ladder, pages: Sequence[ToPage], *, actor: Actor, at: datetime
) -> int:
    """Page these people away from their screens, and return how many pages leave.

    Each address gets one page with a single-use link of its own (and a code, for a text
    message); what leaves goes through the outbox. An address that was paged for this ladder a
    moment ago is not paged again yet: its last page can still be answered. Everybody who is
    paged gets onto the incident's access list, and the log says who was paged by what.

    The caller holds the transaction and the head.
    """
    wanted = {one.person_id: one for one in pages}
    channels = sorted({name for one in pages for name in one.channels})
    open_ways = {name: [str(way.id) for way in _ways(incident, name)] for name in channels}
    points = contact_points(list(wanted), channels=[name for name in channels if open_ways[name]])
    last = _last_paged(ladder, points)
    leaving = [
        point
        for point in _in_order(points, wanted)
        if point.id not in last or at - last[point.id] >= words.pause_of(point.channel)
    ]
    for point in leaving:
        _send(ladder, wanted[point.person_id], point, open_ways[point.channel], at=at)
    if leaving:
        _note(incident, ladder, wanted, leaving, actor=actor, at=at)
    return len(leaving)


def _ways(incident: Incident, channel: str) -> list[Any]:
    return list(ways_for(channel, site_id=incident.site_id, exercise=incident.exercise))


def _last_paged(ladder: Ladder, points: Sequence[Point]) -> dict[UUID, datetime]:
    """Return when each address was last paged for this ladder by a page that did not fail."""
    rows = ladder.pages.filter(contact_point__in=[one.id for one in points])
    rows = rows.exclude(state="failed")
    return dict(rows.values_list("contact_point").annotate(last=Max("paged_at")))


def _in_order(points: Sequence[Point], wanted: Mapping[UUID, ToPage]) -> list[Point]:
    """Return the addresses that a rung pages, in the order of its channels: calls go first."""
    asked = [one for one in points if one.channel in wanted[one.person_id].channels]
    return sorted(asked, key=lambda one: wanted[one.person_id].channels.index(one.channel))


def _send(ladder: Ladder, to: ToPage, point: Point, ways: list[str], *, at: datetime) -> None:
    """Write one page, and put what must leave into the outbox. Only digests are kept of its keys.

    The link and the code stand in the sealed message alone.
    """
    page_id, token = uuid4(), secrets.token_hex(32)
    code = f"{secrets.randbelow(10**words.CODE_DIGITS):0{words.CODE_DIGITS}d}"
    useless_at = at + words.LEAVES_WITHIN
    message_id = enqueue_in_transaction(
        kind=KIND,
        channel=point.channel,
        payload={"ways": ways, "to": point.address, **_said(ladder, point.channel, token, code)},
        exercise=ladder.exercise,
        incident_id=ladder.incident_id,
        destination=str(point.id),
        urgent=True,
        useless_at=useless_at,
        at=at,
    )
    Page.objects.create(
        id=page_id,
        ladder=ladder,
        person_id=to.person_id,
        rung=to.rung,
        attempt=to.attempt,
        round=to.round,
        channel=point.channel,
        paged_at=at,
        contact_point_id=point.id,
        message_id=message_id,
        state="queued",
        link_digest=link_digest(token),
        code_digest=code_digest(point.address, code) if point.channel == "sms" else "",
        expires_at=at + words.LIVES,
    )


def _said(ladder: Ladder, channel: str, token: str, code: str) -> dict[str, Any]:
    """Return what a page says by one channel, and how it is answered."""
    says, link = words_of(ladder), words.link(public_address(), token)
    if channel == "voice":
        answer = f"{public_address()}/api/v1/pages/calls/{token}"
        return {"say": words.spoken_text(says), "answer_url": answer}
    if channel == "sms":
        return {"text": words.short_text(says, code, link)}
    return {
        "subject": words.subject(says),
        "text": words.long_text(says, link),
        "page": {
            "level": says.level,
            "site": says.site,
            "number": says.number,
            "exercise": says.exercise,
            "asks": says.purpose.value,
            "link": link,
        },
    }


def _note(
    incident: Incident,
    ladder: Ladder,
    wanted: Mapping[UUID, ToPage],
    leaving: Sequence[Point],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Log who was paged by what, and let them read the briefing once they sign in."""
    people = [actor_of(person) for person in dict.fromkeys(one.person_id for one in leaving)]
    counted = Counter(one.channel for one in leaving)
    first = wanted[leaving[0].person_id]
    paged = PeoplePaged(
        ladder=str(ladder.id),
        document=ladder.document_id,
        rung=first.rung + 1,
        attempt=first.attempt,
        round=first.round,
        channels=", ".join(f"{name} {number}" for name, number in counted.items()),
        people=[one.pseudonym for one in people],
        count=len(people),
    )
    log_in_transaction(incident, paged, actor=actor, at=at, live="coming", urgent=True)
    grant_rung_in_transaction(incident.id, people, stream_id=incident.stream_id, actor=actor, at=at)
