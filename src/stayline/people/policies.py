"""Who may change people and tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.people.models import Role

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.platform.actors import Actor

RECEIVES = frozenset({Role.SUPERVISOR.value, Role.LEAD.value, Role.MANAGER.value})
"""Who may take a crisis contact over from an agent (S1-9, S1-10)."""

SUPERVISES = frozenset({Role.SUPERVISOR.value, Role.MANAGER.value})
"""Who decides for a contact: end it, waive, lower, close, call off."""

SETS_UP = frozenset({Role.ADMINISTRATOR.value, Role.MANAGER.value, Role.PROTOCOL_OWNER.value})
"""Who sets a site up: what stands beside the fields of its forms, for one."""


def supervises(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` is a supervisor or manager of this site."""
    return not actor.roles.isdisjoint(SUPERVISES) and actor.site_id == site_id


def receives(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` may take a crisis contact of this site over."""
    return not actor.roles.isdisjoint(RECEIVES) and actor.site_id == site_id


def may_administer(actor: Actor) -> bool:
    """Return whether `actor` may add people and issue tokens."""
    return actor.is_a(Role.ADMINISTRATOR.value) or actor.kind == "system"
