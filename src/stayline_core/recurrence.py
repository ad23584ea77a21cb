"""When something that comes again comes next, on days of the week at an hour of the place.

The zone is given; the moment that comes back is in UTC. An hour that the clocks leave
out comes as much later; one that comes twice comes the first time. Requirement S4-49.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import tzinfo

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Weekly:
    """Days of the week, 0 for Monday, and an hour without a zone."""

    days: frozenset[int]
    hour: time

    @property
    def words(self) -> str:
        """It in words: which days, and when."""
        named = (
            "Every day"
            if len(self.days) == len(DAYS)
            else ", ".join(DAYS[one] for one in sorted(self.days))
        )
        return f"{named}, {self.hour:%H:%M}"


def weekly(days: list[int], hour: str) -> Weekly:
    """Return the rule for these days and an hour such as `17:30`.

    Raises:
        ValueError: no day, no such day, or no such hour.
    """
    if not days or not set(days) <= set(range(len(DAYS))):
        raise ValueError("days")
    return Weekly(frozenset(days), time.fromisoformat(hour).replace(tzinfo=None))


def next_time(rule: Weekly, *, after: datetime, zone: tzinfo) -> datetime:
    """Return the first moment of the rule in `zone` that is later than `after`, as UTC."""
    today = after.astimezone(zone).date()
    found = (_at(today + timedelta(days=more), rule, zone) for more in range(len(DAYS) + 2))
    # As UTC: two moments of one zone compare by what its clocks show.
    return next(one for one in found if one is not None and one > after.astimezone(UTC))


def first_of_month(day: date) -> date:
    """Return the first day of the month of `day`."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """Return the first day of the month after that of `day`."""
    return first_of_month(day.replace(day=28) + timedelta(days=4))


def _at(day: date, rule: Weekly, zone: tzinfo) -> datetime | None:
    if day.weekday() not in rule.days:
        return None
    return datetime.combine(day, rule.hour, tzinfo=zone).astimezone(UTC)
