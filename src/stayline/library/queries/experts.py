"""The register of experts: who they are, by what credential, how they were found (S0-21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from stayline.library.errors import ExpertNotFound
from stayline.library.models import CredentialKind, Expert

if TYPE_CHECKING:
    from uuid import UUID

ENDS_SOON: Final = timedelta(days=60)
"""A credential that ends within this time is shown as ending soon."""

CREDENTIALS: Final = tuple((kind.value, str(kind.label)) for kind in CredentialKind)
"""What makes somebody a crisis expert: the key and the words."""


@dataclass(frozen=True, slots=True)
class EngagementView:
    """When an expert worked for this organisation, and on what."""

    id: UUID
    from_on: date
    until_on: date | None
    on_what: str


@dataclass(frozen=True, slots=True)
class ExpertView:
    """An expert as the register shows them. `valid` says whether the credential holds today."""

    id: UUID
    name: str
    person_id: UUID | None
    signs_in_as: str
    contact: str
    credential: str
    credential_words: str
    issuer: str
    number: str
    expires_on: date
    how_found: str
    note: str
    valid: bool
    ends_soon: bool
    left: bool
    engagements: tuple[EngagementView, ...]


def experts(*, at: datetime) -> list[ExpertView]:
    """Return everybody in the register, those who are still asked first, by name."""
    rows = Expert.objects.select_related("person").prefetch_related("engagements")
    return sorted((_view(one, at) for one in rows), key=lambda one: (one.left, one.name))


def expert(expert_id: UUID, *, at: datetime) -> ExpertView:
    """Return one entry of the register.

    Raises:
        ExpertNotFound: nobody has this id.
    """
    rows = Expert.objects.select_related("person").prefetch_related("engagements")
    row = rows.filter(id=expert_id).first()
    if row is None:
        raise ExpertNotFound(expert=str(expert_id))
    return _view(row, at)


def expert_of(person_id: UUID, *, at: datetime) -> ExpertView | None:
    """Return the entry of somebody who signs in here; None where they are in no register."""
    rows = Expert.objects.select_related("person").prefetch_related("engagements")
    row = rows.filter(person_id=person_id, left_at=None).first()
    return None if row is None else _view(row, at)


def end_of_credential(expires_on: date) -> datetime:
    """Return the first moment at which a credential valid until this day holds no more (UTC)."""
    return datetime.combine(expires_on + timedelta(days=1), time(), tzinfo=UTC)


def _view(row: Expert, at: datetime) -> ExpertView:
    today = at.date()
    valid = row.left_at is None and row.expires_on >= today
    return ExpertView(
        id=row.id,
        name=row.name,
        person_id=row.person_id,
        signs_in_as=row.person.name if row.person else "",
        contact=row.contact,
        credential=row.credential,
        credential_words=row.get_credential_display(),
        issuer=row.issuer,
        number=row.number,
        expires_on=row.expires_on,
        how_found=row.how_found,
        note=row.note,
        valid=valid,
        ends_soon=valid and row.expires_on - today <= ENDS_SOON,
        left=row.left_at is not None,
        engagements=tuple(
            EngagementView(one.id, one.from_on, one.until_on, one.on_what)
            for one in row.engagements.all()
        ),
    )
