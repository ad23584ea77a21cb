"""The language that listening rules are written in, and how a table of them is compiled.

A pattern is a regular expression over plain text (lower case, no apostrophes) in which
a space stands for whatever separates two words inside one sentence, ` ~3 ` for up to three
words in between, and `<name>` for an entry of the word list. `cues` are the words of
which at least one must be in the line: most lines hold none and cost next to nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stayline_core.signals.kinds import Form, Kind, When

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SEPARATOR: Final = r"(?:[^\w.!?;]+)"
_GAP: Final = re.compile(r" ~(\d) ")
_ANY: Final = r"(?!(?:not|never|dont|wont|cant|wouldnt|didnt|if|unless)\b)\w+"  # a denial is no filler
_MACRO: Final = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One named rule, as data.

    `unless` keeps it quiet when found in the same sentence; `not_after` when the words
    before the match end with it. `reason` is one plain sentence for an agent.
    """

    id: str
    form: Form
    cues: str
    pattern: str
    reason: str
    unless: str = ""
    not_after: str = ""
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
    not_after: re.Pattern[str] | None


def expand(pattern: str, words: Mapping[str, str]) -> str:
    """Return the regular expression that a pattern of the rule language stands for.

    Raises:
        KeyError: the pattern names no entry of the word list.
    """
    while _MACRO.search(pattern):
        pattern = _MACRO.sub(lambda name: f"(?:{words[name[1]]})", pattern)
    pattern = _GAP.sub(lambda gap: f"(?:{_SEPARATOR}{_ANY}){{0,{gap[1]}}}?{_SEPARATOR}", pattern)
    return pattern.replace(" ", _SEPARATOR)


def compile_pattern(pattern: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """Compile a pattern so that it matches whole words only."""
    return re.compile(rf"\b(?:{expand(pattern, words)})\b")


def compile_rule(rule: Rule, words: Mapping[str, str]) -> CompiledRule:
    """Compile one rule."""
    before = f"(?:{expand(rule.not_after, words)})" + r"[^\w.!?;]*$"
    return CompiledRule(
        rule,
        compile_pattern(rule.pattern, words),
        compile_pattern(rule.unless, words) if rule.unless else None,
        re.compile(rf"\b{before}") if rule.not_after else None,
    )


def by_cue(rules: Iterable[Rule]) -> dict[str, tuple[int, ...]]:
    """Return, for every cue, the places in the table of the rules that it wakes."""
    places: dict[str, list[int]] = {}
    for place, rule in enumerate(rules):
        for cue in rule.cues.split():
            places.setdefault(cue, []).append(place)
    return {cue: tuple(found) for cue, found in places.items()}
