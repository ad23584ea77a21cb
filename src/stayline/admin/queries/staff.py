"""What the screens of people show beside what the room of people knows itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from stayline.library.models import InForce
from stayline.library.queries import emergency_agency, ladder_in_force
from stayline.outbox.queries import WayTrial, trial_to
from stayline.people.errors import PersonNotFound, SiteNotFound
from stayline.people.models import Absence, ContactPoint, Person, Role, Site
from stayline.people.policies import may_grant, may_let_in
from stayline.people.queries import (
    POINT_CHANNELS,
    Change,
    PersonFields,
    SiteFields,
    changes_of,
    leave_of,
    people_managed,
    person_fields,
    points_of,
    reasons_not_to_close,
    site_fields,
    sites_managed,
    stamp_of,
)

if TYPE_CHECKING:
    from stayline.library.queries import EmergencyNumber
    from stayline.people.models import Skill
    from stayline.platform.actors import Actor

CHANNEL_WORDS: Final = {
    "email": "Email",
    "sms": "Text message",
    "voice": "Telephone call",
    "slack": "Slack",
    "teams": "Teams",
    "webhook": "Webhook",
}
"""What each channel of a page is called on screens."""


@dataclass(frozen=True, slots=True)
class RoleBox:
    """One role on a form: whether it is held, and whether it is this person's to give."""

    role: str
    words: str
    held: bool
    given: bool


@dataclass(frozen=True, slots=True)
class SitePage:
    """One site: what stands, what stands in the boxes, and what can be chosen."""

    site: Site | None
    typed: SiteFields
    expected: str
    others: tuple[Site, ...]
    emergency: EmergencyNumber | None
    blocking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person: what stands, what stands in the boxes, and what hangs on them."""

    person: Person | None
    typed: PersonFields
    expected: str
    roles: tuple[RoleBox, ...]
    sites: tuple[Site, ...]
    points: tuple[tuple[ContactPoint, str, WayTrial | None], ...] = ()
    skills: tuple[Skill, ...] = ()
    leave: tuple[Absence, ...] = ()
    history: tuple[Change, ...] = ()
    lets_in: bool = False
    channels: tuple[tuple[str, str], ...] = ()
    zone: str = "UTC"


def site_page(
    actor: Actor, slug: str, *, typed: SiteFields | None = None, expected: str = "", at: datetime
) -> SitePage:
    """Return the page of one site, or of a new one where no short name is given.

    `typed` is what somebody wrote and did not save; `expected` names what they were shown.

    Raises:
        SiteNotFound: there is none of this name whose people `actor` may change.
    """
    managed = sites_managed(actor, closed=True)
    site = next((one for one in managed if one.slug == slug), None)
    if site is None and slug:
        raise SiteNotFound(slug=slug)
    stands = site_fields(site) if site else SiteFields(name="")
    others = Site.objects.filter(closed_at=None)
    if site is not None:
        others = others.filter(exercise=site.exercise).exclude(id=site.id)
    return SitePage(
        site=site,
        typed=typed or stands,
        expected=expected or stamp_of(stands.told()),
        others=tuple(others),
        emergency=emergency_agency(stands.country) if site else None,
        blocking=tuple(reasons_not_to_close(site, at=at)) if site and not site.closed_at else (),
    )


def person_page(
    actor: Actor,
    person_id: UUID | None,
    *,
    typed: PersonFields | None = None,
    expected: str = "",
    at: datetime,
) -> PersonPage:
    """Return the page of one person, or of somebody new where none is named.

    Raises:
        PersonNotFound: nobody whom `actor` may change has this id.
    """
    person = people_managed(actor).filter(id=person_id).first() if person_id else None
    if person is None and person_id is not None:
        raise PersonNotFound(person=str(person_id))
    sites = tuple(sites_managed(actor))
    own = next((one.slug for one in sites if one.id == actor.site_id), "")
    stands = person_fields(person) if person else PersonFields("", "", own)
    shown = typed or stands
    page = PersonPage(
        person=person,
        typed=shown,
        expected=expected or stamp_of(stands.told()),
        roles=_boxes(actor, shown),
        sites=sites,
        channels=tuple((one, CHANNEL_WORDS[one]) for one in POINT_CHANNELS),
    )
    return page if person is None else _whole(page, person, actor, at)


def own_page(actor: Actor, *, at: datetime) -> PersonPage:
    """Return what somebody sees of themselves: how pages reach them, their leave, their record."""
    found = Person.objects.select_related("site").prefetch_related("roles", "skills")
    person = found.get(id=actor.id)
    fields = person_fields(person)
    page = PersonPage(
        person=person,
        typed=fields,
        expected="",
        roles=(),
        sites=(),
        channels=tuple((one, CHANNEL_WORDS[one]) for one in POINT_CHANNELS),
    )
    return _whole(page, person, actor, at)


def skills_asked() -> set[str]:
    """Return the skills that the ladders in force ask for."""
    ladders = InForce.objects.filter(kind="ladder").values_list("document_id", flat=True)
    return {
        skill
        for ladder_id in ladders
        for rung in ladder_in_force(ladder_id)[1].rungs
        for skill in rung.skills
    }


def local_moment(day: str, time: str, zone: str) -> datetime | None:
    """Return a day and a time of a site's zone as a moment; None where they are none."""
    try:
        return datetime.fromisoformat(f"{day}T{time or '00:00'}").replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        return None


def _whole(page: PersonPage, person: Person, actor: Actor, at: datetime) -> PersonPage:
    return PersonPage(
        person=person,
        typed=page.typed,
        expected=page.expected,
        roles=page.roles,
        sites=page.sites,
        points=tuple(
            (one, CHANNEL_WORDS[one.channel], trial_to(one.id)) for one in points_of(person.id)
        ),
        skills=tuple(person.skills.order_by("name")),
        leave=tuple(leave_of(person.id, at=at)),
        history=tuple(changes_of(person.id, own=person.id == actor.id)),
        lets_in=may_let_in(actor, person.actor().roles),
        channels=page.channels,
        zone=person.site.zone if person.site else "UTC",
    )


def _boxes(actor: Actor, fields: PersonFields) -> tuple[RoleBox, ...]:
    return tuple(
        RoleBox(role.value, str(role.label), role.value in fields.roles, may_grant(actor, role))
        for role in Role
    )
