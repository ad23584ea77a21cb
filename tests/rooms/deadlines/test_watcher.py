"""The watcher: order, bad rows, two watchers, beats, clock steps."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connections

from stayline.deadlines.actions import beat, forget_old_beats, sign_off
from stayline.deadlines.queries import watcher_health
from stayline.deadlines.workers import BATCH, BackOff, Watcher, wall_clock
from stayline.platform.models import LiveEvent
from tests.cast import NOW, later


class Clock:
    """A wall and a steady clock that the test moves."""

    def __init__(self) -> None:
        self.at = NOW
        self.steady_at = 100.0

    def wall(self) -> datetime:
        return self.at

    def steady(self) -> float:
        return self.steady_at

    def pass_(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.steady_at += seconds


class Shelf:
    """A due-port in memory: rows with a time, and which of them are bad."""

    def __init__(self, name: str, priority: int, fired: list[tuple[str, UUID]]) -> None:
        self.name = name
        self.priority = priority
        self.rows: dict[UUID, datetime] = {}
        self.bad: set[UUID] = set()
        self.taken: set[UUID] = set()
        self.fired = fired

    def put(self, due_at: datetime = NOW) -> UUID:
        row_id = uuid4()
        self.rows[row_id] = due_at
        return row_id

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        found = sorted((due, str(row), row) for row, due in self.rows.items() if due <= at)
        return [row for _, _, row in found[:limit]]

    def fire(self, row_id: UUID, at: datetime) -> bool:
        del at
        if row_id in self.bad:
            raise RuntimeError("a bad row")
        if row_id in self.taken or self.rows.pop(row_id, None) is None:
            return False
        self.fired.append((self.name, row_id))
        return True

    def next_due(self) -> datetime | None:
        return min(self.rows.values(), default=None)


@pytest.fixture
def fired() -> list[tuple[str, UUID]]:
    return []


@pytest.fixture
def clock() -> Clock:
    return Clock()


def watcher(clock: Clock, *shelves: Shelf, steps: Sequence[object] = ()) -> Watcher:
    return Watcher(
        shelves,
        process="test:1",
        clock_steps=steps,  # type: ignore[arg-type]  # the tests' own
        wall=clock.wall,
        steady=clock.steady,
    )


@pytest.mark.django_db
def test_what_is_due_fires_once_and_what_is_not_waits(
    clock: Clock, fired: list[tuple[str, UUID]]
) -> None:
    shelf = Shelf("obligation", 20, fired)
    now, soon = shelf.put(), shelf.put(later(60))
    watch = watcher(clock, shelf)
    assert watch.step() == 1
    assert watch.step() == 0
    assert fired == [("obligation", now)]
    clock.pass_(60)
    assert watch.step() == 1
    assert fired[-1] == ("obligation", soon)


@pytest.mark.django_db
def test_a_rung_goes_before_all_else_even_when_it_falls_due_in_the_middle(
    clock: Clock, fired: list[tuple[str, UUID]]
) -> None:
    rungs, rest = Shelf("rung", 0, fired), Shelf("retention", 90, fired)
    for _ in range(3 * BATCH):
        rest.put()
    first = rungs.put()
    late: list[UUID] = []

    class Noticing(Shelf):
        def fire(self, row_id: UUID, at: datetime) -> bool:
            if len(fired) == 10:
                late.append(rungs.put())
            return super().fire(row_id, at)

    rest.__class__ = Noticing
    watcher(clock, rest, rungs).step()
    order = [name for name, _ in fired]
    assert fired[0] == ("rung", first)
    assert order.index("rung", 1) <= BATCH + 1, "one batch at most before the new rung"
    assert len(fired) == 3 * BATCH + 2


@pytest.mark.django_db
def test_a_bad_row_never_blocks_the_rest(clock: Clock, fired: list[tuple[str, UUID]]) -> None:
    shelf = Shelf("obligation", 20, fired)
    for _ in range(2 * BATCH):
        shelf.bad.add(shelf.put(NOW - timedelta(minutes=1)))
    good = shelf.put()
    watch = watcher(clock, shelf)
    assert watch.step() == 1
    assert fired == [("obligation", good)]


@pytest.mark.django_db
def test_a_bad_row_is_tried_again_later_and_less_and_less(
    clock: Clock, fired: list[tuple[str, UUID]]
) -> None:
    shelf = Shelf("obligation", 20, fired)
    row = shelf.put()
    shelf.bad.add(row)
    tries = []

    class Counting(Shelf):
        def fire(self, row_id: UUID, at: datetime) -> bool:
            tries.append(clock.steady())
            return super().fire(row_id, at)

    shelf.__class__ = Counting
    watch = watcher(clock, shelf)
    for _ in range(80):
        watch.step()
        clock.pass_(0.5)
    pauses = [b - a for a, b in itertools.pairwise(tries)]
    assert pauses[:4] == [1, 2, 4, 8]
    shelf.bad.clear()
    clock.pass_(60)
    assert watch.step() == 1


@pytest.mark.django_db
def test_a_row_that_somebody_else_took_is_no_fault_and_does_not_spin(
    clock: Clock, fired: list[tuple[str, UUID]]
) -> None:
    shelf = Shelf("obligation", 20, fired)
    shelf.taken.add(shelf.put())
    watch = watcher(clock, shelf)
    assert watch.step() == 0
    assert watch.pause(0.2) == pytest.approx(0.05)


@pytest.mark.django_db
def test_it_sleeps_until_the_next_deadline_and_never_longer_than_it_may(
    clock: Clock, fired: list[tuple[str, UUID]]
) -> None:
    shelf = Shelf("obligation", 20, fired)
    watch = watcher(clock, shelf)
    assert watch.pause(0.2) == 0.2
    shelf.put(later(0.05))
    assert watch.pause(0.2) == pytest.approx(0.05)
    shelf.put(later(-1))
    assert watch.pause(0.2) == pytest.approx(0.05)


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_an_idle_centre_is_asked_once_a_second_and_at_once_when_somebody_wrote(
    clock: Clock, fired: list[tuple[str, UUID]]
) -> None:
    class Asked(Shelf):
        times = 0

        def next_due(self) -> datetime | None:
            self.times += 1
            return super().next_due()

    shelf = Asked("rung", 0, fired)
    shelf.put(later(60))
    watch = watcher(clock, shelf)
    watch.look(0.2)
    first = shelf.times
    assert watch.look(0.2) == 0.2
    assert shelf.times == first
    somebody_writes()
    soon = shelf.put()
    watch.look(0.2)
    assert fired == [("rung", soon)]
    asked = shelf.times
    clock.pass_(1)
    watch.look(0.2)
    assert shelf.times > asked
    clock.pass_(59)
    watch.look(0.2)
    assert len(fired) == 2


def somebody_writes() -> None:
    """Another connection commits something, as another process would."""

    def write() -> None:
        publish = LiveEvent.objects.create(topic="a:b", kind="x")
        publish.delete()
        connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()


@pytest.mark.django_db
def test_one_rooms_broken_query_does_not_blind_the_others(
    clock: Clock, fired: list[tuple[str, UUID]]
) -> None:
    broken, sound = Shelf("broken", 1, fired), Shelf("sound", 2, fired)

    class Broken(Shelf):
        def next_due(self) -> datetime | None:
            raise LookupError("no such column")

    broken.__class__ = Broken
    good = sound.put()
    watch = watcher(clock, broken, sound)
    assert watch.step() == 1
    assert fired == [("sound", good)]
    assert watch.pause(0.2) == 0.2


class Bell:
    """Hears clock steps."""

    def __init__(self) -> None:
        self.heard: list[tuple[float, datetime]] = []

    def on_clock_step(self, seconds: float, at: datetime) -> None:
        self.heard.append((round(seconds, 3), at))


@pytest.mark.django_db
@pytest.mark.parametrize(("jump", "rings"), [(1.9, False), (2.1, True), (-3600.0, True)])
def test_a_clock_step_over_two_seconds_is_heard(clock: Clock, jump: float, rings: bool) -> None:
    bell = Bell()
    watch = watcher(clock, steps=[bell])
    watch.step()
    clock.pass_(0.2)
    watch.step()
    assert not bell.heard
    clock.at += timedelta(seconds=jump)
    watch.step()
    assert bell.heard == ([(jump, clock.at)] if rings else [])
    watch.step()
    assert len(bell.heard) == int(rings), "a step is told once"


@pytest.mark.django_db
def test_the_watcher_beats_each_second_also_in_the_middle_of_much_work(
    clock: Clock, fired: list[tuple[str, UUID]]
) -> None:
    shelf = Shelf("slow", 20, fired)
    healths = []

    class Slow(Shelf):
        def fire(self, row_id: UUID, at: datetime) -> bool:
            clock.pass_(2)
            healths.append(watcher_health(at=clock.at).well)
            return super().fire(row_id, at)

    shelf.__class__ = Slow
    for _ in range(10):
        shelf.put()
    watcher(clock, shelf).step()
    assert healths == [True] * 10


@pytest.mark.django_db
def test_a_watcher_is_missing_then_fresh_then_stale() -> None:
    missing = watcher_health(at=NOW)
    assert (missing.state, missing.well, missing.seen_at) == ("missing", False, None)
    beat(process="a:1", role="watcher", at=NOW, monotonic=1.0)
    assert watcher_health(at=later(4)).state == "fresh"
    stale = watcher_health(at=later(6))
    assert (stale.state, stale.well, stale.age) == ("stale", False, timedelta(seconds=6))
    assert not watcher_health(at=later(-60)).well, "a clock that was set back is no health"


@pytest.mark.django_db
def test_any_fresh_watcher_is_enough_and_one_that_ends_well_is_missed_at_once() -> None:
    beat(process="a:1", role="watcher", at=later(-100), monotonic=1.0)
    beat(process="b:2", role="watcher", at=NOW, monotonic=1.0)
    assert watcher_health(at=NOW).well
    sign_off(process="b:2")
    assert not watcher_health(at=NOW).well
    assert forget_old_beats(at=later(7200)) == 1


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_the_loop_waits_for_a_database_that_is_away_and_signs_off_when_it_ends(
    fired: list[tuple[str, UUID]],
) -> None:
    ended = threading.Event()

    class Away(Shelf):
        asked = 0

        def next_due(self) -> datetime | None:
            self.asked += 1
            if self.asked == 1:
                raise DatabaseError("the database went away")
            return super().next_due()

        def fire(self, row_id: UUID, at: datetime) -> bool:
            ended.set()
            return super().fire(row_id, at)

    shelf = Away("rung", 0, fired)
    shelf.put()
    Watcher([shelf], process="test:1", clock_steps=[]).run(ended)
    assert len(fired) == 1
    assert watcher_health(at=wall_clock()).state == "missing", "it is missed at once"


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_a_row_that_the_database_refuses_is_left_alone_for_a_moment(
    clock: Clock, fired: list[tuple[str, UUID]]
) -> None:
    class Refusing(Shelf):
        def fire(self, row_id: UUID, at: datetime) -> bool:
            if row_id in self.bad:
                raise DatabaseError("a value too long")
            return super().fire(row_id, at)

    shelf = Refusing("obligation", 20, fired)
    shelf.bad.add(shelf.put(later(-1)))
    shelf.put()
    assert watcher(clock, shelf).step() == 1


def test_a_bad_row_of_long_ago_is_forgotten(clock: Clock) -> None:
    aside, row = BackOff(clock.steady), uuid4()
    aside.put_off("rung", row)
    assert aside.left_alone("rung") == {row}
    clock.pass_(120)
    assert aside.left_alone("rung") == set()
    aside.put_off("rung", row)
    clock.pass_(1)
    assert aside.left_alone("rung") == set(), "a second again, as the first time"


@pytest.mark.django_db
def test_a_room_that_does_not_take_a_clock_step_keeps_it_from_no_other(clock: Clock) -> None:
    class Deaf:
        def on_clock_step(self, seconds: float, at: datetime) -> None:
            raise LookupError(f"no such ladder at {at}: {seconds}")

    bell = Bell()
    watch = watcher(clock, steps=[Deaf(), bell])
    watch.step()
    clock.at += timedelta(seconds=10)
    watch.step()
    assert len(bell.heard) == 1
