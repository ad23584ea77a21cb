"""Uniform wording and codes: alphabets, controlled terms, the style of each medium (S3-43)."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from stayline.library.models import InForce
from stayline.library.queries.documents import version_by_digest
from stayline.library.queries.proof import Proof, cited, needed, parse_sources

if TYPE_CHECKING:
    from collections.abc import Mapping

CODES: Final = "codes"


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Words to spell with, a letter each; `used` says by whom."""

    id: str
    title: str
    used: str
    words: tuple[tuple[str, str], ...]
    proof: Proof

    def spell(self, text: str) -> tuple[str, ...]:
        """Return the word for each letter of `text`; digits stand for themselves."""
        words = dict(self.words)
        return tuple(words.get(one, one) for one in text.upper() if one.isalnum())


@dataclass(frozen=True, slots=True)
class Term:
    """A preferred word, what it means, and what is not said instead of it."""

    preferred: str
    meaning: str
    instead_of: tuple[str, ...]
    translations: tuple[tuple[str, str], ...]
    proof: Proof


@dataclass(frozen=True, slots=True)
class Style:
    """How something is said on one medium."""

    medium: str
    rules: tuple[str, ...]
    proof: Proof


@dataclass(frozen=True, slots=True)
class Codes:
    """One document of wording and codes."""

    alphabets: tuple[Alphabet, ...]
    terms: tuple[Term, ...]
    styles: tuple[Style, ...]


def codes() -> Codes:
    """Return the wording and codes in force, all documents together; empty where none is."""
    digests = InForce.objects.filter(kind=CODES).order_by("document_id")
    found = [_codes(digest) for digest in digests.values_list("version_id", flat=True)]
    return Codes(
        tuple(one for each in found for one in each.alphabets),
        tuple(one for each in found for one in each.terms),
        tuple(one for each in found for one in each.styles),
    )


def parse_codes(body: Mapping[str, Any]) -> Codes:
    """Return the wording and codes of a document.

    Raises:
        KeyError, TypeError, ValueError: it is no such document; the text says what is wrong.
    """
    sources = parse_sources(body)
    return Codes(
        tuple(
            _alphabet(one, sources, f"alphabets[{number}]")
            for number, one in enumerate(body["alphabets"], start=1)
        ),
        tuple(
            _term(one, sources, f"terms[{number}]")
            for number, one in enumerate(body["terms"], start=1)
        ),
        tuple(
            _style(one, sources, f"styles[{number}]")
            for number, one in enumerate(body["styles"], start=1)
        ),
    )


def _alphabet(entry: Mapping[str, Any], sources: Mapping[str, Proof], place: str) -> Alphabet:
    words = needed(entry, "words", place).split()
    first = [word[0].upper() for word in words]
    if first != sorted(set(first)):
        raise ValueError(f"{place}: one word a letter, in the order of the letters")
    return Alphabet(
        id=needed(entry, "id", place),
        title=needed(entry, "title", place),
        used=entry.get("used", ""),
        words=tuple(zip(first, words, strict=True)),
        proof=cited(entry, sources, place),
    )


def _term(entry: Mapping[str, Any], sources: Mapping[str, Proof], place: str) -> Term:
    return Term(
        preferred=needed(entry, "preferred", place),
        meaning=needed(entry, "meaning", place),
        instead_of=tuple(entry.get("instead_of", ())),
        translations=tuple(entry.get("translations", {}).items()),
        proof=cited(entry, sources, place),
    )


def _style(entry: Mapping[str, Any], sources: Mapping[str, Proof], place: str) -> Style:
    return Style(
        medium=needed(entry, "medium", place),
        rules=tuple(entry["rules"]),
        proof=cited(entry, sources, place),
    )


@functools.lru_cache(maxsize=64)
def _codes(digest: str) -> Codes:
    return parse_codes(cast("dict[str, Any]", version_by_digest(digest).body))
