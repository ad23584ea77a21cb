"""The watchdog: what nothing watches is found, mended, told loudly, and found once."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError

from stayline.deadlines.actions import WATCHING, beat
from stayline.deadlines.models import Finding
from stayline.deadlines.ports import Unwatched
from stayline.deadlines.queries import watcher_health
from stayline.deadlines.workers import Auditor
from stayline.deadlines.workers.auditor import GRACE
from stayline.ledger.queries import entries, stream_about
from stayline.people.queries import system_actor
from tests.cast import NOW, later


class Room:
    """An audit port in memory: what is unwatched, and what cannot be mended."""

    name = "escalation.ladder"

    def __init__(
        self, *found: UUID, fault: Exception | None = None, stuck: Exception | None = None
    ) -> None:
        self.found, self.fault, self.stuck = list(found), fault, stuck
        self.asked: list[timedelta] = []
        self.somebody_was_first = False

    def unwatched(self, at: datetime, grace: timedelta, limit: int) -> Sequence[Unwatched]:
        del at, limit
        self.asked.append(grace)
        if self.fault:
            raise self.fault
        return [Unwatched(one, "nothing was due for it any more") for one in self.found]

    def mend(self, row_id: UUID, at: datetime) -> bool:
        del at
        if self.stuck:
            raise self.stuck
        self.found.remove(row_id)
        return not self.somebody_was_first


def auditor(*rooms: Room, at: datetime = NOW) -> Auditor:
    return Auditor(rooms, actor=system_actor("watcher"), wall=lambda: at)


def told() -> int:
    stream = stream_about("system", WATCHING)
    return 0 if stream is None else len(list(entries(stream.id)))


@pytest.mark.django_db
def test_what_nothing_watches_is_mended_logged_and_shown_for_a_while() -> None:
    beat(process="a:1", role="watcher", at=NOW, monotonic=1.0)
    room = Room(uuid4())
    assert auditor(room).step() == 1
    assert room.asked == [GRACE]
    found = Finding.objects.get()
    assert (found.mended_at, found.cleared_at) == (NOW, None)
    assert told() == 1
    health = watcher_health(at=NOW)
    assert (health.well, health.mended_at) == (True, NOW)
    assert auditor(room, at=later(5)).step() == 0
    found.refresh_from_db()
    assert found.cleared_at == later(5)
    assert watcher_health(at=later(601)).mended_at is None


@pytest.mark.django_db
def test_what_cannot_be_mended_turns_every_screen_red_until_it_is() -> None:
    beat(process="a:1", role="watcher", at=NOW, monotonic=1.0)
    room, sound = Room(uuid4(), stuck=RuntimeError("a bad row")), Room(uuid4())
    sound.name = "incidents.obligation"
    assert auditor(room, sound).step() == 2
    assert sound.found == [], "one that cannot be mended holds up no other"
    for _ in range(3):
        auditor(room).step()
    assert told() == 2, "each is told once, not every five seconds"
    health = watcher_health(at=NOW)
    assert (health.well, health.unwatched, health.state) == (False, 1, "unwatched")
    room.stuck = None
    auditor(room).step()
    assert watcher_health(at=NOW).state == "fresh"
    assert auditor(room, at=later(9)).step() == 0
    assert not Finding.objects.filter(port=room.name, cleared_at=None).exists()


@pytest.mark.django_db
def test_what_somebody_else_mended_first_is_no_fault() -> None:
    room = Room(uuid4())
    room.somebody_was_first = True
    auditor(room).step()
    assert Finding.objects.get().mended_at is None
    auditor(room).step()
    assert Finding.objects.get().cleared_at == NOW


@pytest.mark.django_db
def test_a_room_whose_question_fails_does_not_blind_the_others() -> None:
    sound = Room(uuid4())
    assert auditor(Room(fault=LookupError("no such column")), sound).step() == 1
    with pytest.raises(DatabaseError):
        auditor(Room(fault=DatabaseError("it went away"))).step()


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_the_loop_waits_for_a_database_that_is_away_and_ends_when_told() -> None:
    ended = threading.Event()

    class Away(Room):
        def unwatched(self, at: datetime, grace: timedelta, limit: int) -> Sequence[Unwatched]:
            ended.set()
            return super().unwatched(at, grace, limit)

    room = Away(fault=DatabaseError("it went away"))
    auditor(room).run(ended)
    assert len(room.asked) == 1


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_a_row_that_the_database_cannot_read_stays_found() -> None:
    assert auditor(Room(uuid4(), stuck=DatabaseError("a row nobody can read"))).step() == 1
    assert watcher_health(at=NOW).unwatched == 1
