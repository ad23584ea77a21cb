"""The watcher: fires what is due, a ladder's rung first, and never stops for one bad row.

Nothing that is owed lives here. Kill it at any line and another one, or the same one later,
finds the same rows due. Two watchers may find the same row; the port's guarded update lets one
win. What is kept in memory is only which bad rows to leave alone for a moment.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import structlog
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from stayline.deadlines.actions import beat, sign_off
from stayline.deadlines.ports import ClockStepPort, DuePort, clock_step_ports, due_ports
from stayline.platform import metrics
from stayline.platform.wake import listener

log = structlog.get_logger("stayline.watcher")

BATCH: Final = 50
BEAT_SECONDS: Final = 1.0
CLOCK_STEP_SECONDS: Final = 2.0
LONGEST_TRUST: Final = 1.0
LONGEST_SLEEP: Final = {"sqlite": 0.2, "postgresql": 1.0}
SHORTEST_SLEEP: Final = 0.005
STILL_DUE_SLEEP: Final = 0.05
SHORTEST_BACK_OFF: Final = 1.0
LONGEST_BACK_OFF: Final = 60.0


NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass
class _Asked:
    """What the ports said last, and of which state of the database."""

    versions: tuple[int, ...] = ()
    at: float = 0.0
    first: datetime = NEVER

    def holds(self, versions: tuple[int, ...], now: float) -> bool:
        """Return whether nobody has written since; after a second it is asked all the same."""
        return versions != () and versions == self.versions and now - self.at < LONGEST_TRUST


def data_versions() -> tuple[int, ...]:
    """Return a number for each database, which changes when another connection writes to it.

    Empty where an engine has no such number: PostgreSQL.
    """
    found = []
    for alias in connections:
        connection = connections[alias]
        if connection.vendor != "sqlite":
            return ()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            found.append(cursor.fetchone()[0])
    return tuple(found)


def wall_clock() -> datetime:
    """Return the time on the wall, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the watcher is a worker


@dataclass
class BackOff:
    """Bad rows, and until when (on the steady clock) each is left alone."""

    steady: Callable[[], float]
    _rows: dict[tuple[str, UUID], tuple[float, float]] = field(default_factory=dict)

    def put_off(self, port: str, row_id: UUID) -> None:
        """Leave a row alone: a second at first, then twice as long each time."""
        _, pause = self._rows.get((port, row_id), (0.0, SHORTEST_BACK_OFF / 2))
        pause = min(pause * 2, LONGEST_BACK_OFF)
        self._rows[port, row_id] = (self.steady() + pause, pause)

    def forgive(self, port: str, row_id: UUID) -> None:
        """Forget that a row was bad."""
        self._rows.pop((port, row_id), None)

    def left_alone(self, port: str) -> set[UUID]:
        """Return the rows of a port that are left alone now."""
        now = self.steady()
        old = [key for key, (until, _) in self._rows.items() if now - until > LONGEST_BACK_OFF]
        for key in old:
            del self._rows[key]
        return {
            row for (name, row), (until, _) in self._rows.items() if name == port and until > now
        }


@dataclass
class ClockGuard:
    """Compares the wall with the steady clock; a jump of more than two seconds is a step."""

    wall: Callable[[], datetime]
    steady: Callable[[], float]
    _last: tuple[datetime, float] | None = None

    def step(self) -> float:
        """Return by how many seconds the wall clock jumped since the last call; 0.0 if not."""
        wall, steady = self.wall(), self.steady()
        last, self._last = self._last, (wall, steady)
        if last is None:
            return 0.0
        jump = (wall - last[0]).total_seconds() - (steady - last[1])
        return jump if abs(jump) > CLOCK_STEP_SECONDS else 0.0


