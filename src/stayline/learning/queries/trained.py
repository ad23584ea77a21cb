"""Who is trained on which version at a moment, and each person's own records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from stayline.learning.errors import TrainingNotFound
from stayline.learning.models import Training

if TYPE_CHECKING:
    from collections.abc import Collection


def counting(at: datetime) -> Q:
    """Return the condition of a record of training that counts at this moment."""
    until = Q(counts_until=None) | Q(counts_until__gt=at)
    return until & Q(taken_back_at=None, counts_from__lte=at)


class RecordedTraining:
    """The library's `TrainingPort`, answered from what is recorded here (S0-14)."""

    def trained(
        self, digests: Collection[str], person_ids: Collection[UUID], *, at: datetime
    ) -> frozenset[UUID]:
        """Return who of these people is trained on at least one of `digests` at this moment."""
        if not digests or not person_ids:
            return frozenset()
        rows = Training.objects.filter(
            counting(at), version_id__in=list(digests), person_id__in=list(person_ids)
        )
        return frozenset(rows.values_list("person_id", flat=True))


@dataclass(frozen=True, slots=True)
class Record:
    """One record of training as it is read: of whom, on what, and how it stands now.

    `stands` is `counts`, `ahead` (its day has not come), `over` or `taken_back`.
    """

    id: UUID
    person_id: UUID
    title: str
    protocol_id: str
    digest: str
    trained_on: date
    valid_until: date | None
    how: str
    stands: str


def records_of(person_id: UUID, *, at: datetime) -> list[Record]:
    """Return everything recorded of a person's training, what counts first, then the latest."""
    rows = Training.objects.filter(person_id=person_id).select_related("version")
    found = [_record(row, at) for row in rows.defer("version__source", "version__body")]
    order = {"counts": 0, "ahead": 1, "over": 2, "taken_back": 3}
    return sorted(found, key=lambda one: (order[one.stands], -one.trained_on.toordinal()))


def records_on(
    digests: Collection[str], person_ids: Collection[UUID], *, at: datetime
) -> dict[UUID, Record]:
    """Return, by person, the record that counts longest for one of these versions."""
    rows = Training.objects.filter(
        counting(at), version_id__in=list(digests), person_id__in=list(person_ids)
    ).select_related("version")
    found: dict[UUID, Record] = {}
    for row in rows.defer("version__source", "version__body"):
        one = _record(row, at)
        known = found.get(one.person_id)
        if known is None or (known.valid_until or date.max) < (one.valid_until or date.max):
            found[one.person_id] = one
    return found


def record(training_id: UUID) -> Training:
    """Return one record of training with its person.

    Raises:
        TrainingNotFound: none has this id.
    """
    found = Training.objects.filter(id=training_id).select_related("person").first()
    if found is None:
        raise TrainingNotFound(training=str(training_id))
    return found


def _record(row: Training, at: datetime) -> Record:
    return Record(
        id=row.id,
        person_id=row.person_id,
        title=row.version.title or row.protocol_id,
        protocol_id=row.protocol_id,
        digest=row.version_id,
        trained_on=row.trained_on,
        valid_until=row.valid_until,
        how=str(row.get_how_display()),
        stands=_stands(row, at),
    )


def _stands(row: Training, at: datetime) -> str:
    if row.taken_back_at is not None:
        return "taken_back"
    if row.counts_from > at:
        return "ahead"
    return "over" if row.counts_until is not None and row.counts_until <= at else "counts"
