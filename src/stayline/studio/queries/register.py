"""The register of experts as it is shown, and who could be named in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stayline.library.policies import may_keep_register
from stayline.library.queries import ExpertView, expert, experts
from stayline.people.policies import WORKS_IN_STUDIO
from stayline.people.queries import people_of, sites
from stayline.studio.errors import StudioNotYours
from stayline.studio.policies import may_see_studio

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody who signs in here and works in the studio."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The register; `people` are the sign-ins that an entry may belong to."""

    experts: tuple[ExpertView, ...]
    people: tuple[SignIn, ...]
    may_keep: bool


@dataclass(frozen=True, slots=True)
class ExpertPage:
    """One entry, and whether the one who looks may change it."""

    expert: ExpertView
    people: tuple[SignIn, ...]
    may_keep: bool


def register_page(actor: Actor, *, at: datetime) -> RegisterPage:
    """Return the register of experts.

    Raises:
        StudioNotYours: `actor` neither writes nor signs documents.
    """
    if not may_see_studio(actor):
        raise StudioNotYours
    return RegisterPage(tuple(experts(at=at)), studio_people(), may_keep_register(actor))


def expert_page(actor: Actor, expert_id: UUID, *, at: datetime) -> ExpertPage:
    """Return one entry of the register.

    Raises:
        StudioNotYours: `actor` neither writes nor signs documents.
        ExpertNotFound: nobody has this id.
    """
    if not may_see_studio(actor):
        raise StudioNotYours
    found = expert(expert_id, at=at)
    keeps = not found.left and may_keep_register(actor, found.person_id)
    return ExpertPage(found, studio_people(), keeps)


def studio_people() -> tuple[SignIn, ...]:
    """Return who signs in here and works in the studio, by name."""
    found = {
        one.id: SignIn(one.id, one.name)
        for site in sites()
        for one in people_of(site.id)
        if any(grant.role in WORKS_IN_STUDIO for grant in one.roles.all())
    }
    return tuple(sorted(found.values(), key=lambda one: (one.name, str(one.id))))
