"""People as set-up sees them: the list, one person whole, skills, pairs, tokens, lists taken in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Prefetch, Q

from stayline.ledger.queries import entries, stream_about
from stayline.people.models import (
    Absence,
    ApiToken,
    Conflict,
    ContactPoint,
    PeopleImport,
    Person,
    Role,
    RoleGrant,
    Skill,
)
from stayline.people.policies import may_administer, may_manage
from stayline.people.queries.places import sites_managed
from stayline.people.queries.staff import names_by_pseudonym

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from stayline.platform.actors import Actor

PAGE: Final = 50
"""People on one page of the list."""

PERSON_WORDS: Final = {
    "name": "Name",
    "username": "Sign-in name",
    "site": "Site",
    "roles": "Roles",
    "email": "Work email",
    "phone": "Work phone",
    "platform_user": "Id on the contact platform",
}
"""What each part of a person is called on screens and in the log."""


@dataclass(frozen=True, slots=True)
class PersonFields:
    """What can be changed of a person. `site` is a short name."""

    name: str
    username: str
    site: str
    roles: frozenset[str] = frozenset()
    email: str = ""
    phone: str = ""
    platform_user: str = ""

    def told(self) -> dict[str, str]:
        """Return each part in words, as the log keeps it."""
        return {
            "name": self.name,
            "username": self.username,
            "site": self.site,
            "roles": ", ".join(sorted(self.roles)),
            "email": self.email,
            "phone": self.phone,
            "platform_user": self.platform_user,
        }


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the list of people; `number` counts from 1."""

    people: tuple[Person, ...]
    found: int
    number: int
    pages: int
    states: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a record: when, who, and the sentence."""

    at: datetime
    who: str
    says: str


@dataclass(frozen=True, slots=True)
class SkillRow:
    """A skill, who of the people shown has it, and on whom it ran out."""

    name: str
    has: tuple[Skill, ...]
    ended: tuple[Skill, ...]


@dataclass(frozen=True, slots=True)
class PairRow:
    """A conflict of interest that stands, with who noted it."""

    id: UUID
    person: Person
    other: Person
    noted_at: datetime
    noted_by: str


SCOPES: Final = {
    "contacts:write": "Open contacts, send their lines, report that a caller or a line has gone.",
    "incidents:read": "Read which incident a contact has, and how it stands.",
    "presence:write": "Say what people’s lines do on the telephone: available, on a call, gone.",
    "deployments:write": "Report how people and crews who were sent stand, and read it.",
    "wording:judge": "Judge words before they are sent. Reads and keeps nothing of a contact.",
    "complaints:write": "Raise questions and complaints for callers, and read how they stand.",
    "exercise:act": "Act for the people of an exercise-flagged site. Exercise contacts only.",
}
"""What a token may be allowed, in words."""

STATES: Final = (
    ("here", "Work here"),
    ("leave", "On leave"),
    ("unreached", "No way to reach them away from a screen"),
    ("locked", "Cannot sign in yet"),
    ("left", "Have left"),
)
"""What the list can be narrowed to."""


def person_fields(person: Person) -> PersonFields:
    """Return what can be changed of this person, as it stands."""
    return PersonFields(
        name=person.name,
        username=person.username,
        site=person.site.slug if person.site else "",
        roles=frozenset(grant.role for grant in person.roles.all()),
        email=person.email,
        phone=person.phone,
        platform_user=person.platform_user,
    )


def people_page(
    actor: Actor,
    *,
    words: str = "",
    site: str = "",
    role: str = "",
    skill: str = "",
    state: str = "here",
    number: int = 1,
    at: datetime,
) -> PeoplePage:
    """Return a page of the people whom `actor` manages, in the order of their names.

    `words` are looked for in name, sign-in name and platform id; all of them must be found.
    """
    found = people_managed(actor)
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(username__icontains=word)
            | Q(platform_user__icontains=word)
            | Q(email__icontains=word)
        )
    if site:
        found = found.filter(site__slug=site)
    if role in Role.values:
        found = found.filter(id__in=RoleGrant.objects.filter(role=role).values("person_id"))
    if skill:
        found = found.filter(id__in=Skill.objects.filter(name=skill).values("person_id"))
    found = _in_state(found, state, at)
    many = found.count()
    pages = max(1, -(-many // PAGE))
    number = min(max(1, number), pages)
    rows = found.order_by("name", "id")[(number - 1) * PAGE : number * PAGE]
    roles = tuple((role.value, str(role.label)) for role in Role)
    return PeoplePage(tuple(rows), many, number, pages, STATES, roles)


def people_managed(actor: Actor) -> QuerySet[Person]:
    """Return everybody, left or not, whom `actor` may change, with site, roles and skills."""
    found = Person.objects.filter(kind="person").select_related("site")
    if not may_administer(actor):
        mine = [one.id for one in sites_managed(actor, closed=True)]
        found = found.filter(site_id__in=mine)
    standing = ContactPoint.objects.filter(removed_at=None)
    return found.prefetch_related(
        "roles", "skills", Prefetch("contact_points", queryset=standing, to_attr="points")
    )


def _in_state(found: QuerySet[Person], state: str, at: datetime) -> QuerySet[Person]:
    if state == "left":
        return found.filter(is_active=False)
    found = found.filter(is_active=True)
    if state == "leave":
        away = Absence.objects.filter(cancelled_at=None, starts_at__lte=at, ends_at__gt=at)
        return found.filter(id__in=away.values("person_id"))
    if state == "unreached":
        reached = ContactPoint.objects.filter(removed_at=None).values("person_id")
        return found.exclude(id__in=reached)
    if state == "locked":
        return found.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return found


def leave_of(person_id: UUID, *, at: datetime) -> list[Absence]:
    """Return the leave of this person that runs or is to come, the next first."""
    return list(
        Absence.objects.filter(person_id=person_id, cancelled_at=None, ends_at__gt=at).order_by(
            "starts_at"
        )
    )


def points_of(person_id: UUID) -> list[ContactPoint]:
    """Return how pages reach this person, for a screen: the end of each address alone."""
    return list(ContactPoint.objects.filter(person_id=person_id, removed_at=None))


PRIVATE: Final = "care."
"""What entries of a person's record begin with that are read by nobody but them."""


