"""Phrases in a small notation, and how they are found in words.

A phrase is words with spaces between them: `a|b` is one or the other, `two_words` are two words
in a row, `word?` may be missing, `*3` stands for up to three words of any kind, `,` for a pause.
`^` before it means that a sentence or a clause begins with it, `$` after it that a sentence ends.
`(not before a|b)` and `(not after a|b)` say next to which words it counts for nothing, and what
follows `->` can replace it. It never reaches across the end of a sentence. Looking a phrase up
takes a bounded number of steps a word, so that a hostile text of any length is judged in linear
time.
"""

import re
from dataclasses import dataclass
from textwrap import dedent
from typing import Final

from stayline_core.wording.text import PAUSE, QUOTED, STOP

Alternative = tuple[str, ...]

WIDEST_GAP: Final = 6
"""No phrase may leap over more words than this."""


_BETWEEN: Final = frozenset({STOP, PAUSE, QUOTED})
_ENDS: Final = frozenset({STOP, QUOTED})

_COMMON: Final = frozenset(
    {"a", "all", "and", "are", "as", "at", "be", "can", "cant", "did", "do", "does", "dont", "for"}
    | {"get", "had", "has", "have", "he", "her", "him", "his", "how", "i", "if", "ill", "im", "in"}
    | {"is", "it", "its", "just", "know", "me", "my", "no", "not", "of", "off", "on", "or", "our"}
    | {"out", "say", "she", "so", "that", "thats", "the", "them", "they", "this", "to", "up", "us"}
    | {"was", "we", "well", "were", "what", "when", "where", "who", "why", "will", "with", "wont"}
    | {"would", "you", "your", "youre"}
)
"""Words that stand in most texts: a phrase is looked for by another of its words."""


class PhraseUnreadable(ValueError):
    """A phrase does not begin with a word, or leaps too far: its text follows."""


@dataclass(frozen=True, slots=True)
class Says:
    """A phrase as it is written, and what is special about it.

    `instead` replaces the words that match. It counts for nothing directly `after` or directly
    `before` one of these words. `opens` and `closes`: it stands first, or last, in a sentence.
    """

    words: str
    instead: str | None = None
    opens: bool = False
    closes: bool = False
    after: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()


_BESIDE: Final = re.compile(r" \(not (before|after) ([^)]*)\)")


def phrases(table: str, **lists: str) -> tuple[Says, ...]:
    """The phrases of a table, one a line; a line that is set in goes on from the one before.

    `<name>` stands for the words of the list with that name.
    """
    for name, words in lists.items():
        table = table.replace(f"<{name}>", words)
    whole: list[str] = []
    for line in dedent(table).strip().splitlines():
        if line.startswith(" "):
            joint = "" if whole[-1].endswith("|") else " "
            whole[-1] += joint + line.strip()
        else:
            whole.append(line)
    return tuple(_says(line) for line in whole)


def _says(line: str) -> Says:
    words, _, instead = line.partition(" -> ")
    beside = {side: frozenset(named.split("|")) for side, named in _BESIDE.findall(words)}
    words = _BESIDE.sub("", words)
    return Says(
        words.removeprefix("^ ").removesuffix(" $"),
        instead or None,
        opens=words.startswith("^ "),
        closes=words.endswith(" $"),
        after=beside.get("after", frozenset()),
        before=beside.get("before", frozenset()),
    )


def among(words: str) -> frozenset[str]:
    """Words that are written with spaces between them."""
    return frozenset(words.split())


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a phrase: alternatives of one or more words, or a gap of some words."""

    single: frozenset[str]
    several: tuple[Alternative, ...]
    optional: bool
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that has been read, with the words that it can begin with.

    One of the words of `anchor` stands in every text that holds the phrase: a text with none of
    them needs no further look.
    """

    says: Says
    parts: tuple[_Part, ...]
    first: frozenset[str]
    anchor: frozenset[str]

    def end(self, keys: tuple[str, ...], at: int) -> int | None:
        """One past the last word of the phrase where it stands at a place, else None."""
        before = keys[at - 1] if at else STOP
        if before in self.says.after or (self.says.opens and before not in _BETWEEN):
            return None
        end = _end(self.parts, 0, keys, at)
        if end is None:
            return None
        after = keys[end] if end < len(keys) else STOP
        if after in self.says.before or (self.says.closes and after != STOP):
            return None
        return end


def read(says: Says) -> Phrase:
    """Read a phrase.

    Raises:
        PhraseUnreadable: it does not begin with a word that must be there, or leaps too far.
    """
    parts = tuple(_part(word) for word in says.words.split())
    first = parts[0] if parts else None
    if first is None or first.optional or any(part.gap > WIDEST_GAP for part in parts):
        raise PhraseUnreadable(says.words)
    begins = first.single | {alternative[0] for alternative in first.several}
    anchor = min((_anchor(part) for part in parts if not part.optional), key=_commonness)
    return Phrase(says, parts, begins, anchor)


def _anchor(part: _Part) -> frozenset[str]:
    """A word of each alternative of a part, the least common one of several."""
    return part.single | {min(one, key=_COMMON.__contains__) for one in part.several}


def _commonness(words: frozenset[str]) -> tuple[int, int]:
    return len(words & _COMMON), len(words)


def _part(word: str) -> _Part:
    if word.startswith("*"):
        return _Part(frozenset(), (), optional=True, gap=int(word[1:]))
    alternatives = [one.split("_") for one in word.removesuffix("?").split("|")]
    single = frozenset(one[0] for one in alternatives if len(one) == 1)
    several = tuple(tuple(one) for one in alternatives if len(one) > 1)
    return _Part(single, several, optional=word.endswith("?"))


def _end(parts: tuple[_Part, ...], number: int, keys: tuple[str, ...], at: int) -> int | None:
    """The furthest-reaching way is not sought: the first way that fits is taken."""
    if number == len(parts):
        return at
    part = parts[number]
    if part.gap:
        return _end_after_gap(parts, number, keys, at)
    if at < len(keys) and keys[at] in part.single:
        end = _end(parts, number + 1, keys, at + 1)
        if end is not None:
            return end
    for alternative in part.several:
        if keys[at : at + len(alternative)] == alternative:
            end = _end(parts, number + 1, keys, at + len(alternative))
            if end is not None:
                return end
    return _end(parts, number + 1, keys, at) if part.optional else None


def _end_after_gap(
    parts: tuple[_Part, ...], number: int, keys: tuple[str, ...], at: int
) -> int | None:
    for reached in range(at, min(len(keys), at + parts[number].gap) + 1):
        end = _end(parts, number + 1, keys, reached)
        if end is not None:
            return end
        if reached == len(keys) or keys[reached] in _ENDS:
            return None
    return None


@dataclass(frozen=True, slots=True)
class Negation:
    """How a language takes back what follows: “I can't promise to keep this secret”.

    A negating word counts up to `reach` words on, not across a pause or a `turning` word, and not
    where one of the `soothing` words follows it (“don't worry, …”, “not only …”).
    """

    words: frozenset[str]
    soothing: frozenset[str]
    turning: frozenset[str]
    reach: int = 7

    def before(self, keys: tuple[str, ...], at: int) -> bool:
        """Is what stands at a place taken back by what stands before it?"""
        for place in range(at - 1, max(-1, at - 1 - self.reach), -1):
            key = keys[place]
            if key in _BETWEEN or key in self.turning:
                return False
            if key in self.words and not self.soothing.intersection(keys[place + 1 : place + 3]):
                return True
        return False
