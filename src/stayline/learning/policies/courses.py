"""Who teaches a site, and who may read how somebody stands to the courses that are theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.learning.policies.training import EVERY_SITE
from stayline.people.models import Role
from stayline.people.policies import SUPERVISES

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.platform.actors import Actor

TEACHES: Final = frozenset({Role.TRAINER.value, Role.MANAGER.value})
"""Who sees at their own site who is to learn what, and asks for courses."""


def may_teach(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` sees who of a site is to learn what, and may ask for a course."""
    if actor.kind == "system" or not actor.roles.isdisjoint(EVERY_SITE):
        return True
    return not actor.roles.isdisjoint(TEACHES) and actor.site_id == site_id


def teaches_somewhere(actor: Actor) -> bool:
    """Return whether `actor` teaches at some site, and so sees the trainer's pages."""
    return not actor.roles.isdisjoint(TEACHES | EVERY_SITE)


def may_ask_course(actor: Actor, person_id: UUID, site_id: UUID | None) -> bool:
    """Return whether `actor` may ask for a course for somebody: also they do, for themselves."""
    return actor.id == person_id or may_teach(actor, site_id) or _supervises(actor, site_id)


def may_read_evidence(actor: Actor, person_id: UUID, site_id: UUID | None) -> bool:
    """Return whether `actor` may read what somebody's work shows of the standard (S3-51)."""
    return may_ask_course(actor, person_id, site_id)


def may_name_experts(actor: Actor) -> bool:
    """Return whether `actor` may name the expert behind a course: who keeps the documents."""
    return not actor.roles.isdisjoint(EVERY_SITE)


def _supervises(actor: Actor, site_id: UUID | None) -> bool:
    return not actor.roles.isdisjoint(SUPERVISES) and actor.site_id == site_id
