"""Who may change people and tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from stayline.platform.actors import Actor

RECEIVES = frozenset({Role.SUPERVISOR.value, Role.LEAD.value, Role.MANAGER.value})
"""Who may take a crisis contact over from an agent (S1-9, S1-10)."""

SUPERVISES = frozenset({Role.SUPERVISOR.value, Role.MANAGER.value})
"""Who decides for a contact: end it, waive, lower, close, call off."""

REVIEWS = SUPERVISES | {Role.REVIEWER.value}
"""Who reviews contacts afterwards (S2-41)."""

SETS_UP = frozenset({Role.ADMINISTRATOR.value, Role.MANAGER.value, Role.PROTOCOL_OWNER.value})
"""Who sets a site up: what stands beside the fields of its forms, for one."""

WORKS_IN_STUDIO = frozenset(
    {
        Role.PROTOCOL_OWNER.value,
        Role.MANAGER.value,
        Role.ADMINISTRATOR.value,
        Role.CRISIS_EXPERT.value,
        Role.LEGAL_REVIEWER.value,
        Role.ETHICS_REVIEWER.value,
    }
)
"""Who reads documents, their versions and what certifies them: who writes and who signs."""


def supervises(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` is a supervisor or manager of this site."""
    return not actor.roles.isdisjoint(SUPERVISES) and actor.site_id == site_id


def receives(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` may take a crisis contact of this site over."""
    return not actor.roles.isdisjoint(RECEIVES) and actor.site_id == site_id


def may_administer(actor: Actor) -> bool:
    """Return whether `actor` may add people and issue tokens."""
    return actor.is_a(Role.ADMINISTRATOR.value) or actor.kind == "system"


GRANTED_BY_MANAGERS: Final = frozenset({Role.AGENT.value, Role.SUPERVISOR.value, Role.LEAD.value})
"""The roles that a manager gives and takes; every other one is an administrator's to give."""


def may_manage(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` may add and change people of this site, or the site itself.

    Administrators everywhere, managers at their own site.
    """
    return may_administer(actor) or (
        actor.is_a(Role.MANAGER.value) and site_id is not None and actor.site_id == site_id
    )


def may_grant(actor: Actor, role: str) -> bool:
    """Return whether `actor` may give this role to somebody whom they manage, or take it away."""
    return may_administer(actor) or role in GRANTED_BY_MANAGERS


def may_change_points(actor: Actor, person_id: UUID, site_id: UUID | None) -> bool:
    """Return whether `actor` may say how this person of that site is reached: also they do."""
    return actor.id == person_id or may_manage(actor, site_id)


def may_let_in(actor: Actor, roles: Collection[str]) -> bool:
    """Return whether `actor` may let somebody with these roles in, or shut them out.

    Whoever gives a password could sign in with it, so they must be able to grant every role.
    """
    return all(may_grant(actor, role) for role in roles)
