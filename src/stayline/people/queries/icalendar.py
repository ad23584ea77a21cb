"""A rota kept elsewhere, read from its iCalendar text (RFC 5545): entries, and whom they name.

Nothing of it is trusted: a text that would be expanded without end, a rule of every second, an
entry of a year are faults, each in a sentence, and never a reason to stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from stayline.people.errors import CalendarUnread

if TYPE_CHECKING:
    from stayline.people.models import Person

Component: TypeAlias = Mapping[str, Any]
"""An entry as the library gives it: whose values are of many kinds, so that each use may fail."""

LARGEST: Final = 2 * 1024 * 1024
"""Bytes of a calendar; a rota of years is far smaller."""

MOST_ENTRIES: Final = 5000
LONGEST_ENTRY: Final = timedelta(days=31)
EARLIEST_YEAR: Final = 1990

_FREQUENCIES: Final = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_NEVER: Final = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND", "BYEASTER", "RSCALE"})
_NOT_BY_DAY: Final = frozenset({"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"})
"""With days or weeks these can ask for a day that never comes, and would be sought for ever."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One stretch of time in a calendar, and whom it names: addresses first, else its words."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    addresses: tuple[str, ...]
    words: str


class _Fault(ValueError):
    """One entry cannot be used; the text says why."""


def read_calendar(
    content: bytes, *, zone: str, starts_at: datetime, ends_at: datetime
) -> tuple[list[Entry], list[str]]:
    """Return the entries of a calendar in this time, and what was wrong with the others.

    Times without a zone are of `zone`. Entries that repeat are written out, with what was moved
    or left out; cancelled ones are left out.

    Raises:
        CalendarUnread: it is no calendar, too large, or has too many entries.
    """
    components = _components(content)
    moved = {
        (str(one.get("UID", "")), _utc(one["RECURRENCE-ID"].dt, zone))
        for one in components
        if "RECURRENCE-ID" in one
    }
    found: list[Entry] = []
    faults: list[str] = []
    for one in components:
        if str(one.get("STATUS", "")).upper() == "CANCELLED":
            continue
        try:
            found += _entries(one, zone, (starts_at, ends_at), moved)
        except (_Fault, ValueError, TypeError, OverflowError, KeyError, AttributeError) as fault:
            why = str(fault) if isinstance(fault, _Fault) else "its times cannot be read"
            faults.append(f"“{_words(one)}”: {why}.")
        if len(found) > MOST_ENTRIES:
            raise CalendarUnread(f"It has more than {MOST_ENTRIES} entries in five weeks.")
    return found, faults


def people_named(entry: Entry, people: Sequence[Person]) -> list[UUID]:
    """Return whom an entry names: by an attendee's address, else by name or sign-in name.

    Several can be named at once. A name that two people bear names neither.
    """
    by_mail = [one.id for one in people if one.email and one.email.lower() in entry.addresses]
    if by_mail:
        return by_mail
    found = []
    for one in people:
        names = {_plain(one.name), _plain(one.username)}
        if any(_says(entry.words, name) for name in names if name):
            found.append((_plain(one.name), one.id))
    names_found = [name for name, _ in found]
    return [who for name, who in found if names_found.count(name) == 1]


def _components(content: bytes) -> list[Component]:
    from icalendar import Calendar  # noqa: PLC0415 - slow to load, and needed by readers alone

    if len(content) > LARGEST:
        raise CalendarUnread("It is larger than two megabytes.")
    if b"BEGIN:VCALENDAR" not in content[:2000].upper():
        raise CalendarUnread
    try:
        return [one for one in Calendar.from_ical(content).walk("VEVENT") if "DTSTART" in one]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as fault:
        raise CalendarUnread from fault


