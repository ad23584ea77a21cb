"""Whose turn it is to let the checker work: so often a person, and one at a time a process.

Agents in a crisis are served by the same process. A text that takes the checker long must not
make them wait, and a script that sends a thousand of them must not either.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

from stayline.studio.errors import NotYourTurn

MOST_KEPT: Final = 1_000
WAITS_S: Final = 4.0
"""How long somebody waits for the one who is before them, before they are told to come again."""

_WORKING: Final = Lock()
"""Held by whoever's text is worked on, whatever is asked of it."""


class Turns:
    """Lets a person through `burst` times at once, then `per_second`, and one at a time."""

    def __init__(
        self, *, burst: int, per_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin with everybody's whole burst."""
        self._burst, self._per_second, self._clock = burst, per_second, clock
        self._left: dict[Hashable, tuple[float, float]] = {}
        self._counting = Lock()

    @contextmanager
    def of(self, who: Hashable) -> Iterator[None]:
        """Hold the turn of `who` while the block runs.

        Raises:
            NotYourTurn: they came too often, or somebody before them takes too long.
        """
        if not self._counted(who) or not _WORKING.acquire(timeout=WAITS_S):
            raise NotYourTurn
        try:
            yield
        finally:
            _WORKING.release()

    def forget(self) -> None:
        """Give everybody their whole burst again."""
        with self._counting:
            self._left.clear()

    def _counted(self, who: Hashable) -> bool:
        now = self._clock()
        with self._counting:
            if len(self._left) > MOST_KEPT:
                self._left = {}
            left, since = self._left.get(who, (float(self._burst), now))
            left = min(self._burst, left + (now - since) * self._per_second)
            if left < 1:
                self._left[who] = (left, now)
                return False
            self._left[who] = (left - 1, now)
        return True
