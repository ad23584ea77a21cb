"""Passwords: given by somebody else and shown once, then chosen by the person themselves.

Hashing takes a good part of a second, so it is done before the transaction: an action takes what
is kept already.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final, NewType
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError

from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.system import person_locked, person_stream
from stayline.people.errors import PeopleNotYours, PersonInvalid
from stayline.people.events import PasswordChosen, PasswordGiven
from stayline.people.models import Person
from stayline.people.policies import may_let_in, may_manage
from stayline.platform.live import close_session
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor

Hashed = NewType("Hashed", str)
"""A password as it is kept."""

ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""What cannot be misread when somebody copies it from a sheet of paper."""

GROUPS: Final = 4
LETTERS: Final = 4


def new_password() -> str:
    """Return a password to give somebody: 16 characters in four groups, about 79 bits."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))
    return "-".join(groups)


def hashed(password: str, *, of: Person | None = None) -> Hashed:
    """Return a password as it is kept. Takes a good part of a second.

    Raises:
        PersonInvalid: it is too short, too common, or too much like the person's own names.
    """
    try:
        validate_password(password, of)
    except ValidationError as fault:
        raise PersonInvalid({"password": " ".join(fault.messages)}) from None
    return Hashed(make_password(password))


@action
def give_password(*, person_id: UUID, password: Hashed, actor: Actor, at: datetime) -> int:
    """Give somebody a new password; their sessions end, and they are asked to choose their own.

    Returns how many sessions ended. Whoever holds a role that `actor` may not grant is not
    `actor`'s to let in: signing in as them would take that role.

    Raises:
        PersonNotFound: nobody has this id.
        PeopleNotYours: `actor` does not manage them, or may not grant each of their roles.
    """
    person = person_locked(person_id)
    may = may_manage(actor, person.site_id) and may_let_in(actor, person.actor().roles)
    if not may or not person.is_active:
        raise PeopleNotYours
    person.password = password
    person.password_by_other = True
    person.save(update_fields=["password", "password_by_other"])
    ended = end_sessions_in_transaction(person.id, at=at)
    append_in_transaction(
        person_stream(person, at),
        PasswordGiven(
            person=str(person.pseudonym), sessions=ended, subject=f"person:{person.pseudonym}"
        ),
        actor=actor,
        at=at,
    )
    return ended


@action
def choose_password(*, password: Hashed, actor: Actor, at: datetime) -> None:
    """Keep the password that somebody chose for themselves. Their other sessions end with it."""
    person = person_locked(actor.id)
    person.password = password
    person.password_by_other = False
    person.save(update_fields=["password", "password_by_other"])
    append_in_transaction(
        person_stream(person, at),
        PasswordChosen(person=str(person.pseudonym), subject=f"person:{person.pseudonym}"),
        actor=actor,
        at=at,
    )


def end_sessions_in_transaction(person_id: UUID, *, at: datetime) -> int:
    """End every session of a person, and the live streams of each; returns how many there were.

    The caller holds the transaction.
    """
    ended = 0
    for session in Session.objects.filter(expire_date__gt=at):
        if session.get_decoded().get("_auth_user_id") == str(person_id):
            close_session(session.session_key)
            session.delete()
            ended += 1
    return ended
