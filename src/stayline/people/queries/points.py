"""How people are reached away from a screen, and whom they must not meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from stayline.people.models import Conflict, ContactPoint
from stayline.platform.crypto import keys

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

POINT_CHANNELS: Final = ("email", "sms", "voice", "slack", "teams", "webhook")
"""The channels by which a page leaves the screen, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Point:
    """One way in which a page reaches a person; `hint` is what screens may show of it."""

    id: UUID
    person_id: UUID
    channel: str
    address: str
    hint: str
    position: int


def contact_points(person_ids: Collection[UUID], *, channels: Collection[str] = ()) -> list[Point]:
    """Return the points of these people that stand, in the order in which they are tried.

    With `channels`, only those. The seal is opened: an address goes to a sender, never to a
    screen or the log.
    """
    found = ContactPoint.objects.filter(person_id__in=list(person_ids), removed_at=None)
    if channels:
        found = found.filter(channel__in=list(channels))
    return [
        Point(
            id=row.id,
            person_id=row.person_id,
            channel=row.channel,
            address=keys().unwrap(bytes(row.address_sealed), point_context(row.id)).decode(),
            hint=row.hint,
            position=row.position,
        )
        for row in found.order_by("person_id", "position", "added_at", "id")
    ]


def point_context(point_id: UUID) -> bytes:
    """Return what an address is sealed to: a sealed value moved to another row does not open."""
    return f"people:point:{point_id}".encode()


def conflicting(person_id: UUID) -> set[UUID]:
    """Return everybody with whom this person has a conflict of interest that stands (X-6)."""
    pairs = Conflict.objects.filter(Q(person_id=person_id) | Q(other_id=person_id), ended_at=None)
    both = {one for pair in pairs.values_list("person_id", "other_id") for one in pair}
    return both - {person_id}
