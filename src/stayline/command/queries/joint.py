"""Which incidents are one: the one that leads, those joined to it, and how that came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from stayline.command.events import IncidentJoined, IncidentSplit, LeadChanged
from stayline.command.models import Joined
from stayline.command.personal_data.callers import joint_subject
from stayline.command.policies import may_join, may_know_of
from stayline.command.queries.dispatches import subject_of
from stayline.command.queries.words import place_noted
from stayline.incidents.queries import by_number, open_incidents
from stayline.ledger.queries import digest_at, entries, streams_verified
from stayline.people.queries import names_by_pseudonym
from stayline.privacy.policies import may_see_incident

if TYPE_CHECKING:
    from collections.abc import Collection

    from stayline.incidents.models import Incident
    from stayline.ledger.queries import EntryView
    from stayline.platform.actors import Actor
    from stayline_core.bundle_check import Report

NEAR: Final = timedelta(minutes=30)
"""Of the same kind and opened within this, two incidents are offered as perhaps one."""

LOOKED_BACK: Final = timedelta(hours=6)
"""No further back is asked whether an incident is perhaps the same event."""

OFFERED: Final = 5
"""So many are offered at most: a tired person reads no longer list."""

_KINDS: Final = (IncidentJoined.kind, IncidentSplit.kind, LeadChanged.kind)


@dataclass(frozen=True, slots=True)
class Member:
    """One incident that is joined to another, since when, and who joined it (their id)."""

    incident: Incident
    joined_at: datetime
    joined_by: UUID

    @property
    def id(self) -> UUID:
        """The id of the incident."""
        return self.incident.id

    @property
    def number(self) -> str:
        """The number of the incident."""
        return self.incident.number


@dataclass(frozen=True, slots=True)
class MemberView:
    """A joined incident before a reader; without `content` only number and level are shown."""

    incident: Incident
    joined_at: datetime
    content: bool


def lead_of(incident: Incident) -> Incident:
    """Return the incident that leads the one it is joined to; itself where it is not joined."""
    rows = Joined.objects.filter(member=incident, split_at=None)
    found = rows.select_related("lead__site", "lead__contact", "lead__owner").first()
    return found.lead if found else incident


def members(incident: Incident) -> list[Member]:
    """Return the incidents that are joined to this one, in the order they were; none to a member.

    The lead itself is not among them. Who may know of which is asked of the policies.
    """
    rows = Joined.objects.filter(lead=incident, split_at=None).order_by("sequence", "id")
    found = rows.select_related("member__site", "member__contact", "member__owner")
    return [Member(one.member, one.joined_at, one.joined_by) for one in found]


def members_known(incident: Incident, *, actor: Actor) -> list[MemberView]:
    """Return the joined incidents that `actor` may know of, and whether they may open each."""
    return [
        MemberView(one.incident, one.joined_at, may_see_incident(actor, one.id))
        for one in members(incident)
        if may_know_of(actor, one.incident)
    ]


def subject_of_words(incident: Incident) -> str:
    """Return whose data words are that are written in the command of an incident.

    Where it leads others they may be of any of the callers: they stand under a name of their
    own, so that they go with each of them.
    """
    led = Joined.objects.filter(lead=incident).exists()
    return joint_subject(incident.id) if led else subject_of(incident)


def leads_of(incident_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return, for those of these incidents that are joined to another, which one leads."""
    rows = Joined.objects.filter(member_id__in=list(incident_ids), split_at=None)
    return dict(rows.values_list("member_id", "lead_id"))


@dataclass(frozen=True, slots=True)
class Happened:
    """One step of how incidents came to be one, or apart: when, who, what, why."""

    at: datetime
    who: str
    what: str
    because: str


@dataclass(frozen=True, slots=True)
class Perhaps:
    """An open incident that is perhaps the same event, with the plain facts that say so."""

    incident: Incident
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JointRecord:
    """What verifying several records as one found: each chain, and every anchor between them."""

    numbers: tuple[str, ...]
    report: Report
    anchors: int
    broken: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """Whether nothing was changed and nothing is missing in any of them."""
        return not self.report.faults and not self.broken


