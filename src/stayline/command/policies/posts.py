"""Who may do what about command roles, decisions and major incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.command.models import PostHeld
from stayline.people.policies import may_manage, receives, supervises
from stayline.privacy.policies import is_excluded, may_see_incident

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor


def may_see_command(actor: Actor, incident: Incident) -> bool:
    """Return whether `actor` may see who is sent and told in an incident: those who handle it."""
    return may_see_incident(actor, incident.id)


def may_command(actor: Actor, incident: Incident) -> bool:
    """Return whether `actor` may send, tell and decide in an incident (S3-1, S3-6).

    Those who take contacts over at its site and handle it may, and whoever holds a post that
    commands; the implicated never may.
    """
    if is_excluded(actor.id, incident.id) or not may_see_incident(actor, incident.id):
        return False
    return receives(actor, incident.site_id) or holds_command(actor, incident)


def holds_command(actor: Actor, incident: Incident) -> bool:
    """Return whether `actor` holds a post of this incident whose holder commands."""
    return PostHeld.objects.filter(
        incident=incident, person_id=actor.id, commands=True, ended_at=None
    ).exists()


def may_hold(actor: Actor, incident: Incident, roles: Collection[str]) -> bool:
    """Return whether `actor` may be given a post that these roles may take.

    They work at its site and are not implicated.
    """
    fits = actor.site_id == incident.site_id and not actor.roles.isdisjoint(roles)
    return fits and not is_excluded(actor.id, incident.id)


def may_take(actor: Actor, incident: Incident, roles: Collection[str]) -> bool:
    """Return whether `actor` may take a post by themselves: they handle the incident too."""
    return may_hold(actor, incident, roles) and may_see_incident(actor, incident.id)


def may_decide_here(actor: Actor, incident: Incident) -> bool:
    """Return whether `actor` may write decisions down: who commands, and who keeps the log."""
    if may_command(actor, incident):
        return True
    held = PostHeld.objects.filter(incident=incident, person_id=actor.id, ended_at=None)
    return held.exists() and may_see_incident(actor, incident.id)


def may_call_major(actor: Actor, incident: Incident, declaring: Collection[str]) -> bool:
    """Return whether `actor` may call it major or end that: silver, gold or a supervisor.

    `declaring` are the posts whose holders may.
    """
    if is_excluded(actor.id, incident.id) or not may_see_incident(actor, incident.id):
        return False
    held = PostHeld.objects.filter(
        incident=incident, person_id=actor.id, post__in=declaring, ended_at=None
    )
    return supervises(actor, incident.site_id) or held.exists()


def may_set_command(actor: Actor, site_id: UUID) -> bool:
    """Return whether `actor` may say how a site commands: its managers and administrators."""
    return may_manage(actor, site_id)
