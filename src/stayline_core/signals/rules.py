"""The language that listening rules are written in, and how a table of them is compiled.

A pattern is a regular expression over plain text (lower case, no apostrophes) in which
a space stands for whatever separates two words inside one sentence, ` ~3 ` for up to three
words in between, `^` and `$` for the ends of the sentence, and `<name>` for an entry of the
word list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from stayline_core.signals.cues import CueReader
from stayline_core.signals.kinds import Form, Kind, When

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SEPARATOR: Final = r"(?:[^\w.!?;]+)"
_START_MARK: Final = re.compile(r"(?<!\[)\^")
_START: Final = r"(?:(?<=\\A)|(?<=\\A[^\\w])|(?<=[.!?;])|(?<=[.!?;]\\s))"
_END: Final = r"(?=[^\w.!?;]*(?:[.!?;]|\Z))"
_GAP: Final = re.compile(r" ~(\d) ")
_ANY: Final = (
    r"(?!(?:not|never|dont|wont|cant|wouldnt|didnt|if|unless)\b)\w+"  # a denial is no filler
)
_MACRO: Final = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One named rule, as data.

    Each of `says` is one way of saying it. Any of `unless` in the same sentence keeps the
    rule quiet; so do words of denial right before the match, where `denied` is set.
    `reason` is one plain sentence for an agent.
    """

    id: str
    form: Form
    says: tuple[str, ...]
    reason: str
    unless: tuple[str, ...] = ()
    denied: bool = False
    third_party: bool = False
    when: When = When.UNSTATED

    @property
    def kind(self) -> Kind:
        """The kind is the first part of the id."""
        return Kind(self.id.split(".", 1)[0])


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its expressions compiled, once, at import."""

    rule: Rule
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


def expand(pattern: str, words: Mapping[str, str]) -> str:
    """Return the regular expression that a pattern of the rule language stands for.

    Raises:
        KeyError: the pattern names no entry of the word list.
    """
    while _MACRO.search(pattern):
        pattern = _MACRO.sub(lambda name: f"(?:{words[name[1]]})", pattern)
    pattern = _START_MARK.sub(_START, pattern).replace("$", _END)
    pattern = _GAP.sub(lambda gap: f"(?:{_SEPARATOR}{_ANY}){{0,{gap[1]}}}?{_SEPARATOR}", pattern)
    return pattern.replace(" ", _SEPARATOR)


def compile_pattern(pattern: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """Compile a pattern so that it matches whole words only."""
    return re.compile(rf"\b(?:{expand(pattern, words)})\b")


def compile_rule(rule: Rule, words: Mapping[str, str]) -> CompiledRule:
    """Compile one rule."""
    unless = compile_pattern("|".join(rule.unless), words) if rule.unless else None
    return CompiledRule(rule, compile_pattern("|".join(rule.says), words), unless)


def compile_denial(words: Mapping[str, str]) -> re.Pattern[str]:
    """Compile the words that, right before a match, deny it."""
    return re.compile(rf"\b{expand('<denied>', words)}[^\w.!?;]*\Z")


def by_cue(rules: Iterable[Rule], words: Mapping[str, str]) -> dict[str, tuple[int, ...]]:
    """Return, for every cue, the places in the table of the rules that it wakes."""
    reader = CueReader(words)
    places: dict[str, dict[int, None]] = {}
    for place, rule in enumerate(rules):
        for cue in chain.from_iterable(reader.cues_of(says) for says in rule.says):
            places.setdefault(cue, {})[place] = None
    return {cue: tuple(found) for cue, found in places.items()}
