"""Who has been in a crisis contact: it orders who is rung, and leaves nobody out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from stayline.people.models import Exposure

if TYPE_CHECKING:
    from datetime import datetime


def note_exposed_in_transaction(
    person_id: UUID, incident_id: UUID, *, level: int, exercise: bool, at: datetime
) -> None:
    """Keep that this person was in this crisis contact; a second time changes nothing.

    It is care, never a measure: nobody's page shows it, it orders who is rung first for seven
    days, and the last rung rings everybody all the same (`design.md` 3.4). Nothing is logged:
    that somebody accepted or took a contact is in the incident's own log. The caller holds the
    transaction.
    """
    Exposure.objects.bulk_create(
        [
            Exposure(
                person_id=person_id, incident_id=incident_id, level=level, exercise=exercise, at=at
            )
        ],
        ignore_conflicts=True,
    )
