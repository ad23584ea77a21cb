"""Who may see figures, answer an alarm, and decide on proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.library.policies import may_write
from stayline.people.models import Role
from stayline.people.policies import REVIEWS, supervises

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.platform.actors import Actor


def may_see_figures(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` sees the figures of a site: who reviews there."""
    own = site_id is not None and actor.site_id == site_id
    return own and not actor.roles.isdisjoint(REVIEWS)


def may_see_exposure(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` sees how often each person had a crisis contact: who cares for them.

    A reviewer sees the team's number alone.
    """
    return supervises(actor, site_id)


def may_answer_alarm(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` says what was found behind a rise: a manager of the site."""
    own = site_id is not None and actor.site_id == site_id
    return own and actor.is_a(Role.MANAGER.value)


def may_see_proposals(actor: Actor) -> bool:
    """Return whether `actor` sees where procedures are departed from: who writes or reviews."""
    return may_write(actor) or not actor.roles.isdisjoint(REVIEWS)


def may_decide_proposal(actor: Actor) -> bool:
    """Return whether `actor` accepts or declines proposals: who writes procedures."""
    return may_write(actor)