def changes_of(person_id: UUID, *, own: bool = False, most: int = 30) -> list[Change]:
    """Return the newest entries of a person's record, the newest first.

    What care wrote there is theirs: only they read it (`own`), not whoever manages them.
    """
    stream = stream_about("person", person_id)
    if stream is None:
        return []
    found = entries(stream.id, after=max(0, stream.sequence - most))
    names = names_by_pseudonym({one.actor for one in found})
    return [
        Change(
            one.at,
            names.get(one.actor, "somebody who was forgotten"),
            one.event.describe() if one.event else "What stood here was erased.",
        )
        for one in reversed(found)
        if own or not one.kind.startswith(PRIVATE)
    ]


def skill_rows(actor: Actor, *, asked: set[str], today: date) -> list[SkillRow]:
    """Return every skill that is recorded or `asked` for, with who has it of those managed."""
    found = (
        Skill.objects.filter(person__in=people_managed(actor).filter(is_active=True))
        .select_related("person")
        .order_by("person__name")
    )
    by_name: dict[str, list[Skill]] = {name: [] for name in sorted(asked)}
    for one in found:
        by_name.setdefault(one.name, []).append(one)
    return [
        SkillRow(
            name,
            tuple(one for one in rows if not _ended(one, today)),
            tuple(one for one in rows if _ended(one, today)),
        )
        for name, rows in sorted(by_name.items())
    ]


def _ended(skill: Skill, today: date) -> bool:
    return skill.valid_until is not None and skill.valid_until < today


def conflict_rows(actor: Actor) -> list[PairRow]:
    """Return the pairs that stand in which `actor` manages at least one of the two."""
    pairs = Conflict.objects.filter(ended_at=None).select_related("person__site", "other__site")
    found = [
        one
        for one in pairs.order_by("noted_at")
        if may_manage(actor, one.person.site_id) or may_manage(actor, one.other.site_id)
    ]
    names = dict(
        Person.objects.filter(id__in=[one.noted_by for one in found]).values_list("id", "name")
    )
    return [
        PairRow(one.id, one.person, one.other, one.noted_at, names.get(one.noted_by, "somebody"))
        for one in found
    ]


def token_rows() -> list[ApiToken]:
    """Return every token, those that stand first; each keeps the name of who made it."""
    found = ApiToken.objects.select_related("site", "created_by").order_by("-created_at")
    return sorted(found, key=lambda one: one.revoked_at is not None)


def import_rows(actor: Actor) -> list[PeopleImport]:
    """Return the lists that were taken in: an administrator sees all, a manager their own."""
    found = PeopleImport.objects.select_related("by").order_by("-at")
    return list(found if may_administer(actor) else found.filter(by_id=actor.id))
