"""Who may change what stands beside the fields of forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.people.models import Role
from stayline.people.policies import may_administer

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.platform.actors import Actor

WRITES_NOTES: Final = frozenset({Role.MANAGER.value, Role.PROTOCOL_OWNER.value})


def may_change_notes(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` may change the notes beside fields at a site (None: at every one).

    An administrator may everywhere; a manager and a protocol owner at their own site.
    """
    if may_administer(actor):
        return True
    own = site_id is not None and actor.site_id == site_id
    return own and not actor.roles.isdisjoint(WRITES_NOTES)


def may_see_notes(actor: Actor) -> bool:
    """Return whether `actor` may look at the notes and their history: whoever may change some."""
    return may_change_notes(actor, actor.site_id)
