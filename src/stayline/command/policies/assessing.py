"""Who may do what about assessment and priority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.command.policies.posts import may_command
from stayline.people.policies import may_manage

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor


def may_assess(actor: Actor, incident: Incident) -> bool:
    """Return whether `actor` may assess an incident: whoever commands it (S3-33)."""
    return may_command(actor, incident)


def may_choose_scheme(actor: Actor, site_id: UUID) -> bool:
    """Return whether `actor` may choose the grades that a site shows beside its priorities."""
    return may_manage(actor, site_id)
