"""Who can be told something in an incident, and how a message reaches them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from uuid import UUID

from stayline.command.models import Deployment, Resource, ResourceKind
from stayline.command.queries.posts import held_row, posts
from stayline.command.queries.resource_fields import reach_of
from stayline.command.queries.words import AGENCIES
from stayline.outbox.queries import ways_for
from stayline.people.queries import contact_points, names
from stayline.privacy.queries import listed_people

if TYPE_CHECKING:
    from stayline.incidents.models import Incident

Kind = Literal["resource", "person", "post", "agency", "everyone"]

CHANNEL_OF: Final = {"text": "sms", "email": "email"}
"""The channel by which a message of a medium leaves; every other medium is a person's own."""

RANG: Final = "rang"
"""On the list only because their telephone rang: they see nothing of the incident yet."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a message is for. `id` is theirs in their own table, empty for everyone.

    `keys` let them answer, a link of their own: they leave with the words and are never kept.
    """

    kind: Kind
    id: str
    name: str
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """How a message reaches somebody: an address and the ways that serve it, or why it cannot.

    `owner` is the person of this centre whose screen asks for the answer; None: somebody else.
    """

    owner: UUID | None
    outward: bool
    channel: str = ""
    address: str = ""
    ways: tuple[str, ...] = ()
    destination: str = ""


EVERYONE: Final = Recipient("everyone", "", "Everyone on this incident")


def recipients(incident: Incident) -> list[Recipient]:
    """Return who can be told something: everyone, who was sent, our people, our list, outside."""
    rows = Resource.objects.filter(site_id=incident.site_id, removed_at=None).order_by("name", "id")
    out = set(_sent(incident))
    resources = sorted(
        (Recipient("resource", str(row.id), row.name) for row in rows),
        key=lambda one: UUID(one.id) not in out,
    )
    people = [Recipient("person", str(who), name) for who, name in _people(incident)]
    agencies = [Recipient("agency", one.id, one.title) for one in AGENCIES.values()]
    held = [
        Recipient("post", one.post, f"{one.title} ({one.name})")
        for one in posts(incident)
        if one.person_id
    ]
    return [EVERYONE, *resources, *held, *people, *agencies]


def recipient(incident: Incident, kind: str, key: str) -> Recipient | None:
    """Return somebody who can be told something here; None: nobody of this id can."""
    found = (one for one in recipients(incident) if (one.kind, one.id) == (kind, key))
    return next(found, None)


def everyone_on(incident: Incident) -> list[Recipient]:
    """Return each person who handles the incident, and each resource that is out for it."""
    rows = Resource.objects.filter(id__in=_sent(incident)).order_by("name", "id")
    people = _people(incident)
    known = {who for who, _ in people}
    sent = [row for row in rows if row.person_id not in known]
    return [
        *(Recipient("person", str(who), name) for who, name in people),
        *(Recipient("resource", str(row.id), row.name) for row in sent),
    ]


def reached(incident: Incident, to: Recipient, medium: str) -> Reached:
    """Return how a message reaches somebody by a medium."""
    channel = CHANNEL_OF.get(medium, "")
    if to.kind == "agency":
        return Reached(None, outward=True)
    if to.kind == "resource":
        return _by_resource(incident, to, channel)
    person = UUID(to.id) if to.kind == "person" else _holder(incident, to)
    if person is not None:
        return _by_person(incident, person, channel, outward=False)
    return Reached(None, outward=False)


def is_outward(to: Recipient) -> bool:
    """Return whether somebody of another organisation is told."""
    if to.kind != "resource":
        return to.kind == "agency"
    return Resource.objects.filter(id=to.id, kind=ResourceKind.SERVICE).exists()


def _holder(incident: Incident, to: Recipient) -> UUID | None:
    """Return who holds a post now; None: nobody does, or it is no post."""
    row = held_row(incident, to.id) if to.kind == "post" else None
    return row.person_id if row else None


def _by_resource(incident: Incident, to: Recipient, channel: str) -> Reached:
    row = Resource.objects.select_related("person").filter(id=to.id).first()
    if row is None:
        return Reached(None, outward=False)
    outward = row.kind == ResourceKind.SERVICE
    if row.person_id is not None:
        return _by_person(incident, row.person_id, channel, outward=outward)
    reach = reach_of(row)
    if not channel or reach.channel != channel or not reach.address:
        return Reached(None, outward=outward)
    return Reached(
        None, outward, channel, reach.address, _ways(incident, channel), f"resource:{row.id}"
    )


def _by_person(incident: Incident, person: UUID, channel: str, *, outward: bool) -> Reached:
    points = contact_points([person], channels=[channel]) if channel else []
    if not points:
        return Reached(person, outward=outward)
    first = points[0]
    ways = _ways(incident, channel)
    return Reached(person, outward, channel, first.address, ways, str(first.id))


def _ways(incident: Incident, channel: str) -> tuple[str, ...]:
    found = ways_for(channel, site_id=incident.site_id, exercise=incident.exercise)
    return tuple(str(way.id) for way in found)


def _sent(incident: Incident) -> list[UUID]:
    rows = Deployment.objects.filter(incident=incident, ended_at=None)
    return list(rows.order_by("asked_at", "id").values_list("resource_id", flat=True))


def _people(incident: Incident) -> list[tuple[UUID, str]]:
    listed = [who for who, because in listed_people(incident.id).items() if because != RANG]
    return sorted(names(listed).items(), key=lambda one: (one[1], str(one[0])))
