"""What is judged, by which words, and what is found. Positions count characters of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PHONES: Final = frozenset({"text", "email", "radio", "chat"})
"""Media that end on somebody's telephone, handset or shared screen."""

MEDIA: Final = ("voice", "radio", "chat", "text", "email", "form", "screen")
"""Every medium that has a style."""

LINKS: Final = re.compile(r"https?://\S+")

QUOTED: Final = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the list, and what is not said instead of it."""

    preferred: str
    instead_of: tuple[str, ...] = ()
    translations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a centre: its list, its jargon and codes in plain words, what it knows.

    `plain` says jargon in plain words, `codes` the codes that stay inside; `known` are short
    forms that everybody reads; `spoken_only` are words that are said and never written to a
    phone.
    """

    terms: tuple[Term, ...] = ()
    plain: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    spoken_only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that somebody may read wrongly.

    `must` says that harm follows: it is mended before sending. `replacement` is what one press
    puts there; None where only a person knows.
    """

    rule: str
    start: int
    end: int
    found: str
    says: str
    mend: str
    replacement: str | None = None
    must: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A text with all that its rules look at; `masked` has blanks for what is in quotation marks.

    `names` and `exact` are the names and the exact words of the person a contact is with;
    `zone` is what stands behind a time here; `task` says that somebody is asked to do something.
    """

    text: str
    medium: str
    outward: bool
    vocabulary: Vocabulary
    exact: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    zone: str = ""
    task: bool = False
    masked: str = ""

    def each(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield where a pattern stands outside quotation marks."""
        return pattern.finditer(self.masked)

    def at(self, start: int, end: int, rule: Rule, replacement: str | None = None) -> Finding:
        """Return what a rule found here."""
        return Finding(
            rule.id,
            start,
            end,
            self.text[start:end],
            rule.says,
            rule.mend,
            replacement,
            rule.must,
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what is wrong in a sentence, and what to do. `must`: harm follows."""

    id: str
    says: str
    mend: str
    must: bool = False


def masked(text: str) -> str:
    """Return a text of the same length with blanks for links and what is in quotation marks."""
    plain = QUOTED.sub(lambda found: " " * len(found[0]), text)
    return LINKS.sub(lambda found: " " * len(found[0]), plain)


def words_of(words: str) -> re.Pattern[str]:
    """Return a pattern that finds these words as whole words, in any case."""
    return re.compile(rf"(?<![\w-]){re.escape(words)}(?![\w-])", re.IGNORECASE)
