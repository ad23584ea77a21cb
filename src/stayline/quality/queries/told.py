"""Words that were sealed for a person: opened for the two sides, and gone with the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.ledger.actions import unseal
from stayline.ledger.errors import ContentErased
from stayline.ledger.queries import stream_about
from stayline.people.actions.system import SYSTEM

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.people.models import Person

GONE: Final = "These words are gone: the person was forgotten."


def subject_of(person: Person) -> str:
    """Return the data subject that stands for a person in the log."""
    return f"person:{person.pseudonym}"


def words_for(person: Person, sealed: bytes | memoryview[int]) -> str:
    """Return words that were sealed in a person's own stream; empty when there are none."""
    return _opened("person", person.id, subject_of(person), sealed)


def words_about(what: str, sealed: bytes | memoryview[int]) -> str:
    """Return words that were sealed in the system's own stream under a name of their own."""
    return _opened("system", SYSTEM, what, sealed)


def _opened(kind: str, about: UUID, subject: str, sealed: bytes | memoryview[int]) -> str:
    stream = stream_about("person" if kind == "person" else "system", about)
    if not sealed or stream is None:
        return ""
    try:
        return unseal(stream.id, subject, bytes(sealed)).decode()
    except ContentErased:
        return GONE
