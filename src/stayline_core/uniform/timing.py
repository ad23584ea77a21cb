"""The rules of times, dates and numbers: one way to read each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from stayline_core.uniform.text import Draft, Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

TWELVE: Final = Rule(
    "twelve-hour", "Half of the readers take this for the other half of the day.", "Use 24 hours."
)
ZONE: Final = Rule(
    "zone", "Whoever is elsewhere reads this time as their own.", "Write the zone behind the time."
)
DATE: Final = Rule("date", "Day and month change places with the country.", "Write year-month-day.")
RELATIVE: Final = Rule(
    "relative-day", "Read tomorrow, this is another day.", "Write the date, year-month-day."
)
VAGUE: Final = Rule("vague-time", "Nobody knows when that is.", "Give a time.")
DIGITS: Final = Rule("digits", "A long number is misheard.", "Say it digit by digit.")

CLOCK: Final = re.compile(
    r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])(?!\s?[ap]\.?m\b)", re.IGNORECASE
)
_TWELVE: Final = re.compile(
    r"(?<![\d:])(1[0-2]|0?[1-9])(?::([0-5]\d))?\s?(am|pm|a\.m\.|p\.m\.)(?!\w)", re.IGNORECASE
)
_NOON: Final = re.compile(r"\b(?:noon|midnight)\b", re.IGNORECASE)
_ZONED: Final = re.compile(
    r"\d:[0-5]\d\s?(?:\(?[A-Z]{2,5}\b|Z\b|[+-]\d{2}:?\d{2})|"
    r"\btimes? (?:in|are|is) [A-Z]{2,5}\b"
)
_SLASHED: Final = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?(?![\d/])")
_RELATIVE: Final = re.compile(
    r"\b(?:today|tonight|tomorrow|yesterday|(?:next|this|last) "
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday))\b",
    re.IGNORECASE,
)
_VAGUE: Final = re.compile(
    r"\b(?:asap|as soon as possible|soon|shortly|in a bit|in a while|later|when you can|"
    r"when possible|quickly)\b",
    re.IGNORECASE,
)
_LONG: Final = re.compile(r"(?<![\d:.,-])\d{3,}(?![\d:]|[.,-]\d)")
MONTHS: Final = 12


def twelve_hours(draft: Draft) -> Iterator[Finding]:
    """Find times of a 12-hour clock."""
    for found in draft.each(_TWELVE):
        hour = int(found[1]) % MONTHS + (MONTHS if found[3].lower().startswith("p") else 0)
        yield draft.at(*found.span(), TWELVE, f"{hour:02d}:{found[2] or '00'}")
    for found in draft.each(_NOON):
        noon = found[0].casefold() == "noon"
        yield draft.at(*found.span(), TWELVE, "12:00" if noon else "00:00")


def zones(draft: Draft) -> Iterator[Finding]:
    """Find the first time that leaves without a zone; one zone says it for all."""
    if not draft.outward or _ZONED.search(draft.masked):
        return
    found = CLOCK.search(draft.masked)
    if found:
        mended = f"{found[0]} {draft.zone}" if draft.zone else None
        yield draft.at(*found.span(), ZONE, mended)


def dates(draft: Draft) -> Iterator[Finding]:
    """Find dates with strokes; one that reads only one way is mended by a press."""
    for found in draft.each(_SLASHED):
        first, second = int(found[1]), int(found[2])
        mended = None
        if found[3] and len(found[3]) > len("26") and max(first, second) > MONTHS:
            day, month = max(first, second), min(first, second)
            mended = f"{found[3]}-{month:02d}-{day:02d}"
        yield draft.at(*found.span(), DATE, mended)


def relative_days(draft: Draft) -> Iterator[Finding]:
    """Find days that change with the day on which they are read, in what leaves or is kept."""
    if draft.outward or draft.medium == "form":
        for found in draft.each(_RELATIVE):
            yield draft.at(*found.span(), RELATIVE)


def vague_times(draft: Draft) -> Iterator[Finding]:
    """Find words for a time that name none."""
    for found in draft.each(_VAGUE):
        yield draft.at(*found.span(), VAGUE)


def digits(draft: Draft) -> Iterator[Finding]:
    """Find long numbers that are to be said aloud."""
    if draft.medium == "voice":
        for found in draft.each(_LONG):
            yield draft.at(*found.span(), DIGITS, " ".join(found[0]))
