"""Answers: how an item stands, what is wrong with it, and what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from stayline_core.forms.document import AskMode, Field, Form, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CALLER_DID_NOT_SAY_TEXT: Final = "Call Did not say"
"""The literal that the corporate procedure asks for, letter for letter (S1-55)."""


class AnswerState(StrEnum):
    """How an item stands. Only `answered` and `observed` carry a value."""

    ANSWERED = "answered"
    OBSERVED = "observed"
    CALLER_DID_NOT_SAY = "caller_did_not_say"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"
    UNKNOWN = "unknown"


class Extent(StrEnum):
    """How much of a form is dealt with."""

    FULL = "full"
    PARTIAL = "partial"


_WITH_VALUE: Final = frozenset({AnswerState.ANSWERED, AnswerState.OBSERVED})
_NEVER_VOICED: Final = frozenset({AnswerState.CALLER_DID_NOT_SAY, AnswerState.REFUSED})
_ALLOWED: Final = MappingProxyType(
    {
        AskMode.ASK: frozenset(AnswerState),
        AskMode.OBSERVE: frozenset(AnswerState) - _NEVER_VOICED,
        AskMode.SYSTEM: frozenset(AnswerState) - _NEVER_VOICED - {AnswerState.OBSERVED},
    }
)
_STATE_TEXT: Final = MappingProxyType(
    {
        AnswerState.CALLER_DID_NOT_SAY: CALLER_DID_NOT_SAY_TEXT,
        AnswerState.REFUSED: "Refused to say",
        AnswerState.NOT_ASKED: "Not asked",
        AnswerState.UNKNOWN: "Unknown",
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One item's state, with its value where the state has one."""

    state: AnswerState
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One thing wrong with one answer: the field, a stable code, the fault, the mend."""

    field: str
    code: str
    problem: str
    mend: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much is dealt with, and the names of the fields still open, in form order."""

    extent: Extent
    missing: tuple[str, ...]


def answer_for(field: Field, value: Value) -> Answer:
    """Return `value` in the state that fits how the field is filled, without changing it."""
    observed = field.ask is AskMode.OBSERVE
    return Answer(AnswerState.OBSERVED if observed else AnswerState.ANSWERED, value)


def shown(field: Field, answer: Answer) -> str:
    """Return an answer in the words that stand on screen and on paper (S1-55, S1-56)."""
    if answer.state not in _WITH_VALUE:
        return _STATE_TEXT[answer.state]
    if isinstance(answer.value, tuple):
        return ", ".join(field.label_of(value) for value in answer.value)
    return field.label_of(str(answer.value))


def validate(form: Form, answers: Mapping[str, Answer]) -> tuple[FieldFault, ...]:
    """Return every fault of the answers given, in form order; none for what is missing.

    Each fault names the field, what is wrong and how to mend it (S1-43). A partial form
    without faults may be submitted (S1-24, X-4).
    """
    names = tuple(item.name for item in form.fields)
    known = tuple(
        fault
        for item in form.fields
        if item.name in answers
        for fault in _answer_faults(item, answers[item.name])
    )
    return known + tuple(_unknown_field(name, names) for name in answers if name not in names)


def completeness(form: Form, answers: Mapping[str, Answer]) -> Completeness:
    """Say whether every required field is dealt with, and which are still open.

    "Call Did not say", refused and unknown are answers; not asked is none. A field is
    not missed when its `x-needless-when` holds: a perceived threat has no words (S1-28).
    """
    missing = tuple(
        item.name
        for item in form.fields
        if item.required and not _dealt_with(item, answers) and not _needless(item, answers)
    )
    return Completeness(Extent.PARTIAL if missing else Extent.FULL, missing)


def prefill(form: Form, facts: Mapping[str, Value]) -> dict[str, Answer]:
    """Return first answers: a known fact where there is one, else the field's default.

    Facts are keyed by field name; those that no field asks for are left out. Words are
    copied byte for byte (S1-57). Fields with neither are absent, not empty.
    """
    filled: dict[str, Answer] = {}
    for item in form.fields:
        value = facts.get(item.name, item.default)
        if value is not None and value not in ("", ()):
            filled[item.name] = answer_for(item, value)
    return filled


