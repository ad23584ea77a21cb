"""Reading a document of assessment; one whose own test cases fail is refused (S3-39)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from stayline_core.assessment.method import (
    FIRST,
    IMPACTS,
    NO,
    URGENCIES,
    YES,
    Condition,
    Grade,
    Impact,
    Method,
    Question,
    Scheme,
    Threshold,
    Urgency,
    assess,
    faults_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

KIND: Final = "assessment"

PRIORITIES: Final = range(FIRST, 6)
LEVELS: Final = range(4)
STATUSES: Final = ("verified", "unverified", "own")
TAKES: Final = ("yes_no", "number")


@dataclass(frozen=True, slots=True)
class Case:
    """One of the document's own tests: these answers at this level give exactly this."""

    id: str
    level: int
    answers: Mapping[str, str]
    impact: Impact
    urgency: Urgency
    priority: int
    met: frozenset[str]
    raised: int


def parse_assessment(body: Mapping[str, Any]) -> Method:
    """Return the method that a document describes.

    Raises:
        KeyError, TypeError, ValueError: it is none, or a test case of it fails; the text names
            the field and what to mend.
    """
    if body.get("kind") != KIND:
        raise ValueError(f"kind: {KIND} is needed")
    sources = body["sources"]
    how = body["method"]
    questions = tuple(_question(one, n) for n, one in enumerate(body["questions"], start=1))
    known = {one.id: one for one in questions}
    method = Method(
        id=_words(body, "id", KIND),
        title=_words(body, "title", KIND),
        words=_words(how, "words", "method"),
        source=_words(sources[how["source"]], "text", "sources"),
        status=_of(sources[how["source"]].get("status", ""), STATUSES, "sources"),
        review_by=date.fromisoformat(body["review_by"]).isoformat(),
        questions=questions,
        thresholds=tuple(_threshold(one, known) for one in body["thresholds"]),
        matrix=_matrix(body["matrix"]),
        schemes=tuple(_scheme(one, sources) for one in body.get("schemes", ())),
        cases=tuple(_case(one) for one in body["tests"]),
    )
    faults = [*_structure(method), *_tested(method)]
    if faults:
        raise ValueError("; ".join(faults))
    return method


def _structure(method: Method) -> Iterator[str]:
    named: tuple[tuple[str, Sequence[Any]], ...] = (
        ("questions", method.questions),
        ("thresholds", method.thresholds),
        ("schemes", method.schemes),
        ("tests", method.cases),
    )
    for field, found in named:
        ids = [one.id for one in found]
        yield from (
            f"{field}: {one} stands twice" for one in sorted(set(ids)) if ids.count(one) > 1
        )
    if not any(one.life for one in method.thresholds):
        yield "thresholds: none has life: true; life comes first, so name what puts it at risk"
    asked = {one.question for threshold in method.thresholds for one in threshold.when}
    yield from (
        f"questions: {one.id} stands in no threshold; leave it out, or say what it changes"
        for one in method.questions
        if one.id not in asked
    )


def _tested(method: Method) -> Iterator[str]:
    """Yield the test cases that fail, and the thresholds that no case crosses both ways."""
    for one in method.cases:
        if faults := faults_of(method, one.answers):
            yield f"tests: {one.id}, {next(iter(faults))}: no such question, or no answer to it"
            continue
        found = assess(method, one.answers, level=one.level)
        got = (found.impact, found.urgency, found.priority, found.level)
        if got != (one.impact, one.urgency, one.priority, one.raised):
            yield (
                f"tests: {one.id} expects {one.impact}, {one.urgency}, P{one.priority}, "
                f"L{one.raised}; the thresholds give {found.impact}, {found.urgency}, "
                f"P{found.priority}, L{found.level}. Mend the one that is wrong"
            )
        met = frozenset(threshold.id for threshold in found.met)
        if met != one.met:
            wrong = ", ".join(sorted(met ^ one.met))
            yield f"tests: {one.id} is wrong about which thresholds are met: {wrong}"
    for threshold in method.thresholds:
        ways = {threshold.id in one.met for one in method.cases}
        if ways != {True, False}:
            yield f"tests: {threshold.id} needs a case that meets it, and one that does not"


def _question(body: Mapping[str, Any], number: int) -> Question:
    place = f"questions[{number}]"
    return Question(
        id=_words(body, "id", place),
        ask=_words(body, "ask", place),
        number=_of(body.get("takes", "yes_no"), TAKES, f"{place}.takes") == "number",
        life=_flag(body.get("life", "false"), f"{place}.life"),
    )


