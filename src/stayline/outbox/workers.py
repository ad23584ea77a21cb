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
    enter_circuit,
    note_failed,
    note_told,
    note_worked,
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
    UndeliveredPort,
    delivered_ports,
    senders,
    undelivered_ports,
)
from stayline.outbox.queries import MessageView, circuit_name, messages_untold, next_due
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
        untold: Iterable[UndeliveredPort] = undelivered_ports,
        wall: Callable[[], datetime] = wall_clock,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Send by `ways`. `actor` is the system's own actor, for what the log says."""
        self._ways = ways
        self._actor = actor
        self._told = told
        self._untold = untold
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
                    pause = self.pause()
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
        found = self._way_out(taken)
        if isinstance(found, Refused):
            self._settle(taken, found)
            return True
        way, message = found
        circuit = circuit_of(way, message)
        at = self._wall()
        if circuit == taken.circuit or enter_circuit(taken.id, taken.lease, circuit, at=at):
            outcome = self._send(way, message)
            self._settle(taken, outcome)
            self._judge(circuit, outcome)
        return True

    def tell(self) -> int:
        """Tell the rooms above what left and what did not; what a crash cut off is told now.

        Returns how many messages were told of.
        """
        told = 0
        for message in messages_untold():
            try:
                self._tell_one(message)
            except DatabaseError:
                raise
            except Exception:  # told again next time; the others are told now
                log.exception("a delivery was not taken", kind=message.kind)
                continue
            note_told(message.id, at=self._wall())
            told += 1
        return told

    def _tell_one(self, message: MessageView) -> None:
        at = message.sent_at
        if at is not None:
            for port in self._told:
                if message.kind.startswith(port.prefix):
                    port.delivered(message.id, message.reference, at)
            return
        for deaf in self._untold:
            if message.kind.startswith(deaf.prefix):
                deaf.undelivered(message.id, message.last_error, self._wall())

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

    def _way_out(self, taken: Taken) -> tuple[SenderPort, Outgoing] | Refused:
        """Return by which way a message leaves, or why nothing may be sent at all."""
        if taken.message is None:
            return Refused("it does not open")
        if taken.useless:
            return Refused("it could not be sent in time to be of use")
        way = self.way_for(taken.message)
        if way is None:
            of = " of exercises" * taken.message.exercise
            return Refused(f"no way out is marked for this channel{of}")
        if settings.STAYLINE.mode == "demo" and way.reaches_outside:
            return Refused("a demo sends nothing to the world")
        return way, taken.message

    def _send(self, way: SenderPort, message: Outgoing) -> Outcome:
        try:
            return way.send(message, at=self._wall())
        except Exception as error:  # a connector's fault must not stop what else must leave
            log.exception("a sender failed", channel=message.channel)
            return Retry(type(error).__name__)

    def _judge(self, circuit: str, outcome: Outcome) -> None:
        """Keep how the way out has been. A refusal is an answer: whoever refuses is there."""
        at = self._wall()
        if not isinstance(outcome, Retry):
            note_worked(circuit, actor=self._actor, at=at)
        elif note_failed(
            circuit, reason=outcome.reason, jitter=self._jitter(), actor=self._actor, at=at
        ):
            log.error("a way out is given up for now", way=circuit)

    def _settle(self, taken: Taken, outcome: Outcome) -> None:
        metrics.OUTBOX_ATTEMPTS.labels(type(outcome).__name__.lower()).inc()
        at = self._wall()
        tries = taken.message.attempt if taken.message else 0
        if isinstance(outcome, Sent):
            settle_sent(taken.id, taken.lease, reference=outcome.reference, at=at)
        elif isinstance(outcome, Retry) and tries < settings.STAYLINE.outbox_max_attempts:
            until = at + backoff(tries, self._jitter())
            put_off(taken.id, taken.lease, reason=outcome.reason, until=until)
        else:
            set_aside(taken.id, taken.lease, reason=outcome.reason, actor=self._actor, at=at)
            log.error("a message was set aside", id=str(taken.id))

    def pause(self) -> float:
        """Return how many seconds to sleep: until something may be tried, a second at most."""
        at = self._wall()
        due = next_due(at=at)
        if due is None:
            return LONGEST_SLEEP
        until = (due - at).total_seconds()
        return min(LONGEST_SLEEP, max(until, SHORTEST_SLEEP))


def circuit_of(way: SenderPort, message: Outgoing) -> str:
    """Return the name under which it is kept how a way out has been.

    Exercises have ways of their own, which fail by themselves. A way that cannot say where it
    goes counts as one place.
    """
    place = message.channel
    names = getattr(way, "destination", None)
    if names is not None:
        try:
            place = names(message) or place
        except Exception:  # it fails again where it is sent, and is counted there
            log.exception("a sender could not name its destination", channel=message.channel)
    return circuit_name(place, exercise=message.exercise)
