"""A person's own record, in which all of their care stands, and a check of theirs under lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.care.errors import CheckClosed, CheckNotFound
from stayline.care.models import PrivateCheck
from stayline.ledger.actions import (
    Receipt,
    append_in_transaction,
    lock_head_in_transaction,
    open_stream_in_transaction,
)
from stayline.ledger.queries import stream_about
from stayline.platform.live import publish_on_commit

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.ledger.events import Event
    from stayline.people.models import Person
    from stayline.platform.actors import Actor


def person_stream_in_transaction(person: Person, *, at: datetime) -> UUID:
    """Return a person's own stream, opened if they have none. The caller holds the transaction."""
    found = stream_about("person", person.id)
    if found is not None:
        return found.id
    exercise = person.site.exercise if person.site else False
    return open_stream_in_transaction(kind="person", subject_id=person.id, exercise=exercise, at=at)


def subject_of(person: Person) -> str:
    """Return the data subject that stands for a person in the log."""
    return f"person:{person.pseudonym}"


def open_check_in_transaction(check_id: UUID, *, at: datetime) -> tuple[PrivateCheck, UUID]:
    """Return a check that is neither done nor declined, locked, and its person's stream.

    The head of that stream is locked first, so whoever holds it is alone with the person's
    care. The caller holds the transaction.

    Raises:
        CheckNotFound: no check has this id.
        CheckClosed: it was done or declined already.
    """
    rows = PrivateCheck.objects.select_related("person", "person__site")
    found = rows.filter(id=check_id).first()
    if found is None:
        raise CheckNotFound(check=str(check_id))
    stream_id = person_stream_in_transaction(found.person, at=at)
    lock_head_in_transaction(stream_id)
    row = rows.select_for_update(of=("self",)).get(id=check_id)
    if row.done_at is not None or row.declined_at is not None:
        raise CheckClosed
    return row, stream_id


def log_check_in_transaction(
    row: PrivateCheck, stream_id: UUID, event: Event, *, actor: Actor, at: datetime
) -> Receipt:
    """Log what happened to a check, and let the pages of both draw themselves again.

    The caller holds the transaction.
    """
    for one in filter(None, (row.person_id, row.supporter_id)):
        publish_on_commit(f"person:{one}", "care")
    return append_in_transaction(stream_id, event, actor=actor, at=at)
