"""Machines' ways in: issued, closed."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Q

from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.system import system_stream
from stayline.people.errors import TokenRefused
from stayline.people.events import TokenIssued, TokenRevoked
from stayline.people.models import (
    ApiToken,
    Site,
)
from stayline.people.queries import token_digest
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stayline.platform.actors import Actor

SCOPES = frozenset(
    {
        "contacts:write",
        "complaints:write",
        "deployments:write",
        "incidents:read",
        "presence:write",
        "exercise:act",
        "wording:judge",
    }
)
"""What a token may be allowed; `people.api.SCOPES` says each in words."""

USED_EVERY: Final = timedelta(minutes=1)
"""How exactly it is kept when a token was used last: no request waits for more."""


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
        system_stream(at),
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
            system_stream(at),
            TokenRevoked(token=str(token.id), source=token.source),
            actor=actor,
            at=at,
        )


@action
def note_token_used(*, token_id: UUID, actor: Actor, at: datetime) -> bool:
    """Keep that a token was used, at most once a minute; False: that is known well enough."""
    del actor  # the machine itself, which is known by its token
    lately = Q(last_used_at=None) | Q(last_used_at__lte=at - USED_EVERY)
    return bool(ApiToken.objects.filter(lately, id=token_id).update(last_used_at=at))
