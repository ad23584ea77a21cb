"""Cues: the words of which a line must hold at least one for a pattern to match at all.

They are worked out from the pattern, never written by hand: a forgotten one would make a
rule deaf without any sign. For each way of saying a thing, the rarest word that it cannot
do without is taken, so that an ordinary line wakes few rules and costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import accumulate
from typing import Final, NamedTuple, TypeAlias

ALWAYS: Final = "*"
"""The cue of a pattern for which no single word is needed: every line wakes it."""

Cues: TypeAlias = frozenset[str]

_NOTHING: Final[Cues] = frozenset({""})
_COMMON_COST: Final = 40
_COMMON_WORDS: Final = (
    "i im ive ill id me my myself we us our you u your he she they it its him her them his hers "
    "their a an the this that these those and or but if so to of in on at for with from by as "
    "about into out up down off over is am are was were be been being have has had do does did "
    "will would can could should may might must not no dont cant wont go going get got want need "
    "wanna gonna just like know think what how when where who there here now all any some one "
    "more make made take put say said see good time way day today please yes ok back ever"
)
_COMMON: Final = frozenset(_COMMON_WORDS.split())


class _Kind(Enum):
    """What a part of a pattern is, as far as words go."""

    LETTER = auto()
    GROUP = auto()
    EDGE = auto()
    WILD = auto()


class _Atom(NamedTuple):
    kind: _Kind
    text: str
    optional: bool
    spans_words: bool = False


@dataclass(frozen=True, slots=True)
class CueReader:
    """Reads patterns against one word list, and remembers what it has read."""

    words: Mapping[str, str]
    _read: dict[str, Cues | None] = field(default_factory=dict)

    def cues_of(self, pattern: str) -> Cues:
        """Return the cues of a pattern of the rule language; `{ALWAYS}` when it has none."""
        return self._of_alternatives(pattern) or frozenset({ALWAYS})

    def _of_alternatives(self, pattern: str) -> Cues | None:
        if pattern not in self._read:
            ways = [
                _rarest(self._of_element(element) for element in _split(way, " "))
                for way in _split(pattern, "|")
            ]
            found = [way for way in ways if way]
            whole = len(found) == len(ways)
            self._read[pattern] = frozenset().union(*found) if whole else None
        return self._read[pattern]

    def _of_element(self, element: str) -> Cues | None:
        """Return the best cues of what stands between two spaces: words, groups, gaps."""
        if element.isalnum():
            return frozenset({element})
        complete: list[Cues | None] = []
        forms: Cues | None = _NOTHING
        for atom in self._atoms(element):
            if atom.kind is _Kind.EDGE:
                complete.append(_whole(forms))
                forms = _NOTHING
            elif atom.spans_words:
                apart = forms == _NOTHING or atom.text.startswith(" ")
                if apart:
                    complete.append(_whole(forms))
                if apart and not atom.optional:
                    complete.append(self._of_alternatives(atom.text))
                forms = _NOTHING if atom.text.endswith(" ") else None
            else:
                forms = self._grown(forms, atom)
        return _rarest([*complete, _whole(forms)])

    def _grown(self, forms: Cues | None, atom: _Atom) -> Cues | None:
        """Return the words so far with each ending that the next part gives them."""
        if forms is None or atom.kind is _Kind.WILD:
            return None
        endings = frozenset({atom.text})
        if atom.kind is _Kind.GROUP:
            spelt = [self._spelt(way) for way in _split(atom.text, "|")]
            if None in spelt:
                return None
            endings = frozenset().union(*(way for way in spelt if way))
        if atom.optional:
            endings |= {""}
        return frozenset(form + ending for form in forms for ending in endings)

    def _spelt(self, way: str) -> Cues | None:
        """Return every spelling of one alternative that holds no space."""
        forms: Cues | None = frozenset({""})
        for atom in self._atoms(way):
            if atom.kind is _Kind.EDGE or atom.spans_words:
                return None
            forms = self._grown(forms, atom)
        return forms

    def _atoms(self, element: str) -> Iterator[_Atom]:
        place = 0
        while place < len(element):
            found = _PART.match(element, place)
            kind = _KINDS.get(found.lastgroup or "", _Kind.WILD) if found else _Kind.WILD
            end = _end_of_part(element, place, found)
            text = element[place:end]
            if found and found.lastgroup == "name":
                text = self.words[text[1:-1]]
            elif found and found.lastgroup == "group":
                text = text[3:-1]
            mark = _QUANTIFIER.match(element, end)
            place = mark.end() if mark else end
            optional = mark is not None and mark[0].startswith(_MAY_LACK)
            yield _Atom(kind, text, optional, kind is _Kind.GROUP and self._spans_words(text))

    def _spans_words(self, text: str) -> bool:
        return " " in text or any(
            self._spans_words(self.words[name]) for name in _NAME.findall(text)
        )


_PART: Final = re.compile(
    r"(?P<group>\(\?:)|(?P<look>\(\?<?[=!])|(?P<name><\w+>)|(?P<edge>\\W|\\Z|\^|\$|\\b)"
    r"|(?P<letter>[a-z0-9])|(?P<wild>\\w)"
)
_NAME: Final = re.compile(r"<(\w+)>")
_KINDS: Final = {
    "group": _Kind.GROUP,
    "name": _Kind.GROUP,
    "look": _Kind.EDGE,
    "edge": _Kind.EDGE,
    "letter": _Kind.LETTER,
}
_QUANTIFIER: Final = re.compile(r"[?*+]\??|\{\d+(?:,\d*)?\}\??")
_MAY_LACK: Final = ("?", "*", "{0")


def _end_of_part(element: str, place: int, found: re.Match[str] | None) -> int:
    if found is None:
        return place + 1
    if found.lastgroup not in ("group", "look"):
        return found.end()
    depths = accumulate((char == "(") - (char == ")") for _, char in _unescaped(element, place))
    places = (index for index, _ in _unescaped(element, place))
    return next(index for index, depth in zip(places, depths, strict=True) if depth == 0) + 1


def _split(pattern: str, at: str) -> list[str]:
    """Split at a character that stands outside every bracket."""
    if at not in pattern:
        return [pattern]
    if "(" not in pattern and "[" not in pattern:
        return pattern.split(at)
    parts, depth, begun = [], 0, 0
    for index, char in _unescaped(pattern, 0):
        depth += (char in "([") - (char in ")]")
        if char == at and depth == 0:
            parts.append(pattern[begun:index])
            begun = index + 1
    return [*parts, pattern[begun:]]


def _unescaped(pattern: str, place: int) -> Iterator[tuple[int, str]]:
    """Yield the characters that no backslash stands before, with their places."""
    while place < len(pattern):
        if pattern[place] == "\\":
            place += 2
            continue
        yield place, pattern[place]
        place += 1


def _rarest(sets: Iterable[Cues | None]) -> Cues | None:
    """Return the set of which the fewest lines will hold a word."""
    return min((found for found in sets if found), key=_cost, default=None)


def _cost(cues: Cues) -> int:
    return sum(_COMMON_COST if cue in _COMMON else 1 for cue in cues)


def _whole(forms: Cues | None) -> Cues | None:
    """Return forms that are words in full; none when one of them is empty."""
    return forms if forms and "" not in forms else None