class Watcher:
    """The loop over all due-queries. `run` is for a thread; tests call `step`."""

    def __init__(
        self,
        ports: Iterable[DuePort] = due_ports,
        *,
        process: str,
        clock_steps: Iterable[ClockStepPort] = clock_step_ports,
        wall: Callable[[], datetime] = wall_clock,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """Watch `ports`. `process` names this watcher in its heartbeat."""
        self._ports = ports
        self._process = process
        self._clock_steps = clock_steps
        self._wall = wall
        self._steady = steady
        self._back_off = BackOff(steady)
        self._guard = ClockGuard(wall, steady)
        self._beaten = -BEAT_SECONDS
        self._asked = _Asked()

    def run(self, ended: threading.Event) -> None:
        """Watch until `ended` is set. A database that is away is waited for."""
        woken = listener("due")
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        try:
            while not ended.is_set():
                try:
                    pause = self.look(LONGEST_SLEEP[vendor])
                except DatabaseError as error:
                    log.warning("watcher lost the database", exc_info=error)
                    connections[DEFAULT_DB_ALIAS].close()
                    pause = LONGEST_SLEEP[vendor]
                woken.wait(pause)
            sign_off(process=self._process)
        finally:
            woken.close()
            connections.close_all()

    def look(self, longest: float) -> float:
        """Fire what is due, and return how many seconds to sleep: `longest` at most.

        Where nobody has written since the ports were asked, what they said still holds: an idle
        centre then asks its files whether they changed, and the rooms once a second. Only SQLite
        tells; on PostgreSQL a notice wakes the loop, and it asks every time.
        """
        before, now = data_versions(), self._steady()
        if self._asked.holds(before, now) and self._asked.first > self._wall():
            self._beat()
            self._look_at_clock()
            until = (self._asked.first - self._wall()).total_seconds()
            return min(longest, max(until, SHORTEST_SLEEP))
        self.step()
        pause = self.pause(longest)
        # Read before the step: whatever was written since then makes it ask again.
        self._asked.versions, self._asked.at = before, now
        return pause

    def step(self) -> int:
        """Beat, look at the clock, and fire everything that is due now; return how many fired.

        After every batch the ports are asked again from the top, so that a rung which falls due
        in the middle of much other work waits for one batch at most.
        """
        self._beat()
        self._look_at_clock()
        fired = 0
        done: dict[str, set[UUID]] = {}
        while batch := self._next_batch(done):
            port, ids = batch
            for row_id in ids:
                fired += self._fire(port, row_id)
                self._beat()
            done.setdefault(port.name, set()).update(ids)
        return fired

    def pause(self, longest: float) -> float:
        """Return how many seconds to sleep: until the next deadline, `longest` at most."""
        at = self._wall()
        times = [due for port in self._ports if (due := self._next_due(port)) is not None]
        self._asked.first = min(times, default=NEVER)
        if not times:
            return longest
        until = (self._asked.first - at).total_seconds()
        if until <= 0:
            return STILL_DUE_SLEEP  # what a step leaves due is bad, or is brand new: do not spin
        return min(longest, max(until, SHORTEST_SLEEP))

    def _next_batch(self, done: dict[str, set[UUID]]) -> tuple[DuePort, Sequence[UUID]] | None:
        at = self._wall()
        for port in sorted(self._ports, key=lambda port: port.priority):
            first = self._next_due(port)
            if first is None or first > at:
                continue
            aside = self._back_off.left_alone(port.name) | done.get(port.name, set())
            # Asked for as many more as are left alone, or fifty bad rows would hide all others.
            found = port.due(at, BATCH + len(aside))
            ids = [row_id for row_id in found if row_id not in aside][:BATCH]
            if ids:
                metrics.DEADLINE_LATENESS.observe((at - first).total_seconds())
                return port, ids
        return None

    def _next_due(self, port: DuePort) -> datetime | None:
        try:
            return port.next_due()
        except DatabaseError:
            raise
        except Exception:  # one room's broken query must not blind the others
            log.exception("a due-query failed", kind=port.name)
            return None

    def _fire(self, port: DuePort, row_id: UUID) -> int:
        try:
            fired = port.fire(row_id, self._wall())
        except Exception as error:  # a bad row never blocks the rest
            log.exception("a deadline failed", kind=port.name, id=str(row_id))
            metrics.DEADLINES_FAILED.labels(port.name).inc()
            self._back_off.put_off(port.name, row_id)
            if isinstance(error, DatabaseError):
                connections[DEFAULT_DB_ALIAS].close_if_unusable_or_obsolete()
            return 0
        self._back_off.forgive(port.name, row_id)
        if fired:
            metrics.DEADLINES_FIRED.labels(port.name).inc()
        return int(fired)

    def _beat(self) -> None:
        now = self._steady()
        if now - self._beaten >= BEAT_SECONDS:
            self._beaten = now
            beat(process=self._process, role="watcher", at=self._wall(), monotonic=now)

    def _look_at_clock(self) -> None:
        seconds = self._guard.step()
        if not seconds:
            return
        log.error("the clock stepped", seconds=round(seconds, 3))
        for port in self._clock_steps:
            try:
                port.on_clock_step(seconds, self._wall())
            except Exception:  # the others must hear it all the same
                log.exception("a clock step was not taken")
