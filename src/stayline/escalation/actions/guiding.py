"""A supervisor beside a contact: follows its lines, guides by message, takes it over (S2-4)."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from stayline.escalation.actions._moves import lock_ladder_in_transaction
from stayline.escalation.actions.accepting import Accepted, accept_in_transaction
from stayline.escalation.actions.receiving import advance_in_transaction
from stayline.escalation.actions.ringing import start_in_transaction
from stayline.escalation.errors import (
    GuidanceMissing,
    GuidanceNotFound,
    GuidanceTooLong,
    NobodyToGuide,
    NotFollowing,
)
from stayline.escalation.events import (
    FollowingEnded,
    FollowingStarted,
    GuidanceSeen,
    GuidanceSent,
)
from stayline.escalation.models import Following, Guidance, Ladder
from stayline.escalation.policies import Refusal, may_accept, may_follow
from stayline.incidents.actions import lock_incident_in_transaction, log_in_transaction
from stayline.incidents.models import Incident
from stayline.people.queries import actor as actor_of
from stayline.platform.actors import Actor
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline.privacy.actions import grant_in_transaction
from stayline_core import ladder as rules

LONGEST: Final = 400
"""Characters of a message that can be read while somebody is talking."""

CRISIS: Final = "crisis"
"""The ladder that stands for a take-over when none is open."""


@action
def follow_incident(*, incident_id: UUID, actor: Actor, at: datetime) -> None:
    """Let a supervisor follow the lines of a contact, and its agent see who does (S2-4).

    It puts them on the incident's access list, and changes nothing about who has the contact.
    Pressing twice changes nothing.

    Raises:
        IncidentNotFound: no incident has this id.
        FollowForbidden: `actor` does not supervise the site, or is kept out.
        ConflictOfInterest: they must not meet the agent of the contact.
        OwnContact: `actor` is the agent of the contact.
    """
    incident = _locked(incident_id, actor)
    row, begun = Following.objects.get_or_create(
        incident=incident, person_id=actor.id, until=None, defaults={"since": at}
    )
    del row
    if not begun:
        return
    grant_in_transaction(
        incident.id, actor, because="follows", stream_id=incident.stream_id, actor=actor, at=at
    )
    log_in_transaction(incident, FollowingStarted(), actor=actor, at=at, live="coming")
    _tell_who_has_it(incident, "coming")


@action
def stop_following(*, incident_id: UUID, actor: Actor, at: datetime) -> None:
    """Let a supervisor follow a contact no longer; whoever does not follow changes nothing.

    Raises:
        IncidentNotFound: no incident has this id.
    """
    incident = lock_incident_in_transaction(incident_id)
    rows = Following.objects.filter(incident=incident, person_id=actor.id, until=None)
    if rows.update(until=at):
        log_in_transaction(incident, FollowingEnded(), actor=actor, at=at, live="coming")
        _tell_who_has_it(incident, "coming")


@action
def send_guidance(*, incident_id: UUID, words: str, actor: Actor, at: datetime) -> UUID:
    """Send a message to whoever has the contact, and return its id (S2-5).

    The words are kept in the log alone, as data of the caller. The reader's
    screen shows them beside the step and never moves for them.

    Raises:
        IncidentNotFound: no incident has this id.
        FollowForbidden: `actor` does not supervise the site, or is kept out.
        ConflictOfInterest: they must not meet the agent of the contact.
        OwnContact: `actor` is the agent of the contact.
        NotFollowing: `actor` does not follow it.
        GuidanceMissing: there are no words.
        GuidanceTooLong: there are more than 400 characters.
        NobodyToGuide: nobody has the contact.
    """
    incident = _locked(incident_id, actor)
    text = _readable(words)
    following = Following.objects.filter(incident=incident, person_id=actor.id, until=None)
    if not following.exists():
        raise NotFollowing
    reader_id = _has_it(incident)
    if reader_id is None or reader_id == actor.id:
        raise NobodyToGuide
    sent = GuidanceSent(
        words=text,
        reader=actor_of(reader_id).pseudonym,
        subject=incident.contact.subject if incident.contact else "",
    )
    receipt = log_in_transaction(incident, sent, actor=actor, at=at, live="guidance", urgent=True)
    row = Guidance.objects.create(
        incident=incident,
        author_id=actor.id,
        reader_id=reader_id,
        sequence=receipt.sequence,
        at=at,
    )
    _tell_who_has_it(incident, "guidance")
    return row.id


@action
def see_guidance(*, guidance_id: UUID, actor: Actor, at: datetime) -> None:
    """Record that its reader has seen a message; whoever sent it sees so. Twice changes nothing.

    Raises:
        GuidanceNotFound: no message of this id was sent to `actor`.
    """
    row = Guidance.objects.filter(id=guidance_id, reader_id=actor.id).first()
    if row is None:
        raise GuidanceNotFound(guidance=str(guidance_id))
    incident = lock_incident_in_transaction(row.incident_id)
    if Guidance.objects.filter(id=guidance_id, seen_at=None).update(seen_at=at):
        seen = GuidanceSeen(guidance=str(guidance_id))
        log_in_transaction(incident, seen, actor=actor, at=at, live="guidance", urgent=True)


@action
def take_over(*, incident_id: UUID, actor: Actor, at: datetime) -> Accepted:
    """Let a supervisor who sees it on the floor accept and join in one press (S2-4).

    It is the newest open ladder that brings somebody; with none open, one is written and
    rings nobody, since somebody has it. The run moves when they have spoken, as always
    (S1-11): there is no cold transfer.

    Raises:
        IncidentNotFound: no incident has this id.
        AcceptForbidden: `actor` neither was rung nor supervises the site, or is kept out.
        AcceptRefused: somebody else has accepted and is on time; the sentence names them.
        ConflictOfInterest: they must not meet the agent of the contact.
        OwnContact: `actor` is the agent of the contact.
    """
    incident = lock_incident_in_transaction(incident_id)
    row, value = _to_take(incident, actor, at)
    accepted = accept_in_transaction(incident, row, value, actor=actor, at=at)
    move = rules.join(row.value(), by=actor.id, at=at)
    advance_in_transaction(incident, row, move, actor=actor, at=at)
    return accepted


def _to_take(incident: Incident, actor: Actor, at: datetime) -> tuple[Ladder, rules.Ladder]:
    """Return the ladder that a take-over answers, written now when none is open."""
    rows = Ladder.objects.filter(incident=incident, ended_at=None).order_by("-started_at")
    bringing = next((row for row in rows if not row.informs), None)
    if bringing is not None:
        return lock_ladder_in_transaction(bringing.id)[1:]
    allowed = may_accept(actor, incident, rung=False)
    if isinstance(allowed, Refusal):
        raise allowed.error(incident=str(incident.id))
    return start_in_transaction(
        incident, CRISIS, because="taken over from the floor", actor=actor, at=at
    )


def _locked(incident_id: UUID, actor: Actor) -> Incident:
    incident = lock_incident_in_transaction(incident_id)
    allowed = may_follow(actor, incident)
    if isinstance(allowed, Refusal):
        raise allowed.error(incident=str(incident_id))
    return incident


def _readable(words: str) -> str:
    text = words.strip()
    if not text:
        raise GuidanceMissing
    if len(text) > LONGEST:
        raise GuidanceTooLong
    return text


def _has_it(incident: Incident) -> UUID | None:
    """Return who has the contact: whoever the run belongs to, else the contact's agent."""
    if incident.owner_id is not None:
        return incident.owner_id
    return incident.contact.agent_id if incident.contact is not None else None


def _tell_who_has_it(incident: Incident, kind: str) -> None:
    reader_id = _has_it(incident)
    if reader_id is not None:
        publish_on_commit(f"person:{reader_id}", kind, urgent=True)
