"""A course as a document: goals, content with sources, method, questions, pass mark, expiry.

Every scalar is text, as the playbook reads it. What is missing or wrong is refused with the
place of it. Requirements S0-20, S3-30 to S3-50, S4-16, S4-17.
"""

from __future__ import annotations

import calendar
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

CREDENTIALS: Final = {
    "psychologist": "Clinical or forensic psychologist",
    "threat_manager": "Certified threat manager",
    "safeguarding_lead": "Safeguarding lead",
    "emergency_planner": "Emergency planner",
    "trainer": "Trainer or instructor",
    "other": "Another credential",
}
"""What lets somebody write or teach a course (S4-17)."""

STATUSES: Final = ("verified", "unverified", "own")
FEWEST_QUESTIONS: Final = 4
FEWEST_OPTIONS: Final = 3
MOST_MONTHS: Final = 120
NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
RESERVED: Final = "procedure-"
"""How the id of a procedure's own training begins; no document has such a one."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a part is from, and how far it was checked."""

    text: str
    status: str
    checked_on: str

    @property
    def words(self) -> str:
        """How far it can be relied on, for whoever reads it."""
        if self.status == "verified":
            return f"checked on {self.checked_on}"
        return "unverified" if self.status == "unverified" else "own rule"


@dataclass(frozen=True, slots=True)
class Part:
    """What is learnt under one heading."""

    heading: str
    lines: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer; its id says nothing of whether it is right."""

    id: str
    text: str
    right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question with one right answer, and why it is right."""

    id: str
    asks: str
    options: tuple[Option, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Author:
    """Who made the content, and by what credential (S4-16, S4-17)."""

    name: str
    credential: str
    issuer: str
    number: str
    expires_on: date

    @property
    def words(self) -> str:
        """The credential in words."""
        return CREDENTIALS[self.credential]


@dataclass(frozen=True, slots=True)
class Course:
    """One course. `months`: how long a pass counts; 0: until the document changes.

    `remind_days`: how long before it runs out that is told. `procedure`: it is the training of
    a procedure's own version.
    """

    id: str
    title: str
    item: str
    requirement: str
    goals: tuple[str, ...]
    method: str
    minutes: int
    pass_mark: int
    months: int
    remind_days: int
    made: str
    review_by: str
    parts: tuple[Part, ...]
    questions: tuple[Question, ...]
    authors: tuple[Author, ...]
    sources: tuple[Source, ...]
    knowledge: str = ""
    procedure: bool = False

    @property
    def right_to_pass(self) -> int:
        """How many right answers pass: the share of the pass mark, rounded up."""
        return -(-self.pass_mark * len(self.questions) // 100)


def last_day(passed_on: date, months: int) -> date | None:
    """Return the last day on which a pass counts; None: it has no last day.

    The same day so many months later, or the last of a month that is shorter.
    """
    if months == 0:
        return None
    month = passed_on.month - 1 + months
    year, month = passed_on.year + month // 12, month % 12 + 1
    return date(year, month, min(passed_on.day, calendar.monthrange(year, month)[1]))


def parse_course(body: Mapping[str, Any]) -> Course:
    """Return the course that a document describes.

    Raises:
        KeyError, TypeError, ValueError: it is no course; the text says what is wrong and where.
    """
    course_id = words(body, "id", "course")
    if course_id.startswith(RESERVED) or not NAME.fullmatch(course_id):
        raise ValueError(f"id: “{course_id}” is no name for a course")
    sources = {name: _source(one, f"sources.{name}") for name, one in body["sources"].items()}
    questions = [_question(one, f"questions[{n}]") for n, one in enumerate(body["questions"], 1)]
    if len({one.id for one in questions}) < max(len(questions), FEWEST_QUESTIONS):
        raise ValueError(f"questions: at least {FEWEST_QUESTIONS}, and none of them twice")
    if bool(body.get("item")) != bool(body.get("requirement")):
        raise ValueError("item and requirement: both, or neither")
    return Course(
        id=course_id,
        title=words(body, "title", "course"),
        item=body.get("item", ""),
        requirement=body.get("requirement", ""),
        goals=_lines(body, "goals", "course"),
        method=words(body, "method", "course"),
        minutes=number(body, "minutes", 1, 600),
        pass_mark=number(body, "pass_mark", 50, 100),
        months=number(body, "valid_months", 0, MOST_MONTHS),
        remind_days=number(body, "remind_days", 1, 180),
        made=words(body, "made", "course"),
        review_by=_day(words(body, "review_by", "course"), "review_by").isoformat(),
        parts=tuple(_part(one, sources, f"parts[{n}]") for n, one in enumerate(body["parts"], 1)),
        questions=tuple(questions),
        authors=tuple(_author(one, n) for n, one in enumerate(body.get("authors", ()), 1)),
        sources=tuple(sources.values()),
        knowledge=body.get("knowledge", ""),
    )


def question(asks: str, right: str, wrong: Sequence[str], because: str) -> Question:
    """Return a question whose options stand in an order that tells nothing, always the same."""
    name = _digest(asks)
    options = [Option(_digest(name + one), one, right=one == right) for one in (right, *wrong)]
    return Question(name, asks, tuple(sorted(options, key=lambda one: one.id)), because)


def words(entry: Mapping[str, Any], key: str, place: str) -> str:
    """Return the words under `key`.

    Raises:
        ValueError: there are none.
    """
    found = entry.get(key, "")
    if not isinstance(found, str) or not found.strip():
        raise ValueError(f"{place}: no {key}")
    return found


def number(entry: Mapping[str, Any], key: str, least: int, most: int) -> int:
    """Return the whole number under `key`.

    Raises:
        ValueError: it is none, or not between `least` and `most`.
    """
    found = str(entry.get(key, ""))
    if not found.isascii() or not found.isdigit() or not least <= int(found) <= most:
        raise ValueError(f"{key}: a whole number from {least} to {most}")
    return int(found)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _day(text: str, place: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{place}: a day as 2027-06-30 is needed") from None


def _lines(entry: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    found = entry.get(key, ())
    if isinstance(found, str) or not found:
        raise ValueError(f"{place}: {key} is a list of sentences")
    return tuple(found)


def _source(entry: Mapping[str, Any], place: str) -> Source:
    status, checked = entry.get("status", ""), entry.get("checked_on", "")
    if status not in STATUSES:
        raise ValueError(f"{place}: status is one of {', '.join(STATUSES)}")
    if status == "verified" or checked:
        _day(checked, f"{place}.checked_on")
    return Source(words(entry, "text", place), status, checked)


def _part(entry: Mapping[str, Any], sources: Mapping[str, Source], place: str) -> Part:
    name = entry.get("source", "")
    if name not in sources:
        raise ValueError(f"{place}: no such source: {name or 'none is named'}")
    return Part(words(entry, "heading", place), _lines(entry, "lines", place), sources[name])


def _question(entry: Mapping[str, Any], place: str) -> Question:
    right, wrong = words(entry, "right", place), _lines(entry, "wrong", place)
    if len({right, *wrong}) < max(len(wrong) + 1, FEWEST_OPTIONS):
        raise ValueError(f"{place}: at least {FEWEST_OPTIONS} answers, and none of them twice")
    return question(words(entry, "ask", place), right, wrong, words(entry, "because", place))


def _author(entry: Mapping[str, Any], position: int) -> Author:
    place = f"authors[{position}]"
    credential = entry.get("credential", "")
    if credential not in CREDENTIALS:
        raise ValueError(f"{place}: credential is one of {', '.join(CREDENTIALS)}")
    return Author(
        name=words(entry, "name", place),
        credential=credential,
        issuer=words(entry, "issuer", place),
        number=words(entry, "number", place),
        expires_on=_day(words(entry, "expires_on", place), f"{place}.expires_on"),
    )
