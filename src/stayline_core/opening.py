"""Opening hours as a person writes them, and whether somebody answers at a local time (S3-37).

`24 hours` is every hour; else windows parted by semicolons, each with days and times:
`Mon-Fri 08:00-18:00; Sat 09:00-13:00`. A window that ends before it begins ends on the day
after. Times are local to a zone that stands beside the hours; nothing here knows of zones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

ALWAYS: Final = frozenset({"24 hours", "24 hours, every day", "always"})
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOUR: Final = 60
DAY: Final = 24 * HOUR
_WINDOW: Final = re.compile(
    r"(?:(?P<days>[a-z][a-z, -]*?)\s+)?(?P<from>\d{2}:\d{2})\s*-\s*(?P<to>\d{2}:\d{2})"
)
MEND: Final = "Write them as “Mon-Fri 08:00-18:00; Sat 09:00-13:00”, or “24 hours”."


@dataclass(frozen=True, slots=True)
class Window:
    """On these weekdays (0 is Monday), from a minute of the day up to another."""

    days: frozenset[int]
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody answers; without windows, always."""

    windows: tuple[Window, ...] = ()

    def open_at(self, weekday: int, minute: int) -> bool:
        """Return whether somebody answers on this weekday (0 is Monday) at this minute."""
        return not self.windows or any(_holds(one, weekday, minute) for one in self.windows)


def parse_hours(text: str) -> Hours:
    """Return the hours that a person wrote.

    Raises:
        ValueError: they cannot be read; the text says how to write them.
    """
    plain = text.strip().lower()
    if plain in ALWAYS:
        return Hours()
    return Hours(tuple(_window(part.strip()) for part in plain.split(";")))


def _window(part: str) -> Window:
    found = _WINDOW.fullmatch(part.replace("\N{EN DASH}", "-"))
    if found is None:
        raise ValueError(f"“{part}” cannot be read. {MEND}")
    days = frozenset(range(7)) if not found["days"] else _days(found["days"], part)
    return Window(days, _minute(found["from"]), _minute(found["to"]))


def _days(words: str, part: str) -> frozenset[int]:
    days: set[int] = set()
    for word in words.split(","):
        first, _, last = (piece.strip()[:3] for piece in word.partition("-"))
        if first not in DAYS or last not in {"", *DAYS}:
            raise ValueError(f"“{part}” names no such day. {MEND}")
        start, end = DAYS.index(first), DAYS.index(last or first)
        days |= {one % 7 for one in range(start, end + (7 if end < start else 0) + 1)}
    return frozenset(days)


def _minute(clock: str) -> int:
    minute = int(clock[:2]) * HOUR + int(clock[3:])
    if minute > DAY or int(clock[3:]) >= HOUR:
        raise ValueError(f"“{clock}” is no time of a day. {MEND}")
    return minute


def _holds(window: Window, weekday: int, minute: int) -> bool:
    if window.opens < window.closes:
        return weekday in window.days and window.opens <= minute < window.closes
    late = weekday in window.days and minute >= window.opens
    early = (weekday - 1) % 7 in window.days and minute < window.closes
    return late or early
