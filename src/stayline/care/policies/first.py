"""Who may do what in care. It is private to the person and their supporter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.people.policies import supervises

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.care.models import PrivateCheck
    from stayline.platform.actors import Actor


def may_decline(actor: Actor, check: PrivateCheck) -> bool:
    """Return whether `actor` may decline this check: only the person it is for."""
    return actor.id == check.person_id


def may_record(actor: Actor, check: PrivateCheck) -> bool:
    """Return whether `actor` may say that the check was done.

    Its supporter may, and when it has none or the supporter is away, any other supervisor
    or manager of the site; never the person it is for.
    """
    if actor.id == check.person_id:
        return False
    return actor.id == check.supporter_id or supervises(actor, check.person.site_id)


def may_see_dates(actor: Actor, site_id: UUID) -> bool:
    """Return whether `actor` may see that checks were offered and done, and when."""
    return supervises(actor, site_id)