def fill_open_with_did_not_say(form: Form, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return the answers with every open asked item set to "Call Did not say" (S1-56).

    Items that are observed or filled by the system are never said by the caller, and
    stay as they are; so does everything that has an answer.
    """
    silent = Answer(AnswerState.CALLER_DID_NOT_SAY)
    filled = dict(answers)
    for item in form.fields:
        if item.ask is AskMode.ASK and not _dealt_with(item, answers):
            filled[item.name] = silent
    return filled


def answers_to_json(answers: Mapping[str, Answer]) -> dict[str, dict[str, Any]]:
    """Return answers as plain JSON values: `{field: {"state": …, "value": …}}`."""
    plain: dict[str, dict[str, Any]] = {}
    for name, answer in answers.items():
        plain[name] = {"state": answer.state.value}
        if answer.value is not None:
            plain[name]["value"] = _plain_value(answer.value)
    return plain


def answers_from_json(plain: Mapping[str, Any]) -> dict[str, Answer]:
    """Read what `answers_to_json` wrote.

    Raises:
        ValueError: an entry is no object, or its state is none of the six; the message
            names the field.
    """
    answers: dict[str, Answer] = {}
    for name, entry in plain.items():
        try:
            state, value = AnswerState(entry["state"]), entry.get("value")
        except (TypeError, KeyError, ValueError, AttributeError) as fault:
            message = f"{name}: an answer is an object with one of the states {_states()}"
            raise ValueError(message) from fault
        answers[name] = Answer(state, tuple(value) if isinstance(value, list) else value)
    return answers


# How an answer is judged


def _answer_faults(item: Field, answer: Answer) -> Iterator[FieldFault]:
    if answer.state not in _ALLOWED[item.ask]:
        yield FieldFault(
            item.name,
            "state_unfit",
            f"“{answer.state.value}” does not fit an item that the caller is never asked.",
            "Give what was noticed, or choose “unknown” or “not asked”.",
        )
    if answer.state in _WITH_VALUE:
        yield from _value_faults(item, answer.value)
    elif answer.value is not None:
        yield FieldFault(
            item.name,
            "value_unwanted",
            f"“{answer.state.value}” stands in place of a value, and there is one too.",
            "Keep the value as an answer, or clear it.",
        )


def _value_faults(item: Field, value: Value | None) -> Iterator[FieldFault]:
    if value is None or value == () or (isinstance(value, str) and not value.strip()):
        yield FieldFault(
            item.name,
            "value_missing",
            "There is no value here.",
            f"Fill it in, or say why not: {_states(without=_WITH_VALUE)}.",
        )
        return
    if not item.accepts(_plain_value(value)):
        yield FieldFault(item.name, "value_unfit", _problem(item), _mend(item))


def _plain_value(value: Value) -> object:
    """Return a value as JSON knows it."""
    return list(value) if isinstance(value, tuple) else value


def _problem(item: Field) -> str:
    return f"This does not fit “{item.label}”."


def _mend(item: Field) -> str:
    if item.mend:
        return item.mend
    if item.values:
        return "Choose one of: " + ", ".join(item.label_of(value) for value in item.values) + "."
    return "Correct the value; what was typed is kept."


def _unknown_field(name: str, names: tuple[str, ...]) -> FieldFault:
    near = get_close_matches(name, names, n=1)
    mend = f"Did you mean “{near[0]}”?" if near else "Leave it out, or add it to the form."
    return FieldFault(name, "field_unknown", "The form has no such field.", mend)


def _dealt_with(item: Field, answers: Mapping[str, Answer]) -> bool:
    answer = answers.get(item.name)
    return answer is not None and answer.state is not AnswerState.NOT_ASKED


def _needless(item: Field, answers: Mapping[str, Answer]) -> bool:
    return any(
        name in answers and answers[name].value in values
        for name, values in item.needless_when.items()
    )


def _states(without: frozenset[AnswerState] = frozenset()) -> str:
    return ", ".join(state.value for state in AnswerState if state not in without)