def _entries(
    one: Component, zone: str, window: tuple[datetime, datetime], moved: set[tuple[str, datetime]]
) -> Iterator[Entry]:
    uid, start = str(one.get("UID", "")), _local(one["DTSTART"].dt, zone)
    length = _length(one, start, zone)
    if not timedelta() < length <= LONGEST_ENTRY:
        raise _Fault("it has no end, ends before it begins, or lasts longer than a month")
    again = "RRULE" in one or "RDATE" in one
    left_out = {_utc(when, zone) for when in _dates(one, "EXDATE")}
    for begins in _beginnings(one, start, length, zone, window) if again else (start,):
        at = begins.astimezone(UTC)
        if again and (at in left_out or (uid, at) in moved):
            continue
        # on the wall clock: a night shift is as long as its hours say when clocks change
        wall = (begins.replace(tzinfo=None) + length).replace(tzinfo=begins.tzinfo)
        end = wall.astimezone(UTC)
        if end > window[0] and at < window[1]:
            yield Entry(uid, at, end, tuple(_addresses(one)), _words(one))


def _beginnings(
    one: Component, start: datetime, length: timedelta, zone: str, window: tuple[datetime, datetime]
) -> Iterable[datetime]:
    # slow to load, and needed by readers alone; it comes without types
    rules = import_module("dateutil.rrule")
    there = start.tzinfo
    found = {start, *(_local(when, zone) for when in _dates(one, "RDATE"))}
    if "RRULE" in one:
        rule = one["RRULE"]
        if isinstance(rule, list) or start.year < EARLIEST_YEAR:
            raise _Fault("it repeats by several rules at once, or since long ago")
        parts = {key.upper(): value for key, value in rule.items()}
        _refuse_endless(parts)
        until = parts.get("UNTIL", [None])[0]
        text = ";".join(
            part
            for part in rule.to_ical().decode().split(";")
            if not part.upper().startswith("UNTIL=")
        )
        low, high = (when.astimezone(there).replace(tzinfo=None) for when in window)
        if until is not None:
            high = min(high, _until(until, start))
        naive = start.replace(tzinfo=None)
        days = rules.rrulestr(text, dtstart=naive).between(low - length, high, inc=True)
        found |= {day.replace(tzinfo=there) for day in days}
        if naive > high:
            found.discard(start)
    return sorted(found)


def _refuse_endless(parts: dict[str, list[Any]]) -> None:
    often = str(parts.get("FREQ", [""])[0]).upper()
    by_day = often in {"DAILY", "WEEKLY"}
    if (
        often not in _FREQUENCIES
        or not _NEVER.isdisjoint(parts)
        or (by_day and not _NOT_BY_DAY.isdisjoint(parts))
    ):
        raise _Fault("it repeats by a rule that is not understood here")


def _until(until: date, start: datetime) -> datetime:
    """Return the last moment of a rule on the wall clock of its beginning."""
    if not isinstance(until, datetime):
        return datetime.combine(until, time.max)
    if until.tzinfo is None:
        return until
    return until.astimezone(start.tzinfo).replace(tzinfo=None)


def _length(one: Component, start: datetime, zone: str) -> timedelta:
    if "DTEND" in one:
        end = _local(one["DTEND"].dt, zone).astimezone(start.tzinfo)
        return end.replace(tzinfo=None) - start.replace(tzinfo=None)
    if "DURATION" in one:
        length: timedelta = one["DURATION"].dt
        return length
    return timedelta() if isinstance(one["DTSTART"].dt, datetime) else timedelta(days=1)


def _dates(one: Component, key: str) -> Iterator[date]:
    lists = one.get(key, [])
    for dates in lists if isinstance(lists, list) else [lists]:
        for when in dates.dts:
            yield when.dt if isinstance(when.dt, date) else when.dt[0]


def _local(when: date, zone: str) -> datetime:
    """Return a time with its zone; a whole day begins at midnight of the site."""
    if not isinstance(when, datetime):
        return datetime.combine(when, time(), ZoneInfo(zone))
    return when if when.tzinfo is not None else when.replace(tzinfo=ZoneInfo(zone))


def _utc(when: date, zone: str) -> datetime:
    return _local(when, zone).astimezone(UTC)


def _addresses(one: Component) -> Iterator[str]:
    people = one.get("ATTENDEE", [])
    for address in people if isinstance(people, list) else [people]:
        yield str(address).lower().removeprefix("mailto:").strip()


def _words(one: Component) -> str:
    return _plain(str(one.get("SUMMARY", "")))[:120] or "an entry without a title"


def _plain(text: str) -> str:
    return " ".join(text.split())


def _says(words: str, name: str) -> bool:
    """Return whether words name somebody: the whole name, whatever its case."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE) is not None
