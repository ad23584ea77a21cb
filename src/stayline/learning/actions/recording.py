"""Somebody was trained on a version: recorded, or taken back when it was a mistake (S0-14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.learning.actions._records import record_in_transaction, stream_in_transaction
from stayline.learning.errors import (
    AlreadyTakenBack,
    TrainingInvalid,
    TrainingNotFound,
    TrainingNotYours,
)
from stayline.learning.events import TrainingTakenBack
from stayline.learning.models import HowTrained, Training
from stayline.learning.policies import may_record_training
from stayline.learning.queries import day_of, version_to_train
from stayline.ledger.actions import append_in_transaction
from stayline.people.models import Person
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from uuid import UUID

    from stayline.platform.actors import Actor

REASON: Final = 300


@action
def record_training(
    *,
    digest: str,
    person_ids: Collection[UUID],
    trained_on: date,
    valid_until: date | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """Record that people were trained on a version of a protocol; return how many are new.

    It counts from the first day to the end of the last one, as days are at each person's site.
    Recorded again for the same day, nothing changes.

    Raises:
        TrainingNotFound: no version of a protocol has this digest, or nobody has one of the ids.
        TrainingNotYours: `actor` may not record training at a person's site.
        TrainingInvalid: nobody is named, the day has not come, or it ends before it begins.
    """
    version = version_to_train(digest)
    people = list(
        Person.objects.filter(id__in=list(person_ids), kind="person", is_active=True)
        .select_related("site")
        .order_by("id")
    )
    if len(people) != len(set(person_ids)):
        raise TrainingNotFound
    if not all(may_record_training(actor, one.site_id) for one in people):
        raise TrainingNotYours
    faults = {} if people else {"people": "Choose at least one person."}
    if any(trained_on > day_of(one, at) for one in people):
        faults["trained_on"] = "This day has not come yet."
    if valid_until is not None and valid_until < trained_on:
        faults["valid_until"] = "It ends before it begins."
    if faults:
        raise TrainingInvalid(faults)
    made = [
        record_in_transaction(
            one,
            digest=version.digest,
            protocol_id=version.protocol_id,
            trained_on=trained_on,
            valid_until=valid_until,
            how=HowTrained.ENTERED,
            actor=actor,
            at=at,
        )
        for one in people
    ]
    return sum(made)


@action
def take_back_training(*, training_id: UUID, because: str, actor: Actor, at: datetime) -> None:
    """Let a record of training count no more, because it was a mistake; the record stays.

    A contact that is guided already keeps its guidance.

    Raises:
        TrainingNotFound: no record has this id.
        TrainingNotYours: `actor` may not record training at the person's site.
        AlreadyTakenBack: it counts no more already.
        TrainingInvalid: no reason is given.
    """
    rows = Training.objects.select_for_update(of=("self",)).select_related("person__site")
    row = rows.filter(id=training_id).first()
    if row is None:
        raise TrainingNotFound(training=str(training_id))
    if not may_record_training(actor, row.person.site_id):
        raise TrainingNotYours
    if row.taken_back_at is not None:
        raise AlreadyTakenBack
    if not because.strip():
        raise TrainingInvalid({"because": "Say why, in a few words."})
    row.taken_back_at, row.taken_back_because = at, because.strip()[:REASON]
    row.save(update_fields=["taken_back_at", "taken_back_because"])
    event = TrainingTakenBack(
        training=str(row.id),
        protocol=row.protocol_id,
        digest=row.version_id,
        because=row.taken_back_because,
        subject=f"person:{row.person.pseudonym}",
    )
    append_in_transaction(stream_in_transaction(row.person, at=at), event, actor=actor, at=at)
