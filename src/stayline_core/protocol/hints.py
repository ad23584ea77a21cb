"""“Did you mean …?”: the known word that is nearest to what was written, found in bounded time."""

from collections.abc import Iterable
from functools import lru_cache

MAX_LENGTH = 80
MAX_NAMES = 5_000
LEAST_LETTERS = 4
"""Shorter words begin one another by chance."""

LISTED = 12

_QUOTES = "“”‘’«»„\"'"
_SHOWN = 60


def shown(word: str) -> str:
    """A word as a message quotes it: whole if it is short, else its beginning."""
    flat = " ".join(word.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint at the nearest known word, or at all of them if they are few; starts with a space.

    The work grows with the number of known words alone, never with its square: words longer
    than 80 characters, and words beyond the first 5,000 known ones, are not compared.
    """
    names = sorted(known)
    near = nearest(word, names)
    if near is not None:
        return f" Did you mean “{near}”?"
    if 0 < len(names) <= LISTED:
        return f" Known: {', '.join(names)}."
    return ""


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The known word that was probably meant; None where none is near.

    A difference in capitals, dashes, underscores, spaces or quotes counts as nothing; then as
    many wrong letters as a third of the word has, three at most; then a word cut short.
    """
    plain = _folded(word)
    if not plain or len(plain) > MAX_LENGTH:
        return None
    best: tuple[int, str] | None = None
    allowed = min(3, len(plain) // 3)
    letters = _letters(plain)
    for name in list(names)[:MAX_NAMES]:
        folded = _folded(name)
        if folded == plain:
            return name
        limit = allowed if best is None else best[0] - 1
        if (
            abs(len(folded) - len(plain)) <= limit
            and (letters ^ _letters(folded)).bit_count() <= 2 * limit
        ):
            distance = _distance(plain, folded, limit)
            if distance <= limit:
                best = (distance, name)
    return best[1] if best else _cut_short(plain, names)


def _cut_short(plain: str, names: Iterable[str]) -> str | None:
    """The first name that the word begins, or that begins the word, by four letters or more."""
    for name in list(names)[:MAX_NAMES]:
        folded = _folded(name)
        shorter, longer = sorted((plain, folded), key=len)
        if len(shorter) >= LEAST_LETTERS and (
            longer.startswith(shorter) or longer.endswith(shorter)
        ):
            return name
    return None


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter not in "-_ " + _QUOTES)


@lru_cache(maxsize=20_000)
def _letters(word: str) -> int:
    """The letters of a word as a set of bits: a first, cheap look at whether two can be near."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 61)
    return bits


def _distance(one: str, other: str, limit: int) -> int:
    """How many letters must be changed, added, left out or swapped with their neighbour.

    What both begin and end with is left aside, and what is further than `limit` is not counted
    on: names that differ in little cost little. Above the limit it is some number above it.
    """
    one, other = _differing(one, other)
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        swapped = one[i - 2] if i > 1 else ""
        for j, opposite in enumerate(other, start=1):
            if abs(i - j) > limit:
                row.append(limit + 1)
                continue
            cost = min(before[j - 1] + (letter != opposite), before[j] + 1, row[j - 1] + 1)
            if j > 1 and opposite == swapped and letter == other[j - 2]:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _differing(one: str, other: str) -> tuple[str, str]:
    """Two words without what both begin with and both end with."""
    begin, shorter = 0, min(len(one), len(other))
    while begin < shorter and one[begin] == other[begin]:
        begin += 1
    one, other = one[begin:], other[begin:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return one, other
