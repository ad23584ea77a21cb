"""What somebody who was sent holds: a link and a code of their own, and what these show."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from django.conf import settings

from stayline.command.models import Deployment
from stayline.command.queries.deployments import task_of
from stayline_core.deployment import CODE_DIGITS, STATES

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from stayline.incidents.models import Incident

USUAL_PORT: Final = 8000


@dataclass(frozen=True, slots=True)
class FieldView:
    """A task as whoever holds its link sees it: what, where, by when, and how they stand.

    No name, number or word of a contact, and not which kind of incident it is.
    """

    id: UUID
    who: str
    what: str
    where: str
    by: datetime
    zone: str
    state: str
    state_words: str
    exercise: bool
    ended: bool


def link_token(row: Deployment) -> str:
    """Return the token of the link by which somebody reports; it can be made again, not guessed."""
    return _keyed("field link", row).hex()[:40]


def text_code(row: Deployment) -> str:
    """Return the code that somebody puts before their report in a text message."""
    number = int.from_bytes(_keyed("field code", row)[:8], "big") % 10**CODE_DIGITS
    return f"{number:0{CODE_DIGITS}d}"


def digest(secret: str) -> str:
    """Return what the database keeps instead of a token or a code: keyed, since codes are short."""
    return hmac.digest(_key("field digest"), secret.encode(), "sha256").hex()


def field_link(row: Deployment) -> str:
    """Return the address that somebody who was sent reports by."""
    known = settings.STAYLINE.public_url
    address = known or f"http://127.0.0.1:{settings.STAYLINE.port or USUAL_PORT}"
    return f"{address.rstrip('/')}/field/{link_token(row)}/"


def by_link(token: str) -> FieldView | None:
    """Return the task whose link carries `token`; None when there is none."""
    found = _rows().filter(link_digest=digest(token)).first()
    return _view(found) if found else None


def by_code(code: str) -> UUID | None:
    """Return the open deployment that has this code; None when none has, or by chance two."""
    found = list(
        Deployment.objects.filter(code_digest=digest(code), ended_at=None)
        .order_by("id")
        .values_list("id", flat=True)[:2]
    )
    return found[0] if len(found) == 1 else None


def keys_of(incident: Incident) -> dict[UUID, tuple[str, str]]:
    """Return link and code of everybody who is out for an incident, by deployment."""
    rows = Deployment.objects.filter(incident=incident, ended_at=None).order_by("id")
    return {row.id: (field_link(row), text_code(row)) for row in rows}


def _rows() -> QuerySet[Deployment]:
    return Deployment.objects.select_related("incident__site", "incident__contact", "resource")


def _view(row: Deployment) -> FieldView:
    what, where = task_of(row)
    return FieldView(
        id=row.id,
        who=row.resource.name,
        what=what,
        where=where,
        by=row.due_by,
        zone=row.incident.site.zone,
        state=row.state,
        state_words=STATES[row.state],
        exercise=row.exercise,
        ended=row.ended_at is not None,
    )


def _keyed(use: str, row: Deployment) -> bytes:
    return hmac.digest(_key(use), f"{row.id}\0{row.link_round}".encode(), "sha256")


def _key(use: str) -> bytes:
    return sha256(use.encode() + settings.SECRET_KEY.encode()).digest()
