"""The log's stream of the system's own acts, and its named actors."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from stayline.ledger.actions import open_stream_in_transaction
from stayline.ledger.queries import stream_about
from stayline.people.errors import PersonNotFound
from stayline.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime


SYSTEM = UUID("5ca1ab1e-0000-4000-8000-000000000000")
"""What the stream of the system's own acts is about."""


def system_stream(at: datetime) -> UUID:
    """Return the stream of the system's own acts, opened when it is missing."""
    return open_stream_in_transaction(kind="system", subject_id=SYSTEM, exercise=False, at=at)


def person_stream(person: Person, at: datetime) -> UUID:
    """Return the stream of what was done to this person, opened when it is missing.

    Whether it is an exercise's was said when it was opened, and holds wherever they work since.
    """
    found = stream_about("person", person.id)
    if found is not None:
        return found.id
    exercise = bool(person.site and person.site.exercise)
    return open_stream_in_transaction(kind="person", subject_id=person.id, exercise=exercise, at=at)


def person_locked(person_id: UUID) -> Person:
    """Return a person with their row locked; the caller holds the transaction.

    Raises:
        PersonNotFound: nobody who works here has this id.
    """
    found = (
        Person.objects.select_for_update(of=("self",))
        .select_related("site")
        .filter(id=person_id, kind="person")
        .first()
    )
    if found is None:
        raise PersonNotFound(person=str(person_id))
    return found


def system_person_id(name: str) -> UUID:
    """Return the fixed id of a system actor, the same in every installation."""
    return uuid5(SYSTEM, name)
