"""Who may set up the ways by which pages leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.platform.actors import Actor

EVERYWHERE: Final = "administrator"
"""Who sets up ways of every site. The roles are those of people, which stands above this room."""

OWN_SITE: Final = "manager"
"""Who sets up the ways of their own site."""


def may_set_way(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` may add, change, stop and try a way of this site.

    A way of every site (None) is an administrator's alone: it carries everybody's pages.
    """
    if actor.kind == "system" or actor.is_a(EVERYWHERE):
        return True
    return site_id is not None and actor.is_a(OWN_SITE) and actor.site_id == site_id