def _threshold(body: Mapping[str, Any], known: Mapping[str, Question]) -> Threshold:
    place = f"thresholds: {_words(body, 'id', 'thresholds')}"
    made = Threshold(
        id=body["id"],
        says=_words(body, "says", place),
        when=tuple(_condition(one, known, place) for one in body["when"]),
        impact=Impact(_of(body["impact"], IMPACTS, f"{place}, impact"))
        if "impact" in body
        else None,
        urgency=Urgency(_of(body["urgency"], URGENCIES, f"{place}, urgency"))
        if "urgency" in body
        else None,
        life=_flag(body.get("life", "false"), f"{place}, life"),
        level=_number(body["level"], LEVELS, f"{place}, level") if "level" in body else None,
    )
    if not made.when:
        raise ValueError(f"{place}: when names no condition, so it would always be met")
    if not (made.impact or made.urgency):
        raise ValueError(f"{place}: name the impact, the urgency, or both")
    return made


def _condition(body: Mapping[str, Any], known: Mapping[str, Question], place: str) -> Condition:
    if "level" in body:
        return Condition(level=_number(body["level"], LEVELS, f"{place}, when, level"))
    question = known.get(body["question"])
    if question is None:
        raise ValueError(f"{place}, when: “{body['question']}” is no question of this document")
    if question.number:
        at_least = _number(body["at_least"], range(1, 1_000_001), f"{place}, when, at_least")
        return Condition(question.id, at_least=at_least)
    return Condition(question.id, answer=_of(body["is"], (YES, NO), f"{place}, when, is"))


def _matrix(body: Mapping[str, Any]) -> dict[Impact, dict[Urgency, int]]:
    """Return the matrix: every cell is there, and a graver or sooner one is never later."""
    made = {
        impact: {
            urgency: _number(body[impact][urgency], PRIORITIES, f"matrix, {impact}, {urgency}")
            for urgency in URGENCIES
        }
        for impact in IMPACTS
    }
    rows = [[made[impact][urgency] for urgency in URGENCIES] for impact in IMPACTS]
    for line in (*rows, *(list(column) for column in zip(*rows, strict=True))):
        if line != sorted(line):
            raise ValueError("matrix: what is graver or sooner has a smaller number, or the same")
    return made


def _scheme(body: Mapping[str, Any], sources: Mapping[str, Any]) -> Scheme:
    place = f"schemes: {_words(body, 'id', 'schemes')}"
    source = sources[body["source"]]
    found: dict[int, Grade] = {}
    for one in body["grades"]:
        grade = Grade(_words(one, "title", place), one.get("words", ""))
        for priority in one["priorities"]:
            found[_number(priority, PRIORITIES, f"{place}, priorities")] = grade
    missing = [f"P{one}" for one in PRIORITIES if one not in found]
    if missing:
        raise ValueError(f"{place}: no grade for {', '.join(missing)}")
    return Scheme(
        id=body["id"],
        title=_words(body, "title", place),
        grades=found,
        source=_words(source, "text", "sources"),
        status=_of(source.get("status", ""), STATUSES, "sources"),
    )


def _case(body: Mapping[str, Any]) -> Case:
    place = f"tests: {_words(body, 'id', 'tests')}"
    level, expect = _number(body["level"], LEVELS, f"{place}, level"), body["expect"]
    return Case(
        id=body["id"],
        level=level,
        answers={str(name): str(answer) for name, answer in body["answers"].items()},
        impact=Impact(_of(expect["impact"], IMPACTS, f"{place}, impact")),
        urgency=Urgency(_of(expect["urgency"], URGENCIES, f"{place}, urgency")),
        priority=_number(expect["priority"], PRIORITIES, f"{place}, priority"),
        met=frozenset(str(one) for one in expect["met"]),
        raised=_number(expect.get("level", level), LEVELS, f"{place}, expect, level"),
    )


def _words(body: Mapping[str, Any], key: str, place: str) -> str:
    words = body.get(key)
    if not isinstance(words, str) or not words.strip():
        raise ValueError(f"{place}: no {key}")
    return words


def _of(given: object, names: Collection[str], place: str) -> str:
    if given not in names or not isinstance(given, str):
        raise ValueError(f"{place}: one of {', '.join(names)}")
    return given


def _flag(given: object, place: str) -> bool:
    return _of(str(given).lower(), ("true", "false"), place) == "true"


def _number(given: object, numbers: range, place: str) -> int:
    words = str(given)
    if not words.isdecimal() or int(words) not in numbers:
        raise ValueError(f"{place}: a whole number from {numbers.start} to {numbers.stop - 1}")
    return int(words)
