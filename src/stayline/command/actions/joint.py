"""Join incidents that are one event, split them again, let another one lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypedDict

from stayline.command.errors import (
    JoinedAlready,
    JoinedToItself,
    JoinNotOpen,
    JoinOfExercise,
    JoinReasonMissing,
    KeptOutHandles,
    NotJoined,
    NotYoursToJoin,
)
from stayline.command.events import IncidentJoined, IncidentSplit, LeadChanged
from stayline.command.models import Joined
from stayline.command.policies import may_join
from stayline.command.queries.dispatches import subject_of
from stayline.incidents.actions import lock_incident_in_transaction, log_in_transaction
from stayline.ledger.queries import head
from stayline.people.queries import actor as actor_of
from stayline.platform.transactions import action
from stayline.privacy.actions import (
    exclude_in_transaction,
    grant_in_transaction,
    withdraw_in_transaction,
)
from stayline.privacy.errors import NotOnTheList
from stayline.privacy.policies import is_excluded, may_see_incident
from stayline.privacy.queries import listed_people, why_excluded

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.ledger.queries import StreamView
    from stayline.platform.actors import Actor

JOINED: Final = "joined"
"""Why somebody is on the list of the incident that leads: they handle one that is joined to it."""

LONGEST: Final = 240


class _Anchor(TypedDict):
    """Where the other's record stood: what both events say of it."""

    other: str
    other_stream: str
    other_sequence: int
    other_digest: str


@dataclass(frozen=True, slots=True)
class _Doing:
    """Who does it, when and why: the same for every record that says so."""

    actor: Actor
    at: datetime
    because: str


@action
def join_incidents(
    *, lead_id: UUID, member_id: UUID, because: str, actor: Actor, at: datetime
) -> Joined:
    """Make two incidents one: `lead_id` leads from here on, and both records say so.

    Each keeps its own record, reports, obligations and list; a threat's report is never
    merged away. Each record anchors the other's head. Whoever handles the member is let into
    the command of the lead, logged; whoever is kept out of the member is kept out of the lead.
    Incidents that were joined to the member come along.

    Raises:
        IncidentNotFound: one of the two is not there.
        JoinReasonMissing: `because` is empty.
        JoinedToItself, JoinedAlready, JoinNotOpen, JoinOfExercise: these two cannot be joined.
        NotYoursToJoin: `actor` does not command both.
        KeptOutHandles: somebody kept out of one handles the other.
    """
    doing = _doing(because, actor, at)
    if lead_id == member_id:
        raise JoinedToItself
    _locked({lead_id, member_id, *_members_of(member_id)})
    lead, member = _incident(lead_id), _incident(member_id)
    if not may_join(actor, lead, member):
        raise NotYoursToJoin
    _refuse_join(lead, member)
    row = _joined(lead, member, doing)
    for one in _open_rows(member):
        _end(one, "moved", doing)
        _joined(lead, _incident(one.member_id), doing)
    _no_longer_leads(member, doing)
    return row


@action
def split_incident(*, member_id: UUID, because: str, actor: Actor, at: datetime) -> Joined:
    """Take an incident out of a joint one; the history of both stays.

    Whoever was let into the command of the lead because of it alone is let out again.

    Raises:
        IncidentNotFound: no incident has this id.
        JoinReasonMissing: `because` is empty.
        NotJoined: it is not joined to another one.
        NotYoursToJoin: `actor` does not command both.
    """
    doing = _doing(because, actor, at)
    _locked({member_id, *_lead_of(member_id)})
    member = _incident(member_id)
    row = Joined.objects.filter(member=member, split_at=None).first()
    if row is None:
        raise NotJoined
    lead = _incident(row.lead_id)
    if not may_join(actor, lead, member):
        raise NotYoursToJoin
    _end(row, "split", doing)
    heads = {one.id: head(one.stream_id) for one in (lead, member)}
    for here, other in ((lead, member), (member, lead)):
        event = IncidentSplit(
            lead=lead.number,
            member=member.number,
            because=doing.because,
            subject=subject_of(here),
            **_anchor(other, heads[other.id]),
        )
        log_in_transaction(here, event, actor=actor, at=at, live="command", urgent=True)
    _let_out(lead, member, doing)
    return row


@action
def change_lead(*, lead_id: UUID, because: str, actor: Actor, at: datetime) -> Incident:
    """Let another of the joined incidents lead; all the others are joined to it then.

    Raises:
        IncidentNotFound: no incident has this id.
        JoinReasonMissing: `because` is empty.
        NotJoined: it is not joined to another one.
        NotYoursToJoin: `actor` does not command both.
        KeptOutHandles: somebody kept out of one handles the other.
    """
    doing = _doing(because, actor, at)
    leads = _lead_of(lead_id)
    _locked({lead_id, *leads, *(one for lead in leads for one in _members_of(lead))})
    lead = _incident(lead_id)
    row = Joined.objects.filter(member=lead, split_at=None).first()
    if row is None:
        raise NotJoined
    before = _incident(row.lead_id)
    if not may_join(actor, before, lead):
        raise NotYoursToJoin
    rows = _open_rows(before)
    others = [before, *(_incident(one.member_id) for one in rows if one.member_id != lead.id)]
    for one in others:
        _refuse_kept_out(lead, one)
    for joined in rows:
        _end(joined, "moved", doing)
    for here in (lead, before):
        event = LeadChanged(
            lead=lead.number,
            before=before.number,
            because=doing.because,
            subject=subject_of(here),
        )
        log_in_transaction(here, event, actor=actor, at=at, live="command", urgent=True)
    for one in others:
        _joined(lead, one, doing)
    _no_longer_leads(before, doing)
    return lead


