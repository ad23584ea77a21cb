"""When what is owed is due, which times stand together, and when somebody is asked again.

Two threats in one contact may each owe the same: it is owed once, and both their times go on
(`protocol-language.md`, section 4). A centre may want a thing sooner than its document does. What
is not done is asked for again: of its owner first, then of a supervisor (S1-44).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from datetime import datetime

LEAST_LEFT: Final = timedelta(minutes=1)
"""So long is left at the least where a new rule would make something due in the past."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """Two clocks of one thing: one that runs, and one that begins when the last leg is released.

    `due` is where the first ends, `after` is how long the second takes; either may be missing,
    and without both it is owed without a limit. While it `waits`, nothing is owed before the
    release, so no clock runs.
    """

    waits: bool = False
    due: datetime | None = None
    after: timedelta | None = None

    def released(self, at: datetime) -> Deadline:
        """Return what stands once the last leg was released: the clock that ends first."""
        begun = None if self.after is None else at + self.after
        return Deadline(due=_sooner(self.due, begun))


def both(one: Deadline, other: Deadline) -> Deadline:
    """Return what stands where both ask for the same thing: the earlier end of each clock.

    No time is lost by it, whichever of them comes first, and whenever the contact ends: what
    is due after it is due as soon as the sooner of both would have been.
    """
    return Deadline(
        waits=one.waits and other.waits,
        due=_sooner(one.due, other.due),
        after=_sooner(one.after, other.after),
    )


def recomputed(
    asked: datetime | None,
    *,
    since: datetime,
    within: timedelta | None,
    stood: datetime | None,
    at: datetime,
) -> datetime | None:
    """Return the time that stands when a level or a rule has changed at `at`.

    `asked` is what the documents ask for, `within` what the centre's own rule asks for from
    `since`, `stood` what stood until now. The sooner of document and rule stands: a rule never
    gives more time. Whoever owes it keeps a minute, unless less was left anyway.
    """
    wanted = _sooner(asked, None if within is None else since + within)
    least = _sooner(at + LEAST_LEFT, stood) or at + LEAST_LEFT
    return wanted if wanted is None or wanted >= least else least


class Whom(Enum):
    """Who is asked."""

    OWNER = "owner"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class Reminder:
    """When somebody is asked for what is owed, and who."""

    at: datetime
    whom: Whom


ARRIVAL_STEPS: Final = (
    (timedelta(0), Whom.OWNER),
    (timedelta(minutes=2), Whom.OWNER),
    (timedelta(minutes=4), Whom.SUPERVISOR),
)
"""After its time: whether help has reached the person."""

ARRIVAL_AGAIN: Final = timedelta(minutes=3)
"""And from then on, until somebody confirms it, the owner and a supervisor in turn."""

LATE_STEPS: Final = ((timedelta(0), Whom.OWNER), (timedelta(minutes=5), Whom.SUPERVISOR))
"""After its time: what is to be filed. Its `otherwise` happens at the time itself."""

LATE_AGAIN: Final = (timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1))
"""And from then on, after ever longer times, the owner and a supervisor in turn."""

NO_LIMIT: Final = timedelta(hours=1)
"""What has no limit is asked for as though it had this one."""


def reminder(given: int, *, owed_at: datetime, due_at: datetime | None) -> Reminder:
    """Return when something to be filed is asked for next, after `given` times.

    Before its time the owner at a half of it and a supervisor at five sixths; at its time the
    owner, then a supervisor, and so on until it is done (S1-44).
    """
    due = owed_at + NO_LIMIT if due_at is None else due_at
    whole = due - owed_at
    early = (
        Reminder(owed_at + whole / 2, Whom.OWNER),
        Reminder(owed_at + whole * 5 / 6, Whom.SUPERVISOR),
    )
    if given < len(early):
        return early[given]
    late = given - len(early)
    if late < len(LATE_STEPS):
        wait, whom = LATE_STEPS[late]
        return Reminder(due + wait, whom)
    again = late - len(LATE_STEPS)
    waits = [LATE_AGAIN[min(step, len(LATE_AGAIN) - 1)] for step in range(again + 1)]
    return Reminder(due + LATE_STEPS[-1][0] + sum(waits, timedelta(0)), _in_turn(again))


def arrival_reminder(given: int, *, due_at: datetime) -> Reminder:
    """Return when it is asked next whether help has reached the person, after `given` times.

    It never stops by itself: sent is not there (`design.md` section 8).
    """
    if given < len(ARRIVAL_STEPS):
        wait, whom = ARRIVAL_STEPS[given]
        return Reminder(due_at + wait, whom)
    again = given - len(ARRIVAL_STEPS)
    return Reminder(due_at + ARRIVAL_STEPS[-1][0] + ARRIVAL_AGAIN * (again + 1), _in_turn(again))


def _in_turn(again: int) -> Whom:
    return Whom.SUPERVISOR if again % 2 else Whom.OWNER


T = TypeVar("T", "datetime", timedelta)


def _sooner(one: T | None, other: T | None) -> T | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)
