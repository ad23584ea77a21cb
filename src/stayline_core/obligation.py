"""When what is owed is due, and which time stands where several documents ask for the same thing.

Two threats in one contact may each owe the same: it is owed once, by the earlier time
(`protocol-language.md`, section 4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time by which something is owed: at a moment, or so long after the last leg is released.

    `due` is set where the clock runs, `after` where it `waits` for the release; where neither
    is set it is owed without a limit.
    """

    waits: bool = False
    due: datetime | None = None
    after: timedelta | None = None

    @property
    def _place(self) -> int:
        """How soon it binds: a running clock, one that will run, no limit now, no limit later."""
        if self.waits:
            return 3 if self.after is None else 1
        return 2 if self.due is None else 0

    def sooner_than(self, other: Deadline) -> bool:
        """Does this one bind before the other?

        A clock that runs goes before one that waits for the release, for nobody knows when that
        comes; any limit goes before none.
        """
        if self._place != other._place:
            return self._place < other._place
        if self.due is not None and other.due is not None:
            return self.due < other.due
        if self.after is not None and other.after is not None:
            return self.after < other.after
        return False


def earlier(one: Deadline, other: Deadline) -> Deadline:
    """Return the time that stands where both ask for the same thing."""
    return other if other.sooner_than(one) else one