def joint_of(incident: Incident) -> list[Incident]:
    """Return every incident of the joint one, the lead first; itself alone where it is none."""
    lead = lead_of(incident)
    return [lead, *(one.incident for one in members(lead))]


def verify_joint(incident: Incident) -> JointRecord:
    """Return whether the records of a joint incident are intact, each and together.

    Every chain is verified with what it holds. Each record said, when it was joined or split,
    where the other one stood: that entry must still have the digest it had then.
    """
    rows = joint_of(incident)
    said = [one for row in rows for one in _told(row)]
    anchors = [one.event for one in said if isinstance(one.event, IncidentJoined | IncidentSplit)]
    broken = tuple(
        f"{one.other}: entry {one.other_sequence} is not what it was when this was said."
        for one in anchors
        if digest_at(UUID(one.other_stream), one.other_sequence) != one.other_digest
    )
    report = streams_verified({row.stream_id for row in rows})
    return JointRecord(tuple(row.number for row in rows), report, len(anchors), broken)


def story(incident: Incident, *, actor: Actor) -> list[Happened]:
    """Return how this incident was joined and split, the oldest first.

    What concerns an incident that `actor` is kept out of is left out (S1-39).
    """
    said = _told(incident)
    names = names_by_pseudonym({one.actor for one in said})
    known: dict[str, bool] = {}
    found = []
    for one in said:
        event = one.event
        if not isinstance(event, IncidentJoined | IncidentSplit | LeadChanged):
            continue
        numbers = {event.lead, event.before if isinstance(event, LeadChanged) else event.member}
        for number in numbers - known.keys():
            known[number] = may_know_of(actor, by_number(number))
        if all(known[number] for number in numbers):
            who = names.get(one.actor, "somebody who was forgotten")
            found.append(Happened(one.at, who, _what(event), event.because))
    return found


def perhaps_same(incident: Incident, *, actor: Actor, at: datetime) -> list[Perhaps]:
    """Return open incidents that are perhaps the same event, by plain facts; never joined by them.

    The same place, or the same kind within half an hour. Only those that `actor` commands are
    looked at: of the others, nothing may be told.
    """
    place = _plain(place_noted(incident))
    joint = {one.id for one in joint_of(incident)}
    found = []
    for one in open_incidents([incident.site_id]):
        if one.id in joint or one.exercise != incident.exercise:
            continue
        if at - one.opened_at > LOOKED_BACK or not may_join(actor, incident, one):
            continue
        facts = _facts(incident, one, place)
        if facts:
            found.append(Perhaps(one, facts))
    return sorted(
        found, key=lambda one: (-len(one.facts), one.incident.opened_at, one.incident.number)
    )[:OFFERED]


def joinable(incident: Incident, *, actor: Actor) -> list[Incident]:
    """Return the open incidents that `actor` could join with this one, the oldest first."""
    joint = {one.id for one in joint_of(incident)}
    rows = [
        one
        for one in open_incidents([incident.site_id])
        if one.id not in joint and one.exercise == incident.exercise
    ]
    found = [one for one in rows if may_join(actor, incident, one)]
    return sorted(found, key=lambda one: (one.opened_at, one.number))


def _told(row: Incident) -> list[EntryView]:
    return entries(row.stream_id, kinds=_KINDS)


def _what(event: IncidentJoined | IncidentSplit | LeadChanged) -> str:
    if isinstance(event, LeadChanged):
        return f"{event.lead} leads instead of {event.before}"
    if isinstance(event, IncidentSplit):
        return f"{event.member} was split from {event.lead}"
    return f"{event.member} was joined to {event.lead}"


def _facts(here: Incident, other: Incident, place: str) -> tuple[str, ...]:
    """Return what speaks for one event; empty where too little does."""
    there = _plain(place_noted(other))
    same_place = bool(place and there) and (place in there or there in place)
    apart = abs(here.opened_at - other.opened_at)
    same_time = here.kind == other.kind and apart <= NEAR
    minutes = int(apart / timedelta(minutes=1))
    near = "in the same minute" if not minutes else f"{minutes} min apart"
    return (
        *(["The same place was noted."] if same_place else []),
        *([f"The same kind, opened {near}."] if same_time else []),
    )


def _plain(place: str) -> str:
    return " ".join("".join(one if one.isalnum() else " " for one in place.casefold()).split())
