"""Who works here, who is on duty, who is there."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

from django.db.models import Q

from stayline.people.errors import PersonNotFound, SiteNotFound, TokenInvalid
from stayline.people.models import (
    ApiToken,
    Person,
    Presence,
    Site,
)
from stayline.people.queries.crew import PRESENT_FOR
from stayline.platform.actors import Actor

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID


Token: TypeAlias = ApiToken
"""A machine's way in, for the edge, which knows no tables."""

SystemName = Literal["listener", "watcher", "outbox", "command_line", "telephone"]


def person(person_id: UUID) -> Person:
    """Return the person of this id.

    Raises:
        PersonNotFound: nobody has it.
    """
    found = Person.objects.filter(id=person_id).select_related("site").first()
    if found is None:
        raise PersonNotFound(person=str(person_id))
    return found


def actor(person_id: UUID) -> Actor:
    """Return the person of this id as the one who acts.

    Raises:
        PersonNotFound: nobody has it.
    """
    return person(person_id).actor()


def system_actor(name: SystemName) -> Actor:
    """Return one of the system's own named actors; the first migration makes them."""
    return Person.objects.get(kind="system", username=f"system:{name}").actor()


def person_by_pseudonym(pseudonym: str) -> Person | None:
    """Return who stands behind a pseudonym of the log, or None when they were forgotten."""
    return Person.objects.filter(pseudonym=pseudonym).first()


def person_by_platform_user(platform_user: str, site_id: UUID) -> Person | None:
    """Return the person whom the contact platform knows by this id, at this site."""
    if not platform_user:
        return None
    return Person.objects.filter(
        platform_user=platform_user, site_id=site_id, is_active=True
    ).first()


def person_named(username: str, site_id: UUID) -> Person:
    """Return the active person of a site who signs in with this name.

    Raises:
        PersonNotFound: nobody does.
    """
    found = Person.objects.filter(
        username__iexact=username, site_id=site_id, is_active=True, kind="person"
    ).first()
    if found is None:
        raise PersonNotFound(username=username)
    return found


def names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of these people by id."""
    return dict(Person.objects.filter(id__in=list(ids)).values_list("id", "name"))


def names_by_pseudonym(pseudonyms: Iterable[str]) -> dict[str, str]:
    """Return the names behind these pseudonyms; whoever was forgotten is left out.

    A machine acts under the id of its token, and is named by the token's source.
    """
    wanted = list(pseudonyms)
    people = Person.objects.filter(pseudonym__in=wanted).values_list("pseudonym", "name")
    machines = ApiToken.objects.filter(id__in=wanted).values_list("id", "source")
    return {str(which): name for which, name in [*people, *machines]}


def site(site_id: UUID) -> Site:
    """Return the site of this id."""
    return Site.objects.get(id=site_id)


def site_by_slug(slug: str) -> Site:
    """Return the site of this short name.

    Raises:
        SiteNotFound: there is none.
    """
    found = Site.objects.filter(slug=slug).first()
    if found is None:
        raise SiteNotFound(slug=slug)
    return found


def sites() -> list[Site]:
    """Return every site in the order of their names."""
    return list(Site.objects.all())


def people_of(site_id: UUID) -> list[Person]:
    """Return the active people of a site with their roles, in the order of their names."""
    found = Person.objects.filter(site_id=site_id, is_active=True, kind="person")
    return list(found.prefetch_related("roles"))


def demo_people() -> list[Person]:
    """Return the demo centre's people, for the one-press sign-in."""
    return list(Person.objects.filter(is_demo=True, is_active=True).prefetch_related("roles"))


def present_people(at: datetime, among: Collection[UUID] | None = None) -> set[UUID]:
    """Return who is there: a live stream seen within 12 seconds and not closed since."""
    rows = Presence.objects.filter(seen_at__gt=at - PRESENT_FOR, gone_at=None)
    if among is not None:
        rows = rows.filter(person_id__in=list(among))
    return set(rows.values_list("person_id", flat=True))


def is_present(person_id: UUID, at: datetime) -> bool:
    """Return whether this person is there now."""
    return person_id in present_people(at, [person_id])


def token_owner(secret: str, *, scope: str, at: datetime) -> ApiToken:
    """Return the token that `secret` is, when it may do what `scope` says at this moment.

    Raises:
        TokenInvalid: unknown, expired, revoked, or without the scope; which, is not said.
    """
    living = Q(expires_at=None) | Q(expires_at__gt=at)
    rows = ApiToken.objects.filter(living, digest=token_digest(secret), revoked_at=None)
    token = next(iter(rows[:1]), None)
    if token is None or scope not in token.scopes:
        raise TokenInvalid(scope=scope)
    return token


def token_digest(secret: str) -> str:
    """Return what the database keeps instead of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()
