"""A text as the rules see it: folded letters, words with their places, speech in quotation masked.

Whatever is done to the letters, a place always refers to the text as it was given.
"""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

STOP: Final = "."
"""Stands for whatever ends a sentence; no phrase reaches across it."""

PAUSE: Final = ","
"""Stands for a comma, a dash, a bracket; a phrase reaches across it only where it has a gap."""

QUOTED: Final = '"'
"""Stands for words in quotation: reported speech is not judged (X-9)."""

_ALIKE: Final = {
    **dict.fromkeys("\u2019\u02bc\u0060\u00b4", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2043\u2212", "-"),
    **dict.fromkeys("\u2013\u2014\u2015", ","),
    **dict.fromkeys("\u201e\u201f\u2033", '"'),
    **dict.fromkeys("\u201a\u201b", "\u2018"),
    "\u2026": ".",
}
_MASK: Final = "\x02"
_DOUBLE: Final = re.compile(r'“[^“”]*”|«[^«»]*»|"[^"]*"')
_SINGLE: Final = re.compile(r"(?<![a-z0-9])['‘](?:[^'‘]|(?<=[a-z])'(?=[a-z]))*'(?![a-z0-9])")
_REPLY: Final = re.compile(r"^>[^\n]*$", re.MULTILINE)
_TOKEN: Final = re.compile(
    r"(?P<placeholder>\{[a-z_]+\})|(?P<word>[a-z0-9]+(?:'[a-z0-9]+)*)|(?P<quoted>\x02+)"
    r"|(?P<stop>[.!?;:¡¿]|\n\s*\n)|(?P<pause>[,()/\[\]]|(?<![a-z0-9])-|-(?![a-z0-9]))"
)
_SENTENCE_END: Final = re.compile(r"(?<![.!?…])[.!?…]++[”’\"')]*+(?=\s|$)|\n\s*\n")


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """One character without case, accent and ornament; empty for what cannot be seen."""
    alike = _ALIKE.get(character)
    if alike is not None:
        return alike
    plain = unicodedata.normalize("NFKD", character)
    kept = "".join(c for c in plain if unicodedata.category(c) not in {"Mn", "Cf"})
    return " " if kept.isspace() and kept != "\n" else kept.lower()


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order, folded, and where each stands in the text as given.

    `keys` holds the words without apostrophes (`won't` and `wont` are one), and `STOP`, `PAUSE`
    and `QUOTED` between them.
    """

    text: str
    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def words_of(text: str) -> Words:
    """Fold a text and cut it into words, in time linear in its length."""
    folded, places = _fold(text)
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _TOKEN.finditer(_without_quotations(folded)):
        start = found.start() if places is None else places[found.start()]
        end = found.end() if places is None else places[found.end() - 1] + 1
        for key in _keys(found):
            keys.append(key)
            starts.append(start)
            ends.append(end)
    return Words(text, tuple(keys), tuple(starts), tuple(ends))


def key_of(sentence: str) -> tuple[str, ...]:
    """What two sentences share that are the same but for case, quotes, spaces and stops."""
    return tuple(key for key in words_of(sentence).keys if key not in {STOP, PAUSE})


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence begins and ends in which a place of a text lies, with its full stop."""
    ends = sentence_ends(text)
    before = bisect_left(ends, start + 1)
    first = ends[before - 1] if before else 0
    last = ends[min(bisect_left(ends, end), len(ends) - 1)]
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


def sentence_ends(text: str) -> list[int]:
    """Where each sentence of a text ends; the last one ends with the text."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    return ends


def _fold(text: str) -> tuple[str, list[int] | None]:
    """The folded text, and for each of its characters the place it came from, if that differs."""
    if text.isascii():
        return text.lower(), None
    pieces: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        piece = _folded(character)
        pieces.append(piece)
        places.extend([place] * len(piece))
    return "".join(pieces), places


def _without_quotations(folded: str) -> str:
    """The text with reported speech masked; a text that is one quotation is judged itself."""
    folded = _REPLY.sub(_masked, folded)
    for pattern in (_DOUBLE, _SINGLE):
        masked = pattern.sub(_masked, folded)
        if masked.strip(f" \n.{_MASK}"):
            folded = masked
    return folded


def _masked(found: re.Match[str]) -> str:
    return _MASK * len(found.group())


_NAMES: Final = {"quoted": QUOTED, "stop": STOP, "pause": PAUSE, "placeholder": "{}"}


_AS_ONE: Final = frozenset({"it", "that", "what", "let", "he", "she", "there", "here", "who"})
"""With these “’s” is one word of the phrases; with any other it is read as “is”."""

_SHORT_HAVE: Final = frozenset({"should", "could", "would", "might", "must", "ought"})


def _keys(found: re.Match[str]) -> tuple[str, ...]:
    """One word, mostly; a contraction that phrases do not know is read as the two it stands for."""
    kind = found.lastgroup or ""
    if kind != "word":
        return (_NAMES[kind],)
    written = found.group()
    stem = written.removesuffix("'s")
    if stem != written and stem not in _AS_ONE:
        return (stem.replace("'", ""), "is")
    key = written.replace("'", "")
    stem = key.removesuffix("ve")
    return (stem, "have") if stem != key and stem in _SHORT_HAVE else (key,)
