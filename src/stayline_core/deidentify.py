"""What in a text could tell who it is about: names, numbers, places, times.

A lesson is shared inside the organisation without exposing callers or staff (S0-23). These
findings help the two people who write and approve it; they know words, not what is meant, so
a text without findings can still be recognised by somebody who was there, and the page says so.
Judging is pure and takes time linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

SHORTEST_NAME: Final = 3
"""Letters of a part of a name that is looked for by itself."""

_MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
_STREET: Final = r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Close|Square|Way|Court|Boulevard)"

_PATTERNS: Final = (
    (r"\bSLX?-\d{4}-\d+\b", "the number of an incident"),
    (r"\b(?:[A-Z]{2,5}-)\d{3,}[\w-]*", "a reference number"),
    (r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b", "an address for mail"),
    (r"(?:https?://|www\.)\S+", "an address on the web"),
    (r"(?<!\w)@\w{2,}", "somebody’s name on a network"),
    (r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b", "a date"),
    (rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\b|\b{_MONTH}\s+\d{{1,2}}\b", "a date"),
    (r"\b\d{1,2}[:.]\d{2}(?:\s?(?:am|pm))?\b|\b\d{1,2}\s?(?:am|pm)\b", "a time of day"),
    (rf"\b\d+[A-Za-z]?\s+(?:[A-Z][\w’'-]+\s+){{1,3}}{_STREET}\b", "a street and number"),
    (r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", "a postcode"),
    (r"(?<!\w)\+?\d[\d\s().-]{5,}\d", "a long number, as of a telephone or an account"),
    (r"\b\d{5,6}\b", "a number that could be a postcode or an account"),
    (r"\b\d{1,3}[- ]year[s]?[- ]old\b|\baged\s+\d{1,3}\b", "an age"),
    (r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.?\s+[A-Z][\w’'-]+", "a title and a name"),
)
_MUST_GO: Final = tuple((re.compile(pattern), why) for pattern, why in _PATTERNS)

_CAPITAL: Final = re.compile(r"\b[A-Z][a-z’'-]+\b")
_STARTS: Final = re.compile(r"(?:^|[.!?:…]\s+|[\"“‘(]\s*|\n\s*(?:[-*•]\s*)?)$")
_PLAIN: Final = frozenset(
    {"I", "English", "Stayline", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"}
    | {"Saturday", "Sunday", "Christmas"}
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text, from `start` to `end`. `must_go`: it is not shared with this in it.

    Without `must_go` it may be a name, and a second person says that it is none.
    """

    start: int
    end: int
    words: str
    why: str
    must_go: bool


def findings(
    text: str, *, names: Collection[str] = (), places: Collection[str] = ()
) -> tuple[Finding, ...]:
    """Return what in `text` could tell who it is about, in the order of the text (S0-23).

    `names` are those of the people who work here, `places` those of its sites. Where several
    rules see the same words, one finding stands: the one that must go, else the longest.
    """
    found = [*_known(text, names, places), *_patterns(text), *_capitals(text)]
    found.sort(key=lambda one: (not one.must_go, one.start, -one.end))
    kept: list[Finding] = []
    taken = bytearray(len(text))
    for one in found:
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))


def _known(text: str, names: Collection[str], places: Collection[str]) -> Iterator[Finding]:
    parts = {part for name in names for part in name.split() if len(part) >= SHORTEST_NAME}
    for words, why in ((parts, "a name of somebody who works here"), (set(places), "a site")):
        wanted = sorted(filter(None, words), key=lambda one: (-len(one), one))
        if wanted:
            pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, wanted))})\b")
            for match in pattern.finditer(text):
                yield Finding(match.start(), match.end(), match[0], why, must_go=True)


def _patterns(text: str) -> Iterator[Finding]:
    for pattern, why in _MUST_GO:
        for match in pattern.finditer(text):
            yield Finding(match.start(), match.end(), match[0], why, must_go=True)


def _capitals(text: str) -> Iterator[Finding]:
    """Yield the capitalised words inside a sentence: names are among them, and other words."""
    for match in _CAPITAL.finditer(text):
        before = text[max(0, match.start() - 6) : match.start()]
        if match[0] not in _PLAIN and not _STARTS.search(before):
            why = "a word with a capital letter: a name, or a place?"
            yield Finding(match.start(), match.end(), match[0], why, must_go=False)
