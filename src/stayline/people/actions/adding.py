"""Sites and people come into being; the first administrator makes both."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from stayline.ledger.actions import append_in_transaction, open_stream_in_transaction
from stayline.people.actions.sites import log_site_added_in_transaction
from stayline.people.errors import PersonInvalid
from stayline.people.events import PersonAdded
from stayline.people.models import (
    Availability,
    Person,
    Role,
    RoleGrant,
    Site,
)
from stayline.platform.transactions import action
from stayline_core.protocol.overlay import language_tag

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from stayline.platform.actors import Actor

SHORTEST_PASSWORD = 12
"""Characters. NIST SP 800-63B asks for 8 where a second factor follows; here none does yet."""


@action
def add_site(
    *,
    slug: str,
    name: str,
    zone: str,
    country: str,
    exercise: bool,
    language: str = "",
    actor: Actor,
    at: datetime,
) -> Site:
    """Make a site, or return the one that has this slug already.

    `language` (BCP 47) is what its callers speak where a contact does not say; empty: the
    protocols' own. One that names no language counts as empty.
    """
    made, new = Site.objects.get_or_create(
        slug=slug,
        defaults={
            "name": name,
            "zone": zone,
            "country": country,
            "exercise": exercise,
            "language": language_tag(language) or "",
        },
    )
    if new:
        log_site_added_in_transaction(made, actor=actor, at=at)
    return made


@action
def add_person(
    *,
    username: str,
    name: str,
    password: str,
    roles: Collection[str],
    site_id: UUID,
    actor: Actor | None = None,
    at: datetime,
    platform_user: str = "",
    demo: bool = False,
    on_duty: bool = False,
) -> Person:
    """Add a person who can sign in, with their roles.

    `actor` is None for the very first administrator, who adds themselves.

    Raises:
        PersonInvalid: the name is taken or empty, the password too short, a role unknown.
    """
    refuse_faults(username, password, roles)
    return add_person_in_transaction(
        username=username,
        name=name,
        password=password,
        roles=roles,
        site_id=site_id,
        actor=actor,
        at=at,
        platform_user=platform_user,
        demo=demo,
        on_duty=on_duty,
    )


def add_person_in_transaction(
    *,
    username: str,
    name: str,
    password: str,
    roles: Collection[str],
    site_id: UUID,
    actor: Actor | None,
    at: datetime,
    platform_user: str,
    demo: bool,
    on_duty: bool,
) -> Person:
    """Add a person; the caller holds the transaction and has checked the fields.

    Without a password they cannot sign in until somebody gives them one.
    """
    made = Person(
        username=username,
        name=name,
        site_id=site_id,
        platform_user=platform_user,
        is_demo=demo,
        on_duty=on_duty,
        availability=Availability.FREE if on_duty else Availability.AWAY,
        available_since=at if on_duty else None,
        created_at=at,
    )
    if password:
        made.set_password(password)
    else:
        made.set_unusable_password()
    made.save()
    RoleGrant.objects.bulk_create(
        RoleGrant(person=made, role=role, granted_at=at) for role in roles
    )
    stream = open_stream_in_transaction(
        kind="person",
        subject_id=made.id,
        exercise=made.site.exercise if made.site else False,
        at=at,
    )
    append_in_transaction(
        stream,
        PersonAdded(
            person=str(made.pseudonym),
            name=name,
            roles=sorted(roles),
            subject=f"person:{made.pseudonym}",
        ),
        actor=actor or made.actor(),
        at=at,
    )
    return made


@action
def create_administrator(
    *, username: str, password: str, country: str = "US", zone: str = "UTC", at: datetime
) -> Person:
    """Make the first administrator, and the centre's first site where there is none.

    Raises:
        PersonInvalid: the name is taken or empty, or the password is too short.
    """
    site, new = Site.objects.get_or_create(
        slug="centre", defaults={"name": "Our centre", "country": country, "zone": zone}
    )
    refuse_faults(username, password, [Role.ADMINISTRATOR])
    made = add_person_in_transaction(
        username=username,
        name=username,
        password=password,
        roles=[Role.ADMINISTRATOR, Role.SUPERVISOR],
        site_id=site.id,
        actor=None,
        at=at,
        platform_user="",
        demo=False,
        on_duty=False,
    )
    if new:
        log_site_added_in_transaction(site, actor=made.actor(), at=at)
    return made


def refuse_faults(username: str, password: str, roles: Collection[str]) -> None:
    """Refuse what nobody could sign in with; the caller names every fault at once."""
    faults: dict[str, str] = {}
    if not username or Person.objects.filter(username__iexact=username).exists():
        faults["username"] = "This name is taken or empty. Choose another."
    if len(password) < SHORTEST_PASSWORD:
        faults["password"] = f"A password needs at least {SHORTEST_PASSWORD} characters."
    unknown = sorted(set(roles) - set(Role.values))
    if unknown or not roles:
        faults["roles"] = f"Choose from {', '.join(Role.values)}; unknown: {', '.join(unknown)}."
    if faults:
        raise PersonInvalid(faults)
