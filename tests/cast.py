"""The people of the tests, always the same few, all of them invented.

Ann and Al are agents, Bo and Bea supervisors, Lou a lead resolution specialist and Mo the
manager of one centre. Cy supervises another centre and must see nothing of the first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from stayline.contacts.actions import NewContact, open_contact
from stayline.contacts.models import Contact
from stayline.contacts.queries import Caller, Line
from stayline.people.actions import add_person
from stayline.people.models import Person, Site
from stayline.platform.actors import Actor
from tests.kept import Kept

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
"""When every test begins."""

PASSWORD = "tests-need-no-secret"


def later(seconds: float) -> datetime:
    """The moment so many seconds after the test began."""
    return NOW + timedelta(seconds=seconds)


@dataclass(frozen=True)
class Cast:
    """The two centres and their people, as those who act."""

    site: Site
    other_site: Site
    ann: Actor
    al: Actor
    bo: Actor
    bea: Actor
    lou: Actor
    mo: Actor
    cy: Actor

    def contact(
        self,
        *,
        agent: Actor | None = None,
        channel: str = "voice",
        country: str = "US",
        at: datetime = NOW,
        **more: object,
    ) -> Contact:
        """A contact that begins, with Ann unless somebody else is named."""
        new = NewContact(
            id=uuid4(),
            site_id=self.site.id,
            channel=channel,
            source="tests",
            exercise=True,
            agent_id=(agent or self.ann).id,
            caller=Caller(name="Alex Thistle", number="+15550100"),
            caller_country=country,
            **more,  # type: ignore[arg-type]  # whatever a test wants to say
        )
        return open_contact(new, actor=agent or self.ann, at=at)


def line(number: int, text: str, who: str = "caller", at: datetime | None = None) -> Line:
    """A line of a contact, said `number` seconds after the test began."""
    return Line(f"line-{number}", who, at or later(number), text)


_MINE: Final = "SELECT id FROM people_site WHERE slug IN ('here', 'there')"
_OURS: Final = f"SELECT id FROM people_person WHERE site_id IN ({_MINE})"  # noqa: S608  # names of our own
_kept: Final = Kept(
    {
        "people_site": "WHERE slug IN ('here', 'there')",
        "people_person": f"WHERE site_id IN ({_MINE})",
        "people_rolegrant": f"WHERE person_id IN ({_OURS})",
    },
    "person",
)
_first: Final[list[Cast]] = []


def make_cast() -> Cast:
    """Put the people on duty in an empty database."""
    if Person.objects.filter(kind="person").exists():
        return _made()
    if not _first:
        _first.append(_made())
        _kept.read()
        return _first[0]
    _kept.put_back()
    sites = Site.objects.in_bulk(["here", "there"], field_name="slug")
    return replace(_first[0], site=sites["here"], other_site=sites["there"])


def _made() -> Cast:
    """The people as the real actions make them."""
    here = Site.objects.create(
        slug="here", name="Here", zone="Europe/London", country="GB", exercise=True
    )
    there = Site.objects.create(slug="there", name="There", zone="UTC", exercise=True)

    def add(name: str, site_id: UUID, *roles: str) -> Actor:
        person: Person = add_person(
            username=name.lower(),
            name=f"{name} Example",
            password=PASSWORD,
            roles=roles,
            site_id=site_id,
            at=NOW,
            platform_user=f"platform-{name.lower()}",
            on_duty=True,
        )
        return person.actor()

    return Cast(
        site=here,
        other_site=there,
        ann=add("Ann", here.id, "agent"),
        al=add("Al", here.id, "agent"),
        bo=add("Bo", here.id, "supervisor"),
        bea=add("Bea", here.id, "supervisor"),
        lou=add("Lou", here.id, "lead_resolution_specialist"),
        mo=add("Mo", here.id, "manager"),
        cy=add("Cy", there.id, "supervisor", "manager"),
    )
