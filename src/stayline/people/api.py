"""Who a machine is: the token check that every endpoint names, and whom it acts for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal

from django.http import HttpRequest  # ninja reads the annotations
from ninja import Field, Router, Schema
from ninja.security import HttpBearer
from pydantic import AwareDatetime

from stayline.people.actions import USED_EVERY, PhoneWord, note_phone_state, note_token_used
from stayline.people.errors import PersonNotFound, TokenInvalid
from stayline.people.queries import (
    SCOPES,
    Token,
    person_by_platform_user,
    person_named,
    site,
    token_owner,
)
from stayline.platform.actors import Actor
from stayline_core.whereabouts import Phone

if TYPE_CHECKING:
    from uuid import UUID

router = Router(tags=["presence"])

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
        at = datetime.now(UTC)
        found = token_owner(token, scope=self.scope, at=at)
        if found.last_used_at is None or found.last_used_at <= at - USED_EVERY:
            note_token_used(token_id=found.id, actor=machine(found), at=at)
        return found


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


class LineStateIn(Schema):
    """What somebody's line does now, as their telephone platform says."""

    user: str = Field(min_length=1, max_length=200, description="their user id on the platform")
    state: Literal["available", "on_call", "not_available", "signed_out"]
    at: AwareDatetime = Field(description="the platform's time, with its offset")


class LineStateOut(Schema):
    """What became of it."""

    taken: bool = Field(description="false: the same, or something newer, is known")


@router.post(
    "/presence",
    auth=Scope("presence:write"),
    response=LineStateOut,
    summary="Say what somebody's line does",
)
def post_line_state(request: HttpRequest, said: LineStateIn) -> LineStateOut:
    """Take what a telephone platform says of somebody's line; sent again it changes nothing.

    The newest word by the platform's time counts, in whatever order they come. On a call they
    are not rung as free; available, they count as reachable without a screen. Whatever is said,
    a ladder's last rung rings them.
    """
    token: Token = request.auth  # type: ignore[attr-defined]  # set by the check
    own_site(token, token.site_id, exercise=site(token.site_id).exercise)
    found = person_by_platform_user(said.user, token.site_id)
    if found is None:
        raise PersonNotFound(user=said.user)
    word = PhoneWord(token.source, Phone(said.state), said.at)
    taken = note_phone_state(
        person_id=found.id, word=word, actor=machine(token), at=datetime.now(UTC)
    )
    return LineStateOut(taken=taken)
