"""Who may look at how a practice went, and who may ask somebody to practise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.learning.policies.courses import may_teach
from stayline.people.policies import SUPERVISES

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.learning.models import PracticeAttempt
    from stayline.platform.actors import Actor


def may_ask_to_practise(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` may ask somebody of this site to practise: who teaches, who leads."""
    leads = not actor.roles.isdisjoint(SUPERVISES) and actor.site_id == site_id
    return leads or may_teach(actor, site_id)


def may_see_result(actor: Actor, attempt: PracticeAttempt) -> bool:
    """Return whether `actor` may see how a practice went (S4-44).

    It is the person's own. Who teaches or leads at their site sees it when the person shares
    it; whoever asked for it sees what came of that.
    """
    if actor.id == attempt.person_id:
        return True
    if attempt.ended_at is None or not may_ask_to_practise(actor, attempt.person.site_id):
        return False
    asked_by = attempt.asked.by_id if attempt.asked is not None else None
    return attempt.shared_at is not None or asked_by == actor.id
