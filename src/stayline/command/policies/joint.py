"""Who may do what about joint incidents and the common picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.command.policies.posts import may_command
from stayline.people.policies import may_manage, receives, supervises
from stayline.privacy.policies import is_excluded

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor


def may_join(actor: Actor, one: Incident, other: Incident) -> bool:
    """Return whether `actor` may join these two or split them: whoever commands both."""
    return may_command(actor, one) and may_command(actor, other)


def may_know_of(actor: Actor, incident: Incident) -> bool:
    """Return whether number and level may stand before `actor`: as on the floor (S1-39)."""
    return not is_excluded(actor.id, incident.id)


def may_see_overview(actor: Actor) -> bool:
    """Return whether `actor` sees the list of what is commanded: those who take contacts over."""
    return actor.site_id is not None and receives(actor, actor.site_id)


def may_keep_plans(actor: Actor, site_id: UUID) -> bool:
    """Return whether `actor` adds and removes the plans of a whole site: who runs it."""
    return supervises(actor, site_id) or may_manage(actor, site_id)
