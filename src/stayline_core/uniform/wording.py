"""The rules of words: one word for one thing, plain outward, short by each medium."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from stayline_core.uniform.text import Draft, Finding, Rule, words_of
from stayline_core.uniform.timing import CLOCK

if TYPE_CHECKING:
    from collections.abc import Iterator

TERM: Final = Rule("term", "The list has another word for this.", "Use the word of the list.")
JARGON: Final = Rule("jargon", "Others may not know this word.", "Say it in plain words.")
SHORT_FORM: Final = Rule(
    "short-form",
    "A short form that is nowhere written out.",
    "Write it out, or write it out once with the short form in brackets.",
)
PLACE: Final = Rule(
    "vague-place", "Whoever reads this stands elsewhere.", "Name the place: street, site, gate."
)
HEDGE: Final = Rule(
    "hedge", "Is it to be done or not?", "Say what is known, and “not known” for the rest."
)
ONE_FACT: Final = Rule(
    "one-fact", "Several facts stand on one line.", "One fact a line in a text message."
)
LONG_SENTENCE: Final = Rule(
    "long-sentence",
    "This sentence is long to hear and to read back.",
    "Short sentences, one fact each.",
)
LONG_RADIO: Final = Rule(
    "long-radio", "This is long for the radio or a chat.", "Code and place. The rest by voice."
)
LONG_TEXT: Final = Rule(
    "long-text", "This is too long for one text message.", "Say the rest by voice or by email."
)
SUBJECT: Final = Rule(
    "subject",
    "The subject of an email stands on locked screens.",
    "The number of the incident and nothing else.",
)
WHAT: Final = Rule("what", "What is to be done is not said.", "Begin with what is to be done.")
WHERE: Final = Rule("where", "Where is not said.", "Name the place: street, site, gate.")
WHEN: Final = Rule("when", "By when is not said.", "Give a time, or “now”.")

SENTENCE: Final = 20
"""So many words are the most for a sentence that is said aloud."""
RADIO: Final = 25
"""So many words are the most for the radio or a chat."""
TEXT: Final = 320
"""So many characters are the most for a text message: two parts."""
FEWEST: Final = 3
"""Fewer words than this ask nobody to do anything."""

_SHORT: Final = re.compile(r"(?<![\w-])[A-Z]{2,5}(?![\w-])")
_PLACE: Final = re.compile(
    r"\b(?:over there|in there|round the back|the usual place|the same place|nearby|around here|"
    r"the (?:site|office|building|location)(?! of| at| in))\b",
    re.IGNORECASE,
)
_HEDGE: Final = re.compile(
    r"\b(?:maybe|perhaps|if possible|I think|kind of|sort of|probably|try to)\b", re.IGNORECASE
)
_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?]?")
_SPLIT: Final = re.compile(r"(?<=[.!?;])[ \t]+(?=\S)")
_SUBJECT: Final = re.compile(r"^[Ss]ubject:[ \t]*(.*)$", re.MULTILINE)
_NUMBER: Final = re.compile(r"SLX?-\d{4}-\d{6}")
_WHERE: Final = re.compile(
    r"\b(?:at|in|on|to|for|from|near|outside|behind) (?:the )?(?:[A-Z\d]\w*|site|gate|car park)"
)
_WHEN: Final = re.compile(
    r"\b(?:now|at once|immediately|within|until)\b|\b\d+ (?:min|minutes|hours?|h)\b|"
    r"\d\s?[ap]\.?m\b",
    re.IGNORECASE,
)


def terms(draft: Draft) -> Iterator[Finding]:
    """Find words for which the list has another."""
    for term in draft.vocabulary.terms:
        for other in term.instead_of:
            for found in draft.each(words_of(other)):
                yield draft.at(*found.span(), TERM, _as_found(found[0], term.preferred))


def jargon(draft: Draft) -> Iterator[Finding]:
    """Find jargon that leaves."""
    if draft.outward:
        for word, plain in draft.vocabulary.plain.items():
            for found in draft.each(words_of(word)):
                yield draft.at(*found.span(), JARGON, _as_found(found[0], plain) or None)


def short_forms(draft: Draft) -> Iterator[Finding]:
    """Find short forms in capitals that leave and are neither known nor written out here."""
    if not draft.outward:
        return
    told = {*draft.vocabulary.known, *draft.vocabulary.codes, *draft.vocabulary.plain, draft.zone}
    for found in draft.each(_SHORT):
        short = found[0]
        bracketed = f"({short})" in draft.text or f"{short} (" in draft.text
        if short not in told and not bracketed:
            yield draft.at(*found.span(), SHORT_FORM)


def vague_places(draft: Draft) -> Iterator[Finding]:
    """Find words for a place that name none."""
    for found in draft.each(_PLACE):
        yield draft.at(*found.span(), PLACE)


def hedges(draft: Draft) -> Iterator[Finding]:
    """Find words that leave open whether it is to be done."""
    for found in draft.each(_HEDGE):
        yield draft.at(*found.span(), HEDGE)


def facts_a_line(draft: Draft) -> Iterator[Finding]:
    """Find lines of a text message with more than one fact, and a message that is too long."""
    if draft.medium != "text":
        return
    place = 0
    for line in draft.masked.split("\n"):
        if _SPLIT.search(line.strip()):
            end = place + len(line)
            mended = _SPLIT.sub("\n", draft.text[place:end].strip())
            yield draft.at(place, end, ONE_FACT, mended)
        place += len(line) + 1
    if len(draft.text) > TEXT:
        yield draft.at(TEXT, len(draft.text), LONG_TEXT)


def long_sentences(draft: Draft) -> Iterator[Finding]:
    """Find sentences that are long to hear, and what is long for the radio."""
    if draft.medium == "voice":
        for found in draft.each(_SENTENCE):
            if len(found[0].split()) > SENTENCE:
                yield draft.at(*found.span(), LONG_SENTENCE)
    elif draft.medium in {"radio", "chat"} and len(draft.text.split()) > RADIO:
        yield draft.at(0, len(draft.text), LONG_RADIO)


def subjects(draft: Draft) -> Iterator[Finding]:
    """Find a subject of an email that says more than the number of the incident."""
    if draft.medium == "email":
        for found in _SUBJECT.finditer(draft.text):
            if not _NUMBER.fullmatch(found[1].strip()):
                number = _NUMBER.search(found[1])
                yield draft.at(*found.span(1), SUBJECT, number[0] if number else None)


def asked(draft: Draft) -> Iterator[Finding]:
    """Find what a task does not say: what, where, by when (S3-19)."""
    if not draft.task or not draft.text.strip():
        return
    whole = (0, len(draft.text))
    if len(draft.text.split()) < FEWEST:
        yield draft.at(*whole, WHAT)
    if not _WHERE.search(draft.text):
        yield draft.at(*whole, WHERE)
    if not (CLOCK.search(draft.text) or _WHEN.search(draft.text)):
        yield draft.at(*whole, WHEN)


def _as_found(found: str, mended: str) -> str:
    """Return the mend with a capital where what it stands for had one."""
    return mended[:1].upper() + mended[1:] if found[:1].isupper() else mended
