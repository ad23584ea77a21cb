"""What a method of assessment is, and what it makes of answers. Frozen values in and out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from stayline_core.assessment.parse import Case

YES: Final = "yes"
NO: Final = "no"
NOT_KNOWN: Final = "not_known"

LIFE_LEVEL: Final = 0
"""L0 says that life is in danger now: a life risk, whatever was answered."""

FIRST: Final = 1
"""The priority of every life risk."""

MANY: Final = 1_000_000
"""No count of people or places goes above this."""


class Impact(StrEnum):
    """How grave it is for people, and for how many; the gravest stands first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Urgency(StrEnum):
    """How soon somebody must act; the soonest stands first."""

    IMMEDIATE = "immediate"
    SOON = "soon"
    CAN_WAIT = "can_wait"

    @property
    def words(self) -> str:
        """It as a person says it: immediate, soon, can wait."""
        return self.value.replace("_", " ")


IMPACTS: Final = tuple(Impact)
URGENCIES: Final = tuple(Urgency)


@dataclass(frozen=True, slots=True)
class Question:
    """One question about what can be observed. Not known is never no.

    `number`: it is answered with a count, any other with yes or no. `life`: as long as nobody
    knows the answer, it counts as yes, and a count as high as any threshold asks.
    """

    id: str
    ask: str
    number: bool = False
    life: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """What one answer, or the level, must be for a threshold.

    Exactly one is set: `answer` (yes or no) or `at_least` with a `question`, or `level`: it
    holds at this level and every graver one.
    """

    question: str = ""
    answer: str = ""
    at_least: int | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Threshold:
    """An explicit threshold: when all of `when` holds, it is at least this grave and urgent.

    `life` makes it a life risk; `level` is the level that the incident rises to (S3-39).
    """

    id: str
    says: str
    when: tuple[Condition, ...]
    impact: Impact | None = None
    urgency: Urgency | None = None
    life: bool = False
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade of an organisation: what it is called there, and what it promises."""

    title: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """An organisation's own grades: one for each of the five priorities, with its source."""

    id: str
    title: str
    grades: Mapping[int, Grade]
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Method:
    """A method of assessment as a document says it, with its source and its own test cases."""

    id: str
    title: str
    words: str
    source: str
    status: str
    review_by: str
    questions: tuple[Question, ...]
    thresholds: tuple[Threshold, ...]
    matrix: Mapping[Impact, Mapping[Urgency, int]]
    schemes: tuple[Scheme, ...]
    cases: tuple[Case, ...]

    def question(self, name: str) -> Question | None:
        """Return the question of this id, or None where there is no such."""
        return next((one for one in self.questions if one.id == name), None)

    def threshold(self, name: str) -> Threshold | None:
        """Return the threshold of this id, or None where a version has none any more."""
        return next((one for one in self.thresholds if one.id == name), None)

    def scheme(self, name: str) -> Scheme | None:
        """Return the scheme of this id, or None where there is no such."""
        return next((one for one in self.schemes if one.id == name), None)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a question that nobody has answered would change, if the answer were yes."""

    question: Question
    priority: int
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class Result:
    """Level, urgency and priority, each for itself, with the thresholds that were met (S3-40).

    `known` are those of `met` that what is known meets; the others are met by an assumption
    alone. `level` never is less grave than the one that was given; `rises` are the thresholds
    that raise it. `assumed` are questions about life
    that nobody could answer: they counted as yes. `open` are others that would change it.
    """

    level: int
    impact: Impact
    urgency: Urgency
    priority: int
    life: bool
    met: tuple[Threshold, ...]
    known: tuple[Threshold, ...]
    rises: tuple[Threshold, ...]
    assumed: tuple[Question, ...]
    open: tuple[WhatIf, ...]


def faults_of(method: Method, answers: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with answers, by question: with the mend; empty when all are good."""
    faults = {}
    for name, answer in answers.items():
        question = method.question(name)
        if question is None:
            faults[name] = "There is no such question: reload the page and answer again."
        elif not _fits(question, answer):
            asked = f"a whole number up to {MANY}" if question.number else "yes, no"
            faults[name] = f"“{question.ask}” takes {asked}, or not known."
    return faults


