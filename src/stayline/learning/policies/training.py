"""Who may record training, and who may read whose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.people.models import Role
from stayline.people.policies import SETS_UP, SUPERVISES

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.platform.actors import Actor

EVERY_SITE: Final = frozenset({Role.PROTOCOL_OWNER.value, Role.ADMINISTRATOR.value})
"""Who records training and reads readiness at every site; a manager does at their own."""


def may_record_training(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` may say who was trained at this site."""
    if actor.kind == "system" or not actor.roles.isdisjoint(EVERY_SITE):
        return True
    return actor.is_a(Role.MANAGER.value) and actor.site_id == site_id


def may_read_training(actor: Actor, person_id: UUID, site_id: UUID | None) -> bool:
    """Return whether `actor` may read somebody's training: their own, or at their site."""
    if actor.id == person_id or may_record_training(actor, site_id):
        return True
    return not actor.roles.isdisjoint(SUPERVISES) and actor.site_id == site_id


def may_keep_lists(actor: Actor) -> bool:
    """Return whether `actor` records training at some site, and so sees lists and readiness."""
    return not actor.roles.isdisjoint(SETS_UP)