@action
def enter_lead(*, member_id: UUID, actor: Actor, at: datetime) -> Incident:
    """Let somebody who handles a joined incident into the command of the one that leads.

    Whoever handled it when it was joined is let in by that; this is for those who came later.

    Raises:
        IncidentNotFound: no incident has this id.
        NotJoined: it is not joined to another one.
        NotOnTheList: `actor` does not handle it, or is kept out of the one that leads.
    """
    _locked({member_id, *_lead_of(member_id)})
    row = Joined.objects.filter(member_id=member_id, split_at=None).first()
    if row is None:
        raise NotJoined
    lead = _incident(row.lead_id)
    if not may_see_incident(actor, member_id) or is_excluded(actor.id, lead.id):
        raise NotOnTheList
    _let_in(lead, actor, _Doing(actor, at, ""))
    return lead


def _doing(because: str, actor: Actor, at: datetime) -> _Doing:
    words = because.strip()[:LONGEST]
    if not words:
        raise JoinReasonMissing
    return _Doing(actor, at, words if words[-1] in ".!?" else f"{words}.")


def _locked(ids: set[UUID]) -> None:
    """Take the heads of these incidents, each by id, as everywhere (`design.md` section 2)."""
    for one in sorted(ids):
        lock_incident_in_transaction(one)


def _incident(incident_id: UUID) -> Incident:
    """Return an incident with its head locked: a second lock of the same transaction is free."""
    return lock_incident_in_transaction(incident_id)


def _members_of(incident_id: UUID) -> set[UUID]:
    rows = Joined.objects.filter(lead_id=incident_id, split_at=None)
    return set(rows.values_list("member_id", flat=True))


def _lead_of(incident_id: UUID) -> set[UUID]:
    rows = Joined.objects.filter(member_id=incident_id, split_at=None)
    return set(rows.values_list("lead_id", flat=True))


def _open_rows(lead: Incident) -> list[Joined]:
    rows = Joined.objects.filter(lead=lead, split_at=None)
    return list(rows.order_by("sequence", "id"))


def _refuse_join(lead: Incident, member: Incident) -> None:
    """Refuse what cannot be one; the caller holds both heads."""
    if lead.exercise != member.exercise:
        raise JoinOfExercise
    if "closed" in {lead.state, member.state}:
        raise JoinNotOpen
    if Joined.objects.filter(member__in=[lead, member], split_at=None).exists():
        raise JoinedAlready
    for one in (member, *(_incident(row.member_id) for row in _open_rows(member))):
        _refuse_kept_out(lead, one)


def _refuse_kept_out(lead: Incident, member: Incident) -> None:
    """Refuse where joining would tell somebody of what they are kept out of (S1-39)."""
    for one, other in ((lead, member), (member, lead)):
        if not listed_people(one.id).keys().isdisjoint(why_excluded(other.id)):
            raise KeptOutHandles


def _joined(lead: Incident, member: Incident, doing: _Doing) -> Joined:
    """Join one to another: both logs, the row, the lists; the caller holds both heads."""
    heads = {one.id: head(one.stream_id) for one in (lead, member)}
    sequence = 0
    for here, other in ((member, lead), (lead, member)):
        event = IncidentJoined(
            lead=lead.number,
            member=member.number,
            because=doing.because,
            subject=subject_of(here),
            **_anchor(other, heads[other.id]),
        )
        receipt = log_in_transaction(
            here, event, actor=doing.actor, at=doing.at, live="command", urgent=True
        )
        sequence = receipt.sequence
    for person_id, because in sorted(why_excluded(member.id).items()):
        exclude_in_transaction(
            lead.id,
            actor_of(person_id),
            because=because,
            stream_id=lead.stream_id,
            actor=doing.actor,
            at=doing.at,
        )
    for person_id, because in sorted(listed_people(member.id).items()):
        if because != "rang":
            _let_in(lead, actor_of(person_id), doing)
    return Joined.objects.create(
        lead=lead,
        member=member,
        joined_at=doing.at,
        joined_by=doing.actor.id,
        sequence=sequence,
    )


def _anchor(other: Incident, at_head: StreamView) -> _Anchor:
    return {
        "other": other.number,
        "other_stream": str(other.stream_id),
        "other_sequence": at_head.sequence,
        "other_digest": at_head.head_hash,
    }


def _end(row: Joined, how: str, doing: _Doing) -> None:
    row.split_at, row.split_by, row.split_how = doing.at, doing.actor.id, how
    row.save(update_fields=["split_at", "split_by", "split_how"])


def _let_in(lead: Incident, person: Actor, doing: _Doing) -> None:
    grant_in_transaction(
        lead.id,
        person,
        because=JOINED,
        stream_id=lead.stream_id,
        actor=doing.actor,
        at=doing.at,
    )


def _no_longer_leads(before: Incident, doing: _Doing) -> None:
    """End the places on its list that only its leading gave: they are on the new lead's."""
    for person_id, because in sorted(listed_people(before.id).items()):
        if because == JOINED:
            _withdrawn(before, person_id, doing)


def _let_out(lead: Incident, member: Incident, doing: _Doing) -> None:
    """End the places that only this member gave; who handles another joined one stays."""
    others = {who for one in _members_of(lead.id) for who in listed_people(one)}
    for person_id in sorted(listed_people(member.id).keys() - others):
        _withdrawn(lead, person_id, doing)


def _withdrawn(lead: Incident, person_id: UUID, doing: _Doing) -> None:
    withdraw_in_transaction(
        lead.id,
        actor_of(person_id),
        because=JOINED,
        stream_id=lead.stream_id,
        actor=doing.actor,
        at=doing.at,
    )
