"""Keeps who is at a screen, as the live hub reports it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from stayline.people.actions import note_gone, note_seen


class PresenceKeeper:
    """Answers `platform.PresencePort` with one row a person."""

    def seen(self, person_ids: Sequence[UUID], *, at: datetime, process: str) -> None:
        """Record in one write that these people have an open stream in this process."""
        if person_ids:
            note_seen(person_ids=person_ids, at=at, process=process)

    def gone(self, person_id: UUID, *, at: datetime, process: str) -> None:
        """Record that the last stream of this person in this process was closed cleanly."""
        note_gone(person_id=person_id, at=at, process=process)
