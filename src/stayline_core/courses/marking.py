"""Marking an assessment: what was chosen, what is right, why, and whether it passes (S0-20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stayline_core.courses.course import Course, Question


@dataclass(frozen=True, slots=True)
class Marking:
    """One question: the option chosen (empty: none), and whether it is the right one."""

    question: Question
    chosen: str
    right: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """A whole assessment."""

    markings: tuple[Marking, ...]
    passed: bool

    @property
    def right(self) -> int:
        """How many are right."""
        return sum(one.right for one in self.markings)


def mark(course: Course, answers: Mapping[str, str]) -> Marked:
    """Return how an assessment was answered: option ids by the ids of questions.

    What is not one of the question's options counts as not answered, and that as not right.
    """
    markings = tuple(_marking(one, answers.get(one.id, "")) for one in course.questions)
    right = sum(one.right for one in markings)
    return Marked(markings, passed=right >= course.right_to_pass)


def _marking(question: Question, chosen: str) -> Marking:
    named = {one.id: one.right for one in question.options}
    known = chosen if chosen in named else ""
    return Marking(question, known, right=named.get(known, False))
