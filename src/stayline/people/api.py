"""Who a machine is: the token check that every endpoint names, and whom it acts for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from ninja.security import HttpBearer

from stayline.people.errors import TokenInvalid
from stayline.people.queries import SCOPES, person_named, token_owner
from stayline.platform.actors import Actor

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from stayline.people.queries import Token

__all__ = ["ACTING", "SCOPES", "Scope", "acting", "machine", "own_site"]

ACTING: Final = "X-Stayline-Acting"
"""The header by which an exercise's token says whose desk a request comes from."""


class Scope(HttpBearer):
    """Lets a request in whose token has this scope; the token is bound to its source."""

    def __init__(self, scope: str) -> None:
        """Remember which scope is asked for."""
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        """Return the token's row.

        Raises:
            TokenInvalid: unknown, expired, revoked, or without the scope.
        """
        del request
        return token_owner(token, scope=self.scope, at=datetime.now(UTC))


def machine(token: Token) -> Actor:
    """Return a token as the one who acts: the log names it by its id."""
    return Actor(
        id=token.id,
        pseudonym=str(token.id),
        name=f"{token.name} ({token.source})",
        kind="system",
        site_id=token.site_id,
    )


def acting(request: HttpRequest, token: Token) -> Actor:
    """Return the person of an exercise whose desk this request stands for.

    Raises:
        TokenInvalid: the token is not an exercise's.
        PersonNotFound: the header names nobody of the token's site.
    """
    if not token.exercise:
        raise TokenInvalid("Only an exercise's token may act for people.")
    username = request.headers.get(ACTING, "")
    return person_named(username, token.site_id).actor()


def own_site(token: Token, site_id: UUID, *, exercise: bool = True) -> None:
    """Refuse what belongs to another site than the token's; an exercise's, also what is real.

    `exercise` is whether the row that is touched is one.

    Raises:
        TokenInvalid: it does.
    """
    if token.site_id != site_id:
        raise TokenInvalid("This token belongs to another site.")
    if token.exercise and not exercise:
        raise TokenInvalid("An exercise's token touches exercise contacts only.")
