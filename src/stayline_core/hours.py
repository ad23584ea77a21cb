"""Hours of the week in which somebody or something can be had, in a time zone.

Read and written as one line of text: `Mon-Fri 08:00-18:00, Sat 09:00-13:00`. A window whose end
is not after its beginning ends on the next day; `24:00` is the end of the day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WINDOW: Final = re.compile(
    r"(?P<first>[A-Za-z]{3})(?:\s*-\s*(?P<last>[A-Za-z]{3}))?\s+"
    r"(?P<starts>\d\d:\d\d)\s*-\s*(?P<ends>\d\d:\d\d)"
)
_DAY: Final = 24 * 60
_HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class Window:
    """From one minute of the day to another, on these days (0 is Monday)."""

    days: tuple[int, ...]
    starts: int
    ends: int

    def holds(self, day: int, minute: int) -> bool:
        """Return whether this minute of this weekday lies within it."""
        if self.starts < self.ends:
            return day in self.days and self.starts <= minute < self.ends
        before = (day - 1) % len(DAYS)
        return (day in self.days and minute >= self.starts) or (
            before in self.days and minute < self.ends
        )

    def told(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {"days": list(self.days), "from": _clock(self.starts), "to": _clock(self.ends)}


def open_at(windows: Sequence[Window], zone: str, at: datetime) -> bool:
    """Return whether `at` lies within one of these windows; without any, it always does."""
    local = at.astimezone(ZoneInfo(zone))
    minute = local.hour * _HOUR + local.minute
    return not windows or any(one.holds(local.weekday(), minute) for one in windows)


def kept_windows(plain: Iterable[Mapping[str, Any]]) -> tuple[Window, ...]:
    """Return windows from how they are kept (`Window.told`)."""
    return tuple(
        Window(tuple(one["days"]), _minute(one["from"]), _minute(one["to"])) for one in plain
    )


def parse_hours(text: str) -> tuple[Window, ...]:
    """Read hours as somebody typed them; nothing typed means always.

    Raises:
        ValueError: they cannot be read; the text says which part.
    """
    parts = (part.strip() for part in text.split(","))
    return tuple(_parsed(part) for part in parts if part)


def shown_hours(windows: Sequence[Window]) -> str:
    """Return hours as somebody would type them; `parse_hours` reads them again."""
    return ", ".join(
        f"{_days(one.days)} {_clock(one.starts)}-{_clock(one.ends)}" for one in windows
    )


def _parsed(part: str) -> Window:
    found = _WINDOW.fullmatch(part)
    if found is None:
        raise ValueError(f"“{part}”: write hours such as Mon-Fri 08:00-18:00")
    first, last = found["first"].title(), (found["last"] or found["first"]).title()
    if unknown := [one for one in (first, last) if one not in DAYS]:
        raise ValueError(f"“{unknown[0]}” is no day: use {', '.join(DAYS)}")
    at, end = DAYS.index(first), DAYS.index(last)
    days = tuple((at + n) % len(DAYS) for n in range((end - at) % len(DAYS) + 1))
    starts, ends = _minute(found["starts"]), _minute(found["ends"])
    late = max(int(found["starts"][3:]), int(found["ends"][3:])) >= _HOUR
    if late or starts >= _DAY or ends > _DAY:
        raise ValueError(f"“{part}” has an hour that no clock shows")
    return Window(days, starts, ends)


def _days(days: tuple[int, ...]) -> str:
    first, last = DAYS[days[0]], DAYS[days[-1]]
    return first if len(days) == 1 else f"{first}-{last}"


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * _HOUR + int(minutes)


def _clock(minute: int) -> str:
    return f"{minute // _HOUR:02d}:{minute % _HOUR:02d}"
