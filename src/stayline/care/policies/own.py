"""Who ends a duty of care, and who reads what the pulse shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.people.models import Role
from stayline.people.policies import RECEIVES

if TYPE_CHECKING:
    from stayline.care.models import LeaderDuty
    from stayline.platform.actors import Actor


def may_end_duty(actor: Actor, duty: LeaderDuty) -> bool:
    """Return whether `actor` may say that a duty was met, or waive it.

    Who owes it and who answers for it may, and a manager of the site; never whom it is owed to.
    """
    if actor.id == duty.person_id:
        return False
    if actor.id in {duty.owner_id, duty.above_id}:
        return True
    return actor.is_a(Role.MANAGER.value) and actor.site_id == duty.site_id


def leads(actor: Actor) -> bool:
    """Return whether `actor` can owe duties of care: supervisors, leads, managers, set-up."""
    return bool(actor.roles & (RECEIVES | {Role.ADMINISTRATOR.value}))


def may_see_effect(actor: Actor) -> bool:
    """Return whether `actor` reads the effect on staff beside the effect on service (S4-4)."""
    return actor.is_a(Role.MANAGER.value)
