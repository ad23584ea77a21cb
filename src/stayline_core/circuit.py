"""When a place that does not answer is left alone, and when it is tried again.

A destination that fails several times running is not asked for every message any more: its
circuit *opens*, everything for it waits, and one message at a time tries it after a pause that
grows. The first one that gets through closes it. So a receiver that is away costs the senders
one try a pause, and what must leave by other ways goes on (`design.md` 3.6).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

OPENS_AFTER: Final = 3
"""Failures running. Fewer than any message's own tries, so that the place is blamed first."""

FIRST_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(minutes=1)
"""Short: a page may wait behind it, and one try a minute troubles no receiver."""


@dataclass(frozen=True, slots=True)
class Circuit:
    """How a destination has been. `until` is when it is tried again; both are `None` closed."""

    failures: int = 0
    opened_at: datetime | None = None
    until: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether everything for it waits but one try after each pause."""
        return self.opened_at is not None

    @property
    def suspect(self) -> bool:
        """Whether the last thing sent there failed; then one at a time is enough."""
        return self.failures > 0

    def shut(self, at: datetime) -> bool:
        """Return whether nothing at all is sent there at `at`."""
        return self.until is not None and at < self.until


def pause_after(failures: int, jitter: float) -> timedelta:
    """Return how long a circuit that failed so often running stays shut.

    Doubles from 5 s to a minute. `jitter` in 0..1 takes away up to half, so that what many
    processes keep away from is not asked by all of them in the same second.
    """
    doublings = max(0, min(failures - OPENS_AFTER, 10))
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE) * (1 - jitter / 2)


def failed(circuit: Circuit, *, jitter: float, at: datetime) -> Circuit:
    """Return the circuit after one more failure: counted, and open from the third one running."""
    counted = replace(circuit, failures=circuit.failures + 1)
    if counted.failures < OPENS_AFTER:
        return counted
    return replace(
        counted,
        opened_at=circuit.opened_at or at,
        until=at + pause_after(counted.failures, jitter),
    )


def worked() -> Circuit:
    """Return the circuit after something got there: closed, and nothing held against it."""
    return Circuit()
