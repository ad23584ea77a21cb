"""How lively the demo floor is at the most: contacts open at once, contacts and troubles an hour.

Everything is bounded here, so that a demo that is left running stays as small as it is calm.
Times are seconds of one clock that only goes forward.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

HOUR: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that one site of a demo floor does."""

    look_every: float = 2.0
    """Seconds between two looks at the site."""

    open: int = 4
    """Contacts that are open at once."""

    contacts_an_hour: int = 60
    troubles_an_hour: int = 6
    first_trouble: float = 6.0
    """Seconds until the first contact gets into trouble."""

    trouble_every: float = 300.0
    arrive_every: float = 6.0
    guest_after: float = 30.0
    """Seconds after which somebody at the desk without a contact is given one."""

    rest_after: float = 1800.0
    """With nobody at a screen for so long, no contact comes any more until somebody is."""

    give_up_after: float = 900.0
    """A contact in which nothing moves for so long is ended."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a person takes for what, in seconds."""

    line: float = 6.0
    press: float = 5.0
    accept: float = 10.0
    accept_for_people: float = 120.0
    """A colleague who is played waits so long while a person at a screen is rung."""

    join: float = 5.0
    speak: float = 15.0
    complete: float = 5.0
    away: float = 300.0
    """Somebody who left their screen so long ago is played again."""

    leave: float = 180.0
    """A caller to whom nobody says anything any more goes after so long."""


@dataclass(slots=True)
class Hourly:
    """At most so many in any hour."""

    most: int
    _times: deque[float] = field(default_factory=deque)

    def allows(self, now: float) -> bool:
        """Return whether there is room for one more."""
        while self._times and self._times[0] <= now - HOUR:
            self._times.popleft()
        return len(self._times) < self.most

    def note(self, now: float) -> None:
        """Count one."""
        self._times.append(now)