def _fits(question: Question, answer: str) -> bool:
    if answer == NOT_KNOWN:
        return True
    if question.number:
        return answer.isascii() and answer.isdecimal() and int(answer) <= MANY
    return answer in {YES, NO}


def assess(method: Method, answers: Mapping[str, str], *, level: int) -> Result:
    """Return what the method makes of answers to its questions, at a level (0 to 3).

    A question without an answer is not known. What is assumed about life counts for the
    priority; the level rises by what is known alone, since it calls people. The answers fit:
    `faults_of` found none.
    """
    unknown = [one for one in method.questions if _answer(answers, one.id) == NOT_KNOWN]
    now = _Values.of(method, answers, level)
    known = _met(method, answers, level, frozenset())
    higher = min([level, *(one.level for one in known if one.level is not None)])
    return Result(
        level=higher,
        impact=now.impact,
        urgency=now.urgency,
        priority=now.priority,
        life=now.life,
        met=now.met,
        known=known,
        rises=tuple(one for one in known if one.level == higher < level),
        assumed=tuple(one for one in unknown if one.life),
        open=tuple(_open(method, answers, level, unknown, now)),
    )


@dataclass(frozen=True, slots=True)
class _Values:
    """What thresholds give when the unknown about life counts as yes."""

    impact: Impact
    urgency: Urgency
    priority: int
    life: bool
    met: tuple[Threshold, ...]

    @classmethod
    def of(cls, method: Method, answers: Mapping[str, str], level: int) -> _Values:
        """Return what these answers give: the gravest and the soonest of what is met."""
        lives = frozenset(one.id for one in method.questions if one.life)
        met = _met(method, answers, level, lives)
        impacts = [one.impact for one in met if one.impact]
        urgencies = [one.urgency for one in met if one.urgency]
        impact = min(impacts, key=IMPACTS.index, default=Impact.LOW)
        urgency = min(urgencies, key=URGENCIES.index, default=Urgency.CAN_WAIT)
        life = level == LIFE_LEVEL or any(one.life for one in met)
        return cls(impact, urgency, FIRST if life else method.matrix[impact][urgency], life, met)


def _answer(answers: Mapping[str, str], question: str) -> str:
    return answers.get(question, NOT_KNOWN)


def _met(
    method: Method, answers: Mapping[str, str], level: int, assumed: Collection[str]
) -> tuple[Threshold, ...]:
    """Return the thresholds that are met; the unknown among `assumed` counts as yes."""

    def holds(asked: Condition) -> bool:
        if asked.level is not None:
            return level <= asked.level
        answer = _answer(answers, asked.question)
        if answer == NOT_KNOWN:
            return asked.question in assumed and asked.answer != NO
        if asked.at_least is not None:
            return int(answer) >= asked.at_least
        return answer == asked.answer

    return tuple(one for one in method.thresholds if all(holds(asked) for asked in one.when))


def _open(
    method: Method,
    answers: Mapping[str, str],
    level: int,
    unknown: Collection[Question],
    now: _Values,
) -> Iterator[WhatIf]:
    """Tell what each unanswered question would change, if it were yes, or as high as any asks."""
    for one in unknown:
        said = str(_highest(method, one)) if one.number else YES
        then = _Values.of(method, {**answers, one.id: said}, level)
        if (then.priority, then.urgency) != (now.priority, now.urgency):
            yield WhatIf(one, then.priority, then.urgency)


def _highest(method: Method, question: Question) -> int:
    asked = (one for threshold in method.thresholds for one in threshold.when)
    return max((one.at_least or 0 for one in asked if one.question == question.id), default=0)
