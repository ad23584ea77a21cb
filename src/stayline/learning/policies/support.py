"""Who may see needs, and who belongs to a plan of coaching or buddying.

Needs are for the person and who leads or trains their site. What two people agree and write
belongs to the two; others see that there is a plan, how far it is, and what its review says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.people.models import Role
from stayline.people.policies import REVIEWS, SUPERVISES

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.learning.models import Lesson, SupportPlan
    from stayline.platform.actors import Actor

LEADS: Final = SUPERVISES | {Role.TRAINER.value}
"""Who sees at their own site where colleagues need support (S3-25)."""

COACHES: Final = REVIEWS | {Role.TRAINER.value, Role.LEAD.value}
"""Who coaches; a buddy is any colleague."""


def leads_support(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` sees the needs of a site's people and proposes plans for them."""
    return not actor.roles.isdisjoint(LEADS) and site_id is not None and actor.site_id == site_id


def may_read_needs(actor: Actor, person_id: UUID, site_id: UUID | None) -> bool:
    """Return whether `actor` may see what shows that somebody could use support: their own too."""
    return actor.id == person_id or leads_support(actor, site_id)


def is_side(actor: Actor, plan: SupportPlan) -> bool:
    """Return whether `actor` is one of the two of a plan."""
    return actor.id in {plan.person_id, plan.supporter_id}


def may_see_plan(actor: Actor, plan: SupportPlan) -> bool:
    """Return whether `actor` may see that a plan stands and how far it is."""
    return is_side(actor, plan) or actor.id == plan.coach_id or leads_support(actor, plan.site_id)


def may_review_support(actor: Actor, plan: SupportPlan) -> bool:
    """Return whether `actor` may say what the support came to: never who gave it (S3-27)."""
    return actor.id != plan.supporter_id and may_see_plan(actor, plan)


def may_approve_lesson(actor: Actor, lesson: Lesson) -> bool:
    """Return whether `actor` may approve or withdraw a lesson: a second person who reviews."""
    reviews = not actor.roles.isdisjoint(REVIEWS | {Role.TRAINER.value})
    return reviews and actor.id != lesson.written_by_id and actor.site_id == lesson.site_id


def may_see_lesson(actor: Actor, lesson: Lesson) -> bool:
    """Return whether `actor` may see a lesson: published to all, a draft to its writer alone."""
    if lesson.published_at is not None and lesson.withdrawn_at is None:
        return True
    return actor.id == lesson.written_by_id or (
        lesson.offered_at is not None and may_approve_lesson(actor, lesson)
    )
