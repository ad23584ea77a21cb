"""Pages of self-care: what one is made of, and what a library of them has to hold.

A page is short lines with their sources, things a person can put into a plan of their own, and
on some a question to oneself or prompts to think by. Nothing here counts or judges anybody.
Requirements S4-14, S4-45 to S4-50, S4-7.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

KIND: Final = "selfcare"

SHELVES: Final = {
    "now": "For right now",
    "tonight": "For tonight",
    "after": "In the days after",
    "others": "With other people",
    "more": "When it stays, or is too much",
}
"""Where a page stands, in the order in which they are read."""

SIDES: Final = {"emotional": "For how you feel", "physical": "For your body"}
"""The two sides that self-care has (S4-47, S4-48). A page may be of both."""

STATUSES: Final = ("verified", "unverified", "own")


@dataclass(frozen=True, slots=True)
class Source:
    """Where something is from, and how far anybody has checked it."""

    text: str
    status: str
    checked_on: str
    review_by: str

    @property
    def words(self) -> str:
        """How far it can be relied on, in a few words."""
        if self.status == "verified":
            return f"checked on {self.checked_on}"
        return "own words of this product" if self.status == "own" else "not checked yet"


@dataclass(frozen=True, slots=True)
class Section:
    """Short lines under one heading, all from one source."""

    heading: str
    source: Source
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tool:
    """Something to do, in a person's own voice, that can be put into a plan."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question to oneself: what it leads to. It is kept nowhere."""

    id: str
    words: str
    says: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question to oneself (S4-46). It scores nothing, and has no right answer."""

    text: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of self-care. `minutes` is how long what it says takes; 0: as long as it takes."""

    id: str
    title: str
    note: str
    shelf: str
    sides: tuple[str, ...]
    minutes: int
    review_by: str
    sections: tuple[Section, ...]
    tools: tuple[Tool, ...]
    prompts: tuple[str, ...]
    question: Question | None
    people: bool
    sources: tuple[Source, ...]

    @property
    def reviewed(self) -> bool:
        """Whether every line of it was compared with a published source."""
        return all(one.source.status == "verified" for one in self.sections)


def parse_page(body: Mapping[str, Any]) -> Page:
    """Return the page that a document describes.

    Raises:
        KeyError, TypeError, ValueError: it is none; the text says what is wrong.
    """
    if body.get("kind") != KIND:
        raise ValueError(f"kind: {KIND} is needed")
    sources = {name: _source(one, f"sources.{name}") for name, one in body["sources"].items()}
    sections = tuple(
        _section(one, sources, f"sections[{number}]")
        for number, one in enumerate(body["sections"], start=1)
    )
    if not sections:
        raise ValueError("sections: a page needs at least one")
    return Page(
        id=_words(body, "id"),
        title=_words(body, "title"),
        note=_words(body, "note"),
        shelf=_of([body["shelf"]], SHELVES, "shelf")[0],
        sides=_of(body["sides"], SIDES, "sides"),
        minutes=int(body.get("minutes", 0)),
        review_by=date.fromisoformat(body["review_by"]).isoformat(),
        sections=sections,
        tools=tuple(Tool(_words(one, "id"), _words(one, "words")) for one in body.get("tools", ())),
        prompts=tuple(body.get("prompts", ())),
        question=_question(body["question"]) if "question" in body else None,
        people=body.get("people", "no") == "yes",
        sources=tuple(sources.values()),
    )


def shelved(pages: Sequence[Page]) -> list[tuple[str, list[Page]]]:
    """Return the pages under the words of their shelf, in the order of the shelves; none empty."""
    found = [
        (words, [page for page in pages if page.shelf == key]) for key, words in SHELVES.items()
    ]
    return [(words, listed) for words, listed in found if listed]


def faults(pages: Sequence[Page]) -> Iterator[str]:
    """Say what is missing in a library of these pages, or does not fit together.

    Both sides are there (S4-47, S4-48), over-involvement has a question (S4-46), each answer
    leads to a page that there is, and no two tools have one id.
    """
    ids = {page.id for page in pages}
    for side in SIDES:
        if not any(side in page.sides for page in pages):
            yield f"no page is for the {side} side"
    if not any(page.question for page in pages):
        yield "no page has a question to oneself"
    tools = [tool.id for page in pages for tool in page.tools]
    yield from (f"two tools are called {one}" for one in sorted(set(tools)) if tools.count(one) > 1)
    for page in pages:
        for answer in page.question.answers if page.question else ():
            yield from (f"{page.id}: no page {one}" for one in answer.to if one not in ids)


def _question(body: Mapping[str, Any]) -> Question:
    answers = tuple(
        Answer(_words(one, "id"), _words(one, "words"), _words(one, "says"), tuple(one["to"]))
        for one in body["answers"]
    )
    return Question(_words(body, "text"), answers)


def _section(body: Mapping[str, Any], sources: Mapping[str, Source], place: str) -> Section:
    source = sources.get(body.get("source", ""))
    if source is None:
        raise ValueError(f"{place}.source: names no source of the page")
    lines = body["lines"]
    if isinstance(lines, str) or not lines:
        raise ValueError(f"{place}.lines: a list of lines is needed")
    return Section(_words(body, "heading"), source, tuple(lines))


def _source(body: Mapping[str, Any], place: str) -> Source:
    status = _of([body.get("status", "")], STATUSES, f"{place}.status")[0]
    checked = body.get("checked_on") or ""
    if checked or status == "verified":
        date.fromisoformat(checked)
    review = date.fromisoformat(body["review_by"]).isoformat()
    return Source(_words(body, "text"), status, checked, review)


def _words(body: Mapping[str, Any], key: str) -> str:
    words = body.get(key)
    if not isinstance(words, str) or not words.strip():
        raise ValueError(f"{key}: words are needed")
    return words


def _of(
    given: Sequence[str], names: Sequence[str] | Mapping[str, str], place: str
) -> tuple[str, ...]:
    if isinstance(given, str) or not given:
        raise ValueError(f"{place}: a list is needed")
    if wrong := [one for one in given if one not in names]:
        raise ValueError(f"{place}: not known: {', '.join(wrong)}")
    return tuple(given)
