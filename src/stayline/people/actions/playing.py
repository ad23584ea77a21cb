"""Making the colleagues who are played while somebody practises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.people.models import Availability, Person, Role, RoleGrant
from stayline.people.queries import site
from stayline.people.queries.playing import PLAYED, played_colleagues

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

CAST: Final = (
    ("jordan", "Jordan (played)", Role.SUPERVISOR),
    ("morgan", "Morgan (played)", Role.MANAGER),
    ("robin", "Robin (played)", Role.SUPERVISOR),
    ("sam", "Sam (played)", Role.AGENT),
)
"""Who is played, by a name that says so on every screen and in every record."""


def play_colleagues_in_transaction(site_id: UUID, *, at: datetime) -> list[Person]:
    """Return the played colleagues of a site, made where they are missing.

    They have no password, are not active, and are no `person`: nobody can sign in as them, and
    no ladder of a real contact finds them. The caller holds the transaction.
    """
    here = site(site_id)
    for key, name, role in CAST:
        made, new = Person.objects.get_or_create(
            username=f"played:{here.slug}:{key}",
            defaults={
                "kind": PLAYED,
                "name": name,
                "site_id": site_id,
                "is_active": False,
                "password": "!",
                "availability": Availability.AWAY,
                "created_at": at,
            },
        )
        if new:
            RoleGrant.objects.create(person=made, role=role, granted_at=at)
    return played_colleagues(site_id)
