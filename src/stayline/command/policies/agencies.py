"""Who keeps the list of a site's own agencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.people.policies import may_manage, receives

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.platform.actors import Actor


def may_keep_agencies(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` may add, change and review the agencies of this site (S3-37).

    Administrators everywhere, managers at their own site.
    """
    return may_manage(actor, site_id)


def may_see_agencies(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` may read the list of a site: who keeps it, or takes contacts over."""
    return may_keep_agencies(actor, site_id) or receives(actor, site_id)
