"""The sender: leases what waits, sends it outside every transaction, settles how it went."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Final

import structlog
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from stayline.outbox.actions import (
    Taken,
    backoff,
    note_told,
    put_off,
    set_aside,
    settle_sent,
    take_next,
)
from stayline.outbox.ports import (
    DeliveredPort,
    Outcome,
    Outgoing,
    Refused,
    Retry,
    SenderPort,
    Sent,
    delivered_ports,
    senders,
)
from stayline.outbox.queries import messages_untold, next_due
from stayline.platform import metrics
from stayline.platform.actors import Actor
from stayline.platform.wake import listener

log = structlog.get_logger("stayline.outbox")

LONGEST_SLEEP: Final = 1.0
SHORTEST_SLEEP: Final = 0.05


def wall_clock() -> datetime:
    """Return the time on the wall, in UTC."""
    return datetime.now(UTC)


class Sender:
    """The loop that sends. Several may run, in one process or in many; tests call `step`."""

    def __init__(
        self,
        ways: Iterable[SenderPort] = senders,
        *,
        actor: Actor,
        told: Iterable[DeliveredPort] = delivered_ports,
        wall: Callable[[], datetime] = wall_clock,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Send by `ways`. `actor` is the system's own actor, for what the log says."""
        self._ways = ways
        self._actor = actor
        self._told = told
        self._wall = wall
        self._jitter = jitter

    def run(self, ended: threading.Event) -> None:
        """Send until `ended` is set. A database that is away is waited for."""
        woken = listener("outbox")
        try:
            while not ended.is_set():
                try:
                    while not ended.is_set() and self.step():
                        pass
                    self.tell()
                    pause = self._pause()
                except DatabaseError as error:
                    log.warning("sender lost the database", exc_info=error)
                    connections[DEFAULT_DB_ALIAS].close()
                    pause = LONGEST_SLEEP
                woken.wait(pause)
        finally:
            woken.close()
            connections.close_all()

    def step(self) -> bool:
        """Take one message, send it, settle it; return whether there was one."""
        taken = take_next(at=self._wall())
        if taken is None:
            return False
        outcome = self._send(taken.message) if taken.message else Refused("it does not open")
        metrics.OUTBOX_ATTEMPTS.labels(type(outcome).__name__.lower()).inc()
        self._settle(taken, outcome)
        return True

    def tell(self) -> int:
        """Tell the rooms above what left; what a crash cut off is told now. Return how many."""
        told = 0
        for message in messages_untold():
            try:
                for port in self._told:
                    if message.kind.startswith(port.prefix):
                        port.delivered(
                            message.id, message.reference, message.sent_at or self._wall()
                        )
            except DatabaseError:
                raise
            except Exception:  # told again next time; the others are told now
                log.exception("a delivery was not taken", kind=message.kind)
                continue
            note_told(message.id, at=self._wall())
            told += 1
        return told

    def way_for(self, message: Outgoing) -> SenderPort | None:
        """Return the way by which a message leaves; exercises and the real never share one."""
        return next(
            (
                way
                for way in self._ways
                if message.channel in way.channels and way.for_exercise == message.exercise
            ),
            None,
        )

    def _send(self, message: Outgoing) -> Outcome:
        way = self.way_for(message)
        if way is None:
            return Refused(
                "no way out is marked for this channel" + " of exercises" * message.exercise
            )
        if settings.STAYLINE.mode == "demo" and way.reaches_outside:
            return Refused("a demo sends nothing to the world")
        try:
            return way.send(message, at=self._wall())
        except Exception as error:  # a connector's fault must not stop what else must leave
            log.exception("a sender failed", channel=message.channel)
            return Retry(type(error).__name__)

    def _settle(self, taken: Taken, outcome: Outcome) -> None:
        at = self._wall()
        tries = taken.message.attempt if taken.message else 0
        match outcome:
            case Sent(reference):
                settle_sent(taken.id, taken.lease, reference=reference, at=at)
            case Retry(reason) if tries < settings.STAYLINE.outbox_max_attempts:
                pause = backoff(tries, self._jitter())
                put_off(taken.id, taken.lease, reason=reason, until=at + pause)
            case Retry(reason) | Refused(reason):
                set_aside(taken.id, taken.lease, reason=reason, actor=self._actor, at=at)
                log.error("a message was set aside", id=str(taken.id))

    def _pause(self) -> float:
        due = next_due()
        if due is None:
            return LONGEST_SLEEP
        until = (due - self._wall()).total_seconds()
        return min(LONGEST_SLEEP, max(until, SHORTEST_SLEEP))
