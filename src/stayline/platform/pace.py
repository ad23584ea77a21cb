"""A pace for machines: so many requests at once, so many a second, for each token by itself."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from threading import Lock
from typing import Final

from django.http import HttpRequest
from ninja.throttling import BaseThrottle

MOST_KEPT: Final = 10_000
"""Tokens that are remembered; beyond it those that have their whole burst again are forgotten."""


class Pace(BaseThrottle):
    """Lets `burst` requests of a token through at once, and `per_second` go on from there.

    It counts in this process alone: a centre with several web processes lets through as many
    times more. What is slowed down is told after how many seconds to come again.
    """

    def __init__(
        self, *, burst: int, per_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin with everybody's whole burst."""
        self.burst = burst
        self.per_second = per_second
        self.clock = clock
        self._lock = Lock()
        self._left: dict[object, tuple[float, float]] = {}

    def allow_request(self, request: HttpRequest) -> bool:
        """Return whether the token of this request may go on now, and count it if so."""
        token = request.auth.id  # type: ignore[attr-defined]  # ninja puts it there
        now = self.clock()
        with self._lock:
            left = self._now(token, now)
            if left < 1:
                return False
            self._left[token] = (left - 1, now)
            if len(self._left) > MOST_KEPT:
                self._forget(now)
        return True

    def wait(self) -> float:
        """Return after how many seconds there is room again for one."""
        return math.ceil(1 / self.per_second)

    def _now(self, token: object, now: float) -> float:
        left, since = self._left.get(token, (float(self.burst), now))
        return min(self.burst, left + (now - since) * self.per_second)

    def _forget(self, now: float) -> None:
        self._left = {
            token: kept for token, kept in self._left.items() if self._now(token, now) < self.burst
        }
