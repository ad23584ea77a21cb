"""The board: open incidents by danger to life, ladders, and who is free."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from stayline.command.queries.assessing import priorities
from stayline.contacts.models import Contact
from stayline.contacts.queries import open_contacts, unassigned
from stayline.deadlines.queries import WatcherHealth, watcher_health
from stayline.escalation.policies import may_follow
from stayline.escalation.queries import Coming, accepted_by, coming, follows, rings_for
from stayline.floor.policies import may_see_floor, may_see_record, may_see_row
from stayline.incidents.models import Incident
from stayline.incidents.queries import ending, open_incidents, overdue, unowned
from stayline.learning.queries.practice import practising
from stayline.library.policies import may_see_alerts
from stayline.library.queries import AlertView, alerts_unseen
from stayline.people.policies import RECEIVES
from stayline.people.queries import Candidate, on_duty, site
from stayline.platform.actors import Actor
from stayline.privacy.errors import NotOnTheList
from stayline_core.triage import Facts, Harm, Level, Priority, priority_of
from stayline_core.whereabouts import Seen

AVAILABLE: Final = {
    "free": ("Free", "ok", "circle-check"),
    "on_contact": ("On a contact", "idle", "headset"),
    "in_crisis": ("In a crisis contact", "wait", "headset"),
    "off_queue": ("Off the queue", "idle", "heart-handshake"),
    "break": ("On a break", "idle", "clock"),
    "away": ("Away", "idle", "circle"),
}
"""Each availability in words, with the class and icon of its mark."""


KINDS_SEEN: Final = (
    ("violence", "A threat to somebody"),
    ("bomb", "A bomb, or something suspicious"),
    ("self_harm", "Somebody who may harm themselves"),
    ("abuse_disclosure", "Somebody who is being abused"),
    ("harassment", "Somebody is harassed or followed"),
    ("emergency", "An accident, a fire, somebody ill"),
    ("other", "Something else"),
)
"""What a member of staff can report, in plain words (S1-21, S3-3)."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One open incident. `content` says whether the reader handles it and may open it.

    Without that nothing but number, level, age and ladder is shown (S1-36). `priority` is its
    place in the queue with the reasons for it (S3-9); `overdue` counts what was not done in
    time (S1-44), `unowned` what was passed on to nobody; `asks_to_end`: an agent waits to hear
    whether a difficult call may end;
    `may_follow`: it is live, and the reader may be beside it (S2-4); `waits`: the caller asked for
    an answer at once and had none yet (S3-4); `assessed` is the priority (1 to 5) that its last
    assessment gave, for who handles it (S3-40).
    """

    incident: Incident
    coming: Coming
    content: bool
    rings: bool
    acceptable: bool
    with_me: UUID | None
    caller_gone: bool
    agent: str
    priority: Priority
    overdue: int
    unowned: int
    asks_to_end: bool
    follows: bool
    may_follow: bool
    waits: bool
    assessed: int | None


class _Known(NamedTuple):
    """What is counted for all rows at once."""

    late: int
    nobodys: int
    assessed: int | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody on duty who can take a contact over."""

    name: str
    words: str
    state: str
    icon: str
    where: str


@dataclass(frozen=True, slots=True)
class Board:
    """The floor of one site at one moment."""

    at: datetime
    rows: tuple[BoardRow, ...]
    people: tuple[PersonRow, ...]
    waiting: tuple[Contact, ...]
    ringing: int
    free: int
    talking: int
    health: WatcherHealth
    zone: str
    site_name: str
    live_topic: str
    alerts: tuple[AlertView, ...]
    sees_alerts: bool
    """Whether the reader may say that they have seen one (S0-12)."""


def board(actor: Actor, *, at: datetime) -> Board:
    """Return the floor of the actor's site, its queue by assessed priority (S3-9).

    Raises:
        NotOnTheList: `actor` takes no contacts over, or belongs to no site.
    """
    if actor.site_id is None or not may_see_floor(actor):
        raise NotOnTheList
    here = site(actor.site_id)
    mine = {row.incident_id: row.id for row in accepted_by(actor.id)}
    rung = {ring.incident_id for ring in rings_for(actor.id, at=at)}
    seen = [one for one in open_incidents([actor.site_id]) if may_see_row(actor, one)]
    ids = [one.id for one in seen]
    late, nobodys = overdue(ids), Counter(one.incident_id for one in unowned(ids, at=at))
    given = priorities(ids)
    counts = {one: _Known(late.get(one, 0), nobodys[one], given.get(one)) for one in ids}
    rows = tuple(
        sorted(
            (_row(one, actor, mine, rung, counts[one.id]) for one in seen),
            key=lambda row: row.priority,
        )
    )
    people = on_duty(roles=RECEIVES, site_id=actor.site_id, at=at)
    busy = practising(actor.site_id)
    return Board(
        at=at,
        rows=rows,
        people=tuple(_person(one, practises=one.id in busy) for one in people),
        waiting=tuple(unassigned(actor.site_id)),
        ringing=sum(row.rings for row in rows),
        free=sum(one.availability == "free" and one.seen is not Seen.NOWHERE for one in people),
        talking=sum(one.agent_id is not None for one in open_contacts(actor.site_id)),
        health=watcher_health(at=at),
        zone=here.zone,
        site_name=here.name,
        live_topic=f"board:{here.id}",
        alerts=alerts_unseen(actor),
        sees_alerts=may_see_alerts(actor),
    )


def _row(
    incident: Incident,
    actor: Actor,
    mine: dict[UUID, UUID],
    rung: set[UUID],
    known: _Known,
) -> BoardRow:
    stands = coming(incident)
    contact = incident.contact
    ringing = stands.state in {"ringing", "nobody"}
    agent = contact.agent if contact else None
    content = may_see_record(actor, incident)
    return BoardRow(
        incident=incident,
        coming=stands,
        content=content,
        rings=ringing,
        acceptable=(ringing or incident.id in rung) and stands.ladder_id is not None,
        with_me=mine.get(incident.id),
        caller_gone=contact is not None
        and contact.caller_left_at is not None
        and contact.released_at is None,
        agent=agent.name if agent else "",
        priority=priority_of(
            Facts(harm=Harm(incident.kind)),
            Level(incident.level),
            opened_at=incident.opened_at,
            spoke=stands.state in {"spoke", "completed"},
            response_demanded=contact is not None and contact.waits_for_answer,
        ),
        overdue=known.late,
        unowned=known.nobodys,
        asks_to_end=_asks_to_end(incident),
        follows=follows(incident.id, actor.id),
        may_follow=contact is not None
        and contact.released_at is None
        and incident.owner_id != actor.id
        and bool(may_follow(actor, incident)),
        waits=contact is not None and contact.waits_for_answer,
        assessed=known.assessed if content else None,
    )


def _asks_to_end(incident: Incident) -> bool:
    if incident.level != Level.L3:
        return False
    stands = ending(incident)
    return stands.asked_at is not None and stands.approved is None


def _person(one: Candidate, *, practises: bool) -> PersonRow:
    """Return somebody on duty; who practises is rung for what is real as before (S4-44)."""
    words, state, icon = AVAILABLE.get(one.availability, (one.availability, "idle", "circle"))
    words = "On a call" if one.calling else words
    words = f"{words}, practising" if practises else words
    return PersonRow(one.name, words, state, icon, f"{one.there[0].upper()}{one.there[1:]}")
