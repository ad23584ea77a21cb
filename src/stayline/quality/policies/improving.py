"""Who may open, read, pass on and close improvement actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.people.models import Role
from stayline.people.policies import REVIEWS

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline.quality.models import Improvement

IMPROVES: Final = REVIEWS | {Role.TRAINER.value}
"""Who opens improvement actions at their own site and reads those of it."""


def may_improve(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` may open improvement actions at a site, and read its list."""
    if actor.kind == "system":
        return True
    return not actor.roles.isdisjoint(IMPROVES) and actor.site_id == site_id


def may_read_improvement(actor: Actor, row: Improvement) -> bool:
    """Return whether `actor` may read one: its owner, whom it is about, who leads the site."""
    return actor.id in {row.owner_id, row.person_id} or may_improve(actor, row.site_id)


def may_change_improvement(actor: Actor, row: Improvement) -> bool:
    """Return whether `actor` may close it or pass it on: its owner, or who leads the site."""
    return actor.id == row.owner_id or (
        may_improve(actor, row.site_id) and actor.id != row.person_id
    )


def may_set_aside(actor: Actor, row: Improvement) -> bool:
    """Return whether `actor` may set one aside: a manager of the site, never about themselves."""
    manages = actor.is_a(Role.MANAGER.value) and actor.site_id == row.site_id
    return manages and actor.id != row.person_id
