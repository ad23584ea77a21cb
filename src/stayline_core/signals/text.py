"""Plain text for the rules to read, and the way back to the words as they were given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_APOSTROPHES: Final = "\u2018\u2019\u02bc\u00b4`"
_QUOTES: Final = "\u201c\u201d"
_BLANKS: Final = "\u2026\u2013\u2014\t\n\r\u00a0_"
_SAME_LENGTH: Final = str.maketrans(
    dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_QUOTES, '"') | dict.fromkeys(_BLANKS, " ")
)
_DOTS: Final = re.compile(r"\.{2,}")
_WORD: Final = re.compile(r"\w+")
_STOP: Final = re.compile(r"[.!?;]")


@dataclass(frozen=True, slots=True)
class Plain:
    """A line in lower case without apostrophes; `cuts` are the places of those taken out.

    People, and machines that write down speech, leave apostrophes out as often as not:
    without any, one pattern reads both spellings.
    """

    text: str
    cuts: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the text as given, of a span in the plain text."""
        return start + self._cut_before(start), end + self._cut_before(end - 1)

    def _cut_before(self, place: int) -> int:
        """Count the apostrophes taken out at or before a place of the plain text."""
        taken = 0
        for cut in self.cuts:
            if cut - taken > place:
                break
            taken += 1
        return taken

    def words(self) -> set[str]:
        """Return the words, for choosing the few rules that can match at all."""
        return set(_WORD.findall(self.text))

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the sentence, or sentences, that hold a span."""
        first = 0
        for stop in _STOP.finditer(self.text, 0, start):
            first = stop.end()
        last = _STOP.search(self.text, end)
        return first, last.start() if last else len(self.text)


def plain(text: str) -> Plain:
    """Return the plain form of a text, in one pass and without any loss of place."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow when lowered; places must not move
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    same = _DOTS.sub(_blank, lowered.translate(_SAME_LENGTH))
    if "'" not in same:
        return Plain(same, ())
    cuts = tuple(place for place, char in enumerate(same) if char == "'")
    return Plain(same.replace("'", ""), cuts)


def _blank(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())
