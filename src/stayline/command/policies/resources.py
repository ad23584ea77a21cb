"""Who may keep the list of resources, and who may say how one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.people.policies import may_manage, receives

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.platform.actors import Actor


def may_keep_resources(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` may add, change and remove resources of a site: who manages it."""
    return may_manage(actor, site_id)


def may_see_resources(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` may see a site's list, and say that one is in or out of service.

    Those who take contacts over there may, since they choose from it, and who keeps it.
    """
    return receives(actor, site_id) or may_keep_resources(actor, site_id)
