"""Scorecards: forms by which a person judges a contact, and what such a form must not ask.

Only four things fail a contact outright (`domain.md` 16). Nobody is scored for how long a
contact took, nor for a tone that a machine heard, and what somebody wrote for themselves is
no evidence. The document is refused when it tries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from stayline_core.forms import AskMode, Field, FieldKind, Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PREFIX: Final = "scorecard_"
"""How the id of a scorecard begins; by it alone a form is read as one."""

MUST_NOT: Final = ("ended_threat_contact", "no_report", "promise_of_secrecy", "cold_transfer")
"""The four things that fail a contact, whatever else was good. There are no others."""


class Mark(StrEnum):
    """How one item is judged. "Not applicable" is an answer, and counts for nothing."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


class Outcome(StrEnum):
    """What a finished review comes to (S2-42): words, never points."""

    GOOD = "good"
    MIXED = "mixed"
    POOR = "poor"
    MUST_NOT = "must_not"


MARKS: Final = tuple(mark.value for mark in Mark)

_FORBIDDEN: Final = (
    (
        re.compile(
            r"handl(e|ing)[ _-]?time|\baht\b|talk[ _-]?time|durations?\b|after[ _-]call[ _-]work"
            r"|(call|contact)[ _-](length|time)\b|(calls?|contacts?) (per|an) hour"
            r"|how long (the|a) (call|contact)",
            re.IGNORECASE,
        ),
        "how long a contact took is not scored",
    ),
    (
        re.compile(
            r"(?<![a-z])tones?(?![a-z])|sentiment|voice[ _-]?(score|analysis)|stress level",
            re.IGNORECASE,
        ),
        "tone is not scored: a machine cannot judge distress, and a word for it judges nobody",
    ),
    (
        re.compile(r"reflection|self[ _-]?care|well[ _-]?being|over-?involve", re.IGNORECASE),
        "what somebody writes or feels for themselves is no evidence",
    ),
)


class ScorecardRefused(ValueError):
    """The form is no sound scorecard. `faults` says every reason at once, each as a sentence."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        """Keep every fault."""
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A sound scorecard: what must not happen, what is judged, and what is written."""

    form: Form
    must_not: tuple[Field, ...]
    items: tuple[Field, ...]
    words: tuple[Field, ...]

    @classmethod
    def of(cls, form: Form) -> Scorecard:
        """Read a form as a scorecard.

        Raises:
            ScorecardRefused: it scores a duration or a tone, asks for private notes, fails a
                contact for anything but the four, or has a field that no person judges.
        """
        faults = tuple(_faults(form))
        if faults:
            raise ScorecardRefused(faults)
        return cls(
            form=form,
            must_not=tuple(one for one in form.fields if one.name in MUST_NOT),
            items=tuple(one for one in form.fields if one.values == MARKS),
            words=tuple(one for one in form.fields if one.kind is FieldKind.TEXT),
        )

    def unanswered(self, answers: Mapping[str, str]) -> tuple[str, ...]:
        """Return the names of the items, and of the four, that have no answer yet."""
        asked = (*self.must_not, *self.items)
        return tuple(one.name for one in asked if answers.get(one.name) not in one.values)

    def outcome(self, answers: Mapping[str, str]) -> Outcome:
        """Return what the answers come to, by a rule that anybody can follow.

        One of the four happened: `must_not`. A third or more of the items that apply not met:
        `poor`. None not met, and at most a quarter only partly: `good`. Else `mixed`.

        Raises:
            ValueError: no item applies; such a review says nothing.
        """
        if any(answers.get(one.name) == "yes" for one in self.must_not):
            return Outcome.MUST_NOT
        marks = [answers.get(one.name) for one in self.items]
        applies = sum(mark in _APPLY for mark in marks)
        if not applies:
            raise ValueError("no item applies")
        missed, partly = marks.count(Mark.NOT_MET), marks.count(Mark.PARTLY)
        if 3 * missed >= applies:
            return Outcome.POOR
        return Outcome.GOOD if not missed and 4 * partly <= applies else Outcome.MIXED


_APPLY: Final = frozenset({Mark.MET, Mark.PARTLY, Mark.NOT_MET})


def refuse_unsound(document: Mapping[str, Any]) -> None:
    """Refuse a form whose id says that it is a scorecard, when it is no sound one.

    Raises:
        ScorecardRefused: see `Scorecard.of`.
        FormRefused: it is no form at all.
    """
    if str(document.get("id", "")).startswith(PREFIX):
        Scorecard.of(Form.parse(document))


def _faults(form: Form) -> Iterator[str]:
    if not form.id.startswith(PREFIX):
        yield f"id: a scorecard's begins with {PREFIX}"
    there = {one.name for one in form.fields}
    for name in MUST_NOT:
        if name not in there:
            yield f"{name}: a scorecard asks after each of the four that must not happen"
    if not any(one.values == MARKS for one in form.fields):
        yield "properties: a scorecard judges at least one item"
    for item in form.fields:
        yield from (f"{item.name}: {fault}" for fault in _field_faults(item))


def _field_faults(item: Field) -> Iterator[str]:
    for wrong, fault in _FORBIDDEN:
        if any(wrong.search(text) for text in _texts(item)):
            yield fault
    if item.ask is not AskMode.OBSERVE:
        yield "a person judges it from the record: x-ask must be observe"
    if item.name in MUST_NOT:
        if item.kind is not FieldKind.YES_NO:
            yield "whether it happened is yes or no"
    elif item.kind is FieldKind.YES_NO:
        yield f"only {', '.join(MUST_NOT)} fail a contact"
    elif item.values != MARKS and item.kind is not FieldKind.TEXT:
        yield f"an item is judged as one of {', '.join(MARKS)}; there are no points"


def _texts(item: Field) -> Iterable[str]:
    return (item.name, item.label, item.note, *item.labels.values())
