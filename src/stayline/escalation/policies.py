"""May they? For everything done to a ladder. The answer is True, or why not."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from stayline.escalation.errors import (
    AcceptForbidden,
    CallOffForbidden,
    ConflictOfInterest,
    FollowForbidden,
    LostForbidden,
    OwnContact,
    RaiseForbidden,
)
from stayline.incidents.models import Incident
from stayline.incidents.policies import supervises_incident
from stayline.people.policies import supervises
from stayline.people.queries import conflicting
from stayline.platform.actors import Actor
from stayline.platform.errors import Forbidden
from stayline.privacy.policies import is_excluded, may_see_incident


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, as the error that says so to the person."""

    error: type[Forbidden]

    def __bool__(self) -> bool:
        """A refusal is no."""
        return False


def may_accept(actor: Actor, incident: Incident, *, rung: bool) -> bool | Refusal:
    """Return whether `actor` may take the contact over.

    Whoever was rung may; so may a supervisor or manager of the site who sees it on the floor
    without being rung. The agent of the contact never accepts their own ladder, and nobody
    who is implicated or disclosed it does (S0-35), nor whom a conflict of interest keeps from
    the agent (X-6).
    """
    if _is_agent(actor, incident):
        return Refusal(OwnContact)
    if is_excluded(actor.id, incident.id) or actor.kind == "system":
        return Refusal(AcceptForbidden)
    if in_conflict(actor.id, incident):
        return Refusal(ConflictOfInterest)
    return rung or supervises(actor, incident.site_id) or Refusal(AcceptForbidden)


def may_follow(actor: Actor, incident: Incident) -> bool | Refusal:
    """Return whether `actor` may follow a contact and guide whoever has it (S2-4, S2-5).

    Supervisors and managers of the site may, when they are neither kept out, nor in a conflict
    of interest with its agent, nor the agent.
    """
    if _is_agent(actor, incident):
        return Refusal(OwnContact)
    if not supervises(actor, incident.site_id) or is_excluded(actor.id, incident.id):
        return Refusal(FollowForbidden)
    return Refusal(ConflictOfInterest) if in_conflict(actor.id, incident) else True


def in_conflict(person_id: UUID, incident: Incident) -> bool:
    """Return whether a conflict of interest keeps this person from the incident's agent (X-6)."""
    agent = incident.contact.agent_id if incident.contact is not None else None
    return agent is not None and person_id in conflicting(agent)


def may_call_off(actor: Actor, incident: Incident) -> bool | Refusal:
    """Return whether `actor` is a supervisor here, not the agent, not kept out."""
    named = supervises_incident(actor, incident) and not is_excluded(actor.id, incident.id)
    return (named and not _is_agent(actor, incident)) or Refusal(CallOffForbidden)


def may_report_lost(actor: Actor, incident: Incident) -> bool | Refusal:
    """Return whether `actor` may say that a receiver is gone: handlers and supervisors."""
    return _handles(actor, incident) or Refusal(LostForbidden)


def may_raise(actor: Actor, incident: Incident) -> bool | Refusal:
    """Return whether `actor` may ring again: handlers and supervisors (raise freely)."""
    return _handles(actor, incident) or Refusal(RaiseForbidden)


def _handles(actor: Actor, incident: Incident) -> bool:
    if actor.kind == "system" or _is_agent(actor, incident):
        return True
    if is_excluded(actor.id, incident.id):
        return False
    return may_see_incident(actor, incident.id) or supervises(actor, incident.site_id)


def _is_agent(actor: Actor, incident: Incident) -> bool:
    return incident.contact is not None and incident.contact.agent_id == actor.id
