"""Keeps who is at a screen, begins and ends shifts, and reads calendars kept elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import structlog

from stayline.people.actions import (
    begin_leave,
    claim_calendar,
    end_leave,
    fire_pattern,
    fire_shift_begins,
    fire_shift_ends,
    note_calendar_failed,
    note_gone,
    note_seen,
    take_in_calendar,
)
from stayline.people.errors import CalendarNotFound, CalendarUnread
from stayline.people.ports import calendars
from stayline.people.queries import (
    calendars_to_read,
    leaves_due,
    leaves_over,
    next_leave,
    next_leave_over,
    next_pattern_to_write,
    next_shift_to_begin,
    next_shift_to_end,
    patterns_to_write,
    shifts_to_begin,
    shifts_to_end,
    system_actor,
)

log = structlog.get_logger("stayline.calendars")

LOOK_SECONDS: Final = 15.0
"""How often it is looked which calendar is to be read."""


class PresenceKeeper:
    """Answers `platform.PresencePort` with one row a person."""

    def seen(self, person_ids: Sequence[UUID], *, at: datetime, process: str) -> None:
        """Record in one write that these people have an open stream in this process."""
        if person_ids:
            note_seen(person_ids=person_ids, at=at, process=process)

    def gone(self, person_id: UUID, *, at: datetime, process: str) -> None:
        """Record that the last stream of this person in this process was closed cleanly."""
        note_gone(person_id=person_id, at=at, process=process)


class ShiftBegins:
    """Tells the watcher which shifts begin (`deadlines.DuePort`)."""

    name = "people.shift_begins"
    priority = 10

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the shifts that begin by `at`, the earliest first."""
        return shifts_to_begin(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Put its person on duty; False when somebody was first."""
        return fire_shift_begins(shift_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next shift begins."""
        return next_shift_to_begin()


class ShiftEnds:
    """Tells the watcher which shifts end (`deadlines.DuePort`)."""

    name = "people.shift_ends"
    priority = 11

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the shifts that end by `at`, the earliest first."""
        return shifts_to_end(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Put its person off duty; False when somebody was first."""
        return fire_shift_ends(shift_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next shift ends."""
        return next_shift_to_end()


class LeaveBegins:
    """Tells the watcher whose leave begins, so that what they owe is passed on."""

    name = "people.leave_begins"
    priority = 12

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the leave that begins by `at`, the earliest first."""
        return leaves_due(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Pass on what its person owes; False when somebody was first."""
        return begin_leave(leave_id=row_id, actor=system_actor("watcher"), at=at)

    def next_due(self) -> datetime | None:
        """Return when the next leave begins."""
        return next_leave()


class LeaveEnds:
    """Tells the watcher whose leave ends, so that nobody has to press that they are back."""

    name = "people.leave_ends"
    priority = 13

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the leave that ends by `at`, the earliest first."""
        return leaves_over(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Free its person if they work now; False when somebody was first."""
        return end_leave(leave_id=row_id, actor=system_actor("watcher"), at=at)

    def next_due(self) -> datetime | None:
        """Return when the next leave ends."""
        return next_leave_over()


class PatternDue:
    """Tells the watcher which weekly shifts are to be written further (`deadlines.DuePort`)."""

    name = "people.pattern"
    priority = 40

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the weekly shifts of which too little is written, the oldest first."""
        return patterns_to_write(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Write more of its shifts; False when somebody was first."""
        return fire_pattern(pattern_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next one has too little written."""
        return next_pattern_to_write()


class CalendarReader:
    """Reads calendars kept elsewhere, in a loop of its own: a slow address delays no ring.

    That is why it is no `DuePort`: the watcher asks the network nothing.
    """

    def __init__(self, wall: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Read by this clock."""
        self._wall = wall

    def run(self, ended: threading.Event) -> None:
        """Read what is due until `ended` is set."""
        while not ended.is_set():
            self.look()
            ended.wait(LOOK_SECONDS)

    def look(self) -> int:
        """Read every calendar that is due now; return how many were read."""
        return sum(self._read(one) for one in calendars_to_read(self._wall()))

    def _read(self, calendar_id: UUID) -> bool:
        at, watcher = self._wall(), system_actor("watcher")
        url = claim_calendar(calendar_id=calendar_id, actor=watcher, at=at)
        if not url:
            return False
        try:
            content = calendars().fetch(url)
            take_in_calendar(calendar_id=calendar_id, content=content, actor=watcher, at=at)
        except CalendarUnread as fault:
            log.warning("a calendar could not be read", calendar=str(calendar_id))
            note_calendar_failed(
                calendar_id=calendar_id, fault=fault.sentence, actor=watcher, at=at
            )
            return False
        except CalendarNotFound:  # removed while it was fetched
            return False
        return True
