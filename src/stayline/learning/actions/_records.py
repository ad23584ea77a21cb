"""Parts of recording: the row and its entry in the person's own stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.learning.events import TrainingRecorded
from stayline.learning.models import HowTrained, Training
from stayline.learning.queries import begin_of, end_of
from stayline.ledger.actions import append_in_transaction, open_stream_in_transaction
from stayline.ledger.queries import stream_about

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from stayline.people.models import Person
    from stayline.platform.actors import Actor


def record_in_transaction(
    person: Person,
    *,
    digest: str,
    protocol_id: str,
    trained_on: date,
    valid_until: date | None,
    how: HowTrained,
    source: str = "",
    actor: Actor,
    at: datetime,
) -> bool:
    """Record one training; False: it is recorded already. The caller holds the transaction."""
    row, made = Training.objects.get_or_create(
        person=person,
        version_id=digest,
        trained_on=trained_on,
        taken_back_at=None,
        defaults={
            "protocol_id": protocol_id,
            "valid_until": valid_until,
            "counts_from": begin_of(person, trained_on),
            "counts_until": end_of(person, valid_until),
            "how": how,
            "source": source,
            "recorded_by_id": actor.id,
            "recorded_at": at,
        },
    )
    if made:
        event = TrainingRecorded(
            training=str(row.id),
            protocol=protocol_id,
            digest=digest,
            trained_on=trained_on.isoformat(),
            until=f"valid until {valid_until}" if valid_until else "without a last day",
            how=how.value,
            source=source,
            subject=f"person:{person.pseudonym}",
        )
        append_in_transaction(stream_in_transaction(person, at=at), event, actor=actor, at=at)
    return made


def stream_in_transaction(person: Person, *, at: datetime) -> UUID:
    """Return a person's own stream, opened if there is none. The caller holds the transaction.

    One stays what it was opened as, also when the person moves from a practice floor.
    """
    found = stream_about("person", person.id)
    if found is not None:
        return found.id
    exercise = person.site.exercise if person.site else False
    return open_stream_in_transaction(kind="person", subject_id=person.id, exercise=exercise, at=at)
