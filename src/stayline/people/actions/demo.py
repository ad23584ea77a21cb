"""The demo centre and its fictional people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from stayline.people.actions.adding import add_person_in_transaction
from stayline.people.models import (
    Person,
    Role,
    Site,
)
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime


DEMO_SITE = "meadowbank"


DEMO_PASSWORD = "practice-makes-calm"  # noqa: S105  # printed at start, refused outside demo


DEMO_PEOPLE = (
    ("maya", "Maya Fern", (Role.AGENT,)),
    ("toby", "Toby Reed", (Role.AGENT,)),
    ("jordan", "Jordan Lark", (Role.SUPERVISOR,)),
    ("robin", "Robin Marsh", (Role.SUPERVISOR,)),
    ("lee", "Lee Sparrow", (Role.LEAD,)),
    ("morgan", "Morgan Heath", (Role.MANAGER,)),
    ("quinn", "Quinn Alder", (Role.PROTOCOL_OWNER, Role.ADMINISTRATOR)),
    ("linnea", "Linnea Cask", (Role.CRISIS_EXPERT,)),
    ("oren", "Oren Vale", (Role.LEGAL_REVIEWER,)),
    ("marlowe", "Bea Marlowe", (Role.ETHICS_REVIEWER,)),
    ("ida", "Ida Plover", (Role.REVIEWER,)),
    ("wren", "Wren Calder", (Role.TRAINER,)),
)


@dataclass(frozen=True, slots=True)
class DemoSite:
    """A further site of a demo centre, or more people for one that there is."""

    slug: str
    name: str
    zone: str
    country: str
    people: tuple[tuple[str, str, tuple[Role, ...]], ...]
    """Sign-in name, name and roles of each."""

    off_duty: frozenset[str] = frozenset()
    """Who of them is off duty until somebody puts them on."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """How to sign in as one of the demo centre's people."""

    name: str
    username: str
    password: str
    roles: str


@dataclass(frozen=True, slots=True)
class DemoCentre:
    """The demo centre: one exercise-flagged site and its fictional people."""

    site_id: UUID
    people: tuple[DemoPerson, ...]


@action
def create_demo_centre(*, at: datetime, more: Sequence[DemoSite] = ()) -> DemoCentre:
    """Make the demo centre with its fictional people, or find it again; `more` joins them.

    Its sites are exercise-flagged: nothing that happens on them counts or leaves.
    """
    first = DemoSite(
        DEMO_SITE, "Meadowbank Energy, demo centre", "America/Los_Angeles", "US", DEMO_PEOPLE
    )
    known = set(Person.objects.filter(is_demo=True).values_list("username", flat=True))
    for one in (first, *more):
        _add_demo_site_in_transaction(one, known=known, at=at)
    people = tuple(
        DemoPerson(name, username, DEMO_PASSWORD, ", ".join(str(role.label) for role in roles))
        for username, name, roles in DEMO_PEOPLE
    )
    return DemoCentre(Site.objects.get(slug=DEMO_SITE).id, people)


def _add_demo_site_in_transaction(shown: DemoSite, *, known: Collection[str], at: datetime) -> None:
    """Make one site of a demo centre and whoever of its people is not `known`."""
    site, _ = Site.objects.get_or_create(
        slug=shown.slug,
        defaults={
            "name": shown.name,
            "zone": shown.zone,
            "country": shown.country,
            "exercise": True,
            "emergency_plan": (
                "Leave the room if you need to. Tell the nearest colleague. "
                "A supervisor takes your contact. Nobody will ask you why today."
            ),
        },
    )
    for username, name, roles in shown.people:
        if username not in known:
            add_person_in_transaction(
                username=username,
                name=name,
                password=DEMO_PASSWORD,
                roles=[str(role) for role in roles],
                site_id=site.id,
                actor=None,
                at=at,
                platform_user=f"demo-{username}",
                demo=True,
                on_duty=username not in shown.off_duty,
            )
