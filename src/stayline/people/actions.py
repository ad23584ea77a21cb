"""What is done to people: added, put on duty, seen, given tokens."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from stayline.ledger.actions import append_in_transaction, open_stream_in_transaction
from stayline.people.errors import PersonInvalid, TokenRefused
from stayline.people.events import PersonAdded, TokenIssued, TokenRevoked
from stayline.people.models import (
    ApiToken,
    Availability,
    Person,
    Presence,
    Role,
    RoleGrant,
    Site,
)
from stayline.people.queries import present_people, token_digest
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline_core.protocol.overlay import language_tag

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from stayline.platform.actors import Actor

SYSTEM = UUID("5ca1ab1e-0000-4000-8000-000000000000")
"""What the stream of the system's own acts is about."""

SCOPES = frozenset({"contacts:write", "incidents:read", "exercise:act", "wording:judge"})
"""What a token may be allowed; `people.api.SCOPES` says each in words."""

SHORTEST_PASSWORD = 12
"""Characters. NIST SP 800-63B asks for 8 where a second factor follows; here none does yet."""

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
    del actor, at  # logged with the first person added to it
    made, _ = Site.objects.get_or_create(
        slug=slug,
        defaults={
            "name": name,
            "zone": zone,
            "country": country,
            "exercise": exercise,
            "language": language_tag(language) or "",
        },
    )
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
    _refuse_faults(username, password, roles)
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
    """Add a person; the caller holds the transaction and has checked the fields."""
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
    made.set_password(password)
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


@action
def issue_token(
    *,
    name: str,
    scopes: Sequence[str],
    source: str,
    site_id: UUID,
    exercise: bool,
    actor: Actor,
    at: datetime,
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """Make a token and return it with its secret, which is shown once and kept as a hash.

    From `expires_at` on it lets nobody in; None: until it is revoked.

    Raises:
        TokenRefused: a scope is unknown, or it would act for people at a site that is real.
    """
    site = Site.objects.get(id=site_id)
    faults: dict[str, str] = {}
    if unknown := sorted(set(scopes) - SCOPES):
        faults["scopes"] = (
            f"Unknown: {', '.join(unknown)}. Choose from {', '.join(sorted(SCOPES))}."
        )
    if "exercise:act" in scopes and not site.exercise:
        faults["site"] = "Acting for people is for exercise-flagged sites only."
    if faults:
        raise TokenRefused(faults)
    secret = f"sl_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        name=name,
        digest=token_digest(secret),
        scopes=list(scopes),
        source=source,
        site_id=site_id,
        exercise=exercise or site.exercise,
        created_at=at,
        created_by_id=actor.id,
        expires_at=expires_at,
    )
    append_in_transaction(
        _system_stream(at),
        TokenIssued(token=str(token.id), source=source, scopes=list(scopes)),
        actor=actor,
        at=at,
    )
    return token, secret


@action
def revoke_token(*, token_id: UUID, actor: Actor, at: datetime) -> None:
    """Close a token's way in; a second time changes nothing."""
    token = ApiToken.objects.select_for_update().get(id=token_id)
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        append_in_transaction(
            _system_stream(at),
            TokenRevoked(token=str(token.id), source=token.source),
            actor=actor,
            at=at,
        )


@action
def set_duty(*, person_id: UUID, on_duty: bool, actor: Actor, at: datetime) -> None:
    """Put a person on duty, free for contacts, or off duty."""
    del actor  # a person's own shift, read from the row; rotas log it in their own room
    Person.objects.filter(id=person_id).update(
        on_duty=on_duty,
        availability=Availability.FREE if on_duty else Availability.AWAY,
        available_since=at if on_duty else None,
    )


def set_availability_in_transaction(person_id: UUID, availability: str, *, at: datetime) -> None:
    """Say what a person is doing now; the caller holds the transaction."""
    Person.objects.filter(id=person_id).update(
        availability=availability,
        available_since=at if availability == Availability.FREE else None,
    )


@action
def note_seen(*, person_ids: Collection[UUID], at: datetime, process: str) -> None:
    """Keep when these people's live streams were last seen, one row each (PresencePort).

    Whoever was not there before shows on the boards of their site.
    """
    arrived = set(person_ids) - present_people(at, person_ids)
    Presence.objects.bulk_create(
        [
            Presence(person_id=one, seen_at=at, gone_at=None, process=process)
            for one in sorted(person_ids)
        ],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["seen_at", "gone_at", "process"],
    )
    _show_on_boards(arrived)


@action
def note_gone(*, person_id: UUID, at: datetime, process: str) -> None:
    """Keep that a person's last live stream closed cleanly: absent at once (PresencePort).

    Another process that saw the person since keeps them present.
    """
    rows = Presence.objects.filter(person_id=person_id, process=process, seen_at__lte=at)
    if rows.update(gone_at=at):
        _show_on_boards([person_id])


def _show_on_boards(person_ids: Collection[UUID]) -> None:
    sites = Person.objects.filter(id__in=list(person_ids), site__isnull=False)
    for site_id in sites.order_by("site_id").values_list("site_id", flat=True).distinct():
        publish_on_commit(f"board:{site_id}", "board")


def _system_stream(at: datetime) -> UUID:
    return open_stream_in_transaction(kind="system", subject_id=SYSTEM, exercise=False, at=at)


def system_person_id(name: str) -> UUID:
    """Return the fixed id of a system actor, the same in every installation."""
    return uuid5(SYSTEM, name)


@action
def set_theme(*, theme: str, actor: Actor, at: datetime) -> None:
    """Keep how a person wants their screens: light, dark, or as their machine says."""
    if theme not in {"auto", "light", "dark"}:
        raise PersonInvalid({"theme": "Choose auto, light or dark."})
    del at  # a taste, not an event: it is not logged
    Person.objects.filter(id=actor.id).update(theme=theme)


@action
def create_administrator(
    *, username: str, password: str, country: str = "US", zone: str = "UTC", at: datetime
) -> Person:
    """Make the first administrator, and the centre's first site where there is none.

    Raises:
        PersonInvalid: the name is taken or empty, or the password is too short.
    """
    site, _ = Site.objects.get_or_create(
        slug="centre", defaults={"name": "Our centre", "country": country, "zone": zone}
    )
    _refuse_faults(username, password, [Role.ADMINISTRATOR])
    return add_person_in_transaction(
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


def _refuse_faults(username: str, password: str, roles: Collection[str]) -> None:
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
