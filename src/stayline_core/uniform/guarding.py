"""The rules whose breach does harm: names, a person's own words, codes that others read wrongly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from stayline_core.uniform.text import PHONES, QUOTED, Draft, Finding, Rule, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME: Final = Rule(
    "name",
    "A name of the person would leave this centre.",
    "Leave the name out. Say it by voice to somebody who needs it.",
    must=True,
)
OWN_WORDS: Final = Rule(
    "own-words",
    "A person's own words would stand on a phone.",
    "Leave them out. They stay in the record, for those who handle it.",
    must=True,
)
UNQUOTED: Final = Rule(
    "unquoted",
    "These are a person's own words, and nothing shows it.",
    "Put them in quotation marks, unchanged.",
)
CODE: Final = Rule(
    "code",
    "Codes stay inside: others know this one as something else, or not at all.",
    "Say it in plain words.",
    must=True,
)
TITLE: Final = Rule(
    "title",
    "Somebody seems to be named here.",
    "Say who is needed by call sign or post, and leave names of persons out.",
)
SPOKEN: Final = Rule(
    "spoken-only",
    "What kind of danger it is does not belong on a phone.",
    "Give the place and what to do. Say the rest by voice.",
)

_CODED: Final = re.compile(
    r"(?<![\w-])(?:10-\d{1,2}|[Cc]ode \d{1,3}|[Ss]ignal \d{1,3}|L[0-3]|P[1-5]|"
    r"[a-z]+(?:_[a-z]+)+)(?![\w-])"
)
_TITLED: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx)\.? [A-Z][a-z]+")


def names(draft: Draft) -> Iterator[Finding]:
    """Find a name of the person on a phone, or on its way to others, quoted or not."""
    if draft.medium not in PHONES and not (draft.outward and draft.medium == "form"):
        return
    known = sorted({one for one in draft.names if one.strip()}, key=len, reverse=True)
    either = re.compile("|".join(words_of(name).pattern for name in known), re.IGNORECASE)
    for found in either.finditer(draft.text) if known else ():
        yield draft.at(*found.span(), NAME, "the person" if found.start() else "The person")


def own_words(draft: Draft) -> Iterator[Finding]:
    """Find a person's own words on a phone; elsewhere, such that are not in quotation marks."""
    phone = draft.medium in PHONES
    for found in QUOTED.finditer(draft.text) if phone else ():
        yield draft.at(*found.span(), OWN_WORDS, "")
    for words in sorted(set(draft.exact)):
        for found in words_of(words).finditer(draft.masked) if words.strip() else ():
            rule = OWN_WORDS if phone else UNQUOTED
            yield draft.at(*found.span(), rule, "" if phone else f"“{found[0]}”")


def codes(draft: Draft) -> Iterator[Finding]:
    """Find codes that leave: ten-codes, levels, priorities, and the centre's own."""
    if not draft.outward:
        return
    plain = {code.casefold(): words for code, words in draft.vocabulary.codes.items()}
    seen: set[tuple[int, int]] = set()
    for pattern in (_CODED, *(words_of(code) for code in sorted(plain))):
        for found in draft.each(pattern):
            if found.span() not in seen:
                seen.add(found.span())
                yield draft.at(*found.span(), CODE, plain.get(found[0].casefold()))


def titles(draft: Draft) -> Iterator[Finding]:
    """Find what looks like the name of a person on a phone."""
    if draft.medium in PHONES:
        for found in draft.each(_TITLED):
            yield draft.at(*found.span(), TITLE)


def spoken_only(draft: Draft) -> Iterator[Finding]:
    """Find what kind of danger it is, on a phone."""
    if draft.medium in PHONES:
        for words in draft.vocabulary.spoken_only:
            for found in draft.each(words_of(words)):
                yield draft.at(*found.span(), SPOKEN)
