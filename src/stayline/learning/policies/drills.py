"""Who plans drills, who sees them, and who may stop one: anybody of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.people.models import Role
from stayline.people.policies import SUPERVISES

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.learning.models import Drill
    from stayline.platform.actors import Actor

PLANS: Final = SUPERVISES | {Role.TRAINER.value}
"""Who plans drills at their own site; an administrator at every site."""


def may_plan_drills(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` may plan drills at this site, and read what came of them."""
    if actor.is_a(Role.ADMINISTRATOR.value):
        return True
    return not actor.roles.isdisjoint(PLANS) and actor.site_id == site_id


def may_see_drill(actor: Actor, drill: Drill, *, under_way: bool) -> bool:
    """Return whether `actor` may see a drill: who plans does, others what is announced or runs.

    One for another person is for them and whoever plans.
    """
    if may_plan_drills(actor, drill.site_id):
        return True
    if drill.person_id is not None and drill.person_id != actor.id:
        return False
    return actor.site_id == drill.site_id and (drill.announced or under_way)


def may_stop_drill(actor: Actor, drill: Drill) -> bool:
    """Return whether `actor` may stop a drill that runs: anybody of its site, without a reason."""
    return actor.kind == "person" and (
        actor.site_id == drill.site_id or may_plan_drills(actor, drill.site_id)
    )
