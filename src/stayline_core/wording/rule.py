"""What a rule is, and what a language's table of rules holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from stayline_core.wording.phrase import Negation, Phrase, Says, read

Replaces = Literal["words", "sentence", "nothing"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that words to a caller do not do.

    `what` goes on from “this sentence”; `reason` is a sentence of its own. `instead` can be
    written in place of what `replaces` names; where nothing can be, it says what to do.
    `phrases` hold wherever they stand, `stated` only where no negation takes them back, and
    neither within one of the `excepted` phrases that begins before.
    `source` names the requirement and the section of the domain reference.
    """

    code: str
    title: str
    what: str
    reason: str
    instead: str
    replaces: Replaces
    source: str
    phrases: tuple[Says, ...] = ()
    stated: tuple[Says, ...] = ()
    excepted: tuple[Says, ...] = ()


Sort = Literal["excepted", "phrases", "stated"]
_SORTS: Final[tuple[Sort, ...]] = ("excepted", "phrases", "stated")


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase of a rule, ready to be looked for; `order` is its place in the language's table."""

    rule: Rule
    phrase: Phrase
    sort: Sort
    order: int


@dataclass(frozen=True, slots=True)
class Language:
    """The rules of one language.

    `reviewed_by` is empty while no native crisis professional has reviewed them. `graded` says
    whether the reading grade can be counted.
    """

    code: str
    name: str
    rules: tuple[Rule, ...]
    negation: Negation
    graded: bool
    reviewed_by: str
    anchored: Mapping[str, tuple[Entry, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Read every phrase once, so that judging looks up words and reads nothing."""
        object.__setattr__(self, "anchored", _anchored(self.rules))

    def rule(self, code: str) -> Rule | None:
        """The rule with this code, if the language has it."""
        return next((rule for rule in self.rules if rule.code == code), None)

    def beginning(
        self, keys: Iterable[str], codes: frozenset[str] | None = None
    ) -> Mapping[str, list[Entry]]:
        """The phrases that a text with these words can hold, by the words they begin with.

        Only those of rules in `codes`, if it names any. Exceptions come first: where one begins
        at the same word as a phrase, it holds.
        """
        near = {
            entry.order: entry
            for key in keys
            for entry in self.anchored.get(key, ())
            if codes is None or entry.rule.code in codes
        }
        found: dict[str, list[Entry]] = {}
        for order in sorted(near):
            for word in near[order].phrase.first:
                found.setdefault(word, []).append(near[order])
        return found


def _anchored(rules: tuple[Rule, ...]) -> Mapping[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for order, (sort, rule, says) in enumerate(_phrases(rules)):
        entry = Entry(rule, read(says), sort, order)
        for word in entry.phrase.anchor:
            found[word] = (*found.get(word, ()), entry)
    return found


def _phrases(rules: tuple[Rule, ...]) -> Iterator[tuple[Sort, Rule, Says]]:
    for sort in _SORTS:
        for rule in rules:
            says: tuple[Says, ...] = getattr(rule, sort)
            yield from ((sort, rule, one) for one in says)
