"""A short answer gets its meaning from the question before it."""

from __future__ import annotations

import pytest

from stayline_core.signals import Form, Kind, Line, Signal, When, Who, listen
from stayline_core.signals.context import LOOK_BACK

SUICIDE = "Are you thinking of suicide?"


def after(question: str, answer: str, *between: Line) -> tuple[Signal, ...]:
    return listen((Line(Who.AGENT, question), *between), Line(Who.CALLER, answer))


@pytest.mark.parametrize(
    "answer", ["Yes", "yeah", "yes.", "Um, yes I am", "I am", "Sometimes", "I do"]
)
def test_yes_to_the_question_is_heard(answer: str) -> None:
    (signal,) = after(SUICIDE, answer)
    assert (signal.kind, signal.form) == (Kind.SELF_HARM, Form.DIRECT)
    assert answer[signal.start : signal.end] == signal.words
    assert signal.rule == "self_harm.answer.thinking"


@pytest.mark.parametrize("answer", ["maybe", "I don't know", "I guess so", "not sure"])
def test_unsure_is_heard_as_implied(answer: str) -> None:
    (signal,) = after(SUICIDE, answer)
    assert (signal.form, signal.when) == (Form.IMPLIED, When.UNSTATED)


@pytest.mark.parametrize(
    "answer", ["no", "No, of course not", "yes I'm fine", "what?", "yes " + "la " * 90]
)
def test_no_and_anything_longer_are_not_a_yes(answer: str) -> None:
    assert after(SUICIDE, answer) == ()


@pytest.mark.parametrize(
    ("question", "kind", "when"),
    [
        ("Have you hurt yourself?", Kind.SELF_HARM, When.NOW),
        ("Do you want to die?", Kind.SELF_HARM, When.UNSTATED),
        ("Are you going to hurt somebody?", Kind.VIOLENCE, When.UNSTATED),
        ("Do you have a weapon with you?", Kind.VIOLENCE, When.NOW),
        ("Are you saying there is a bomb?", Kind.BOMB, When.UNSTATED),
        ("Is someone hurting you?", Kind.ABUSE_DISCLOSURE, When.UNSTATED),
    ],
)
def test_each_question_gives_its_own_kind(question: str, kind: Kind, when: When) -> None:
    (signal,) = after(question, "yes")
    assert (signal.kind, signal.when) == (kind, when)


def test_a_plain_question_gives_a_yes_no_meaning() -> None:
    assert after("Would you like a receipt?", "yes") == ()


def test_only_the_agents_last_line_counts_and_a_filler_does_not_hide_it() -> None:
    assert after(SUICIDE, "yes", Line(Who.CALLER, "um well"))
    assert not after(SUICIDE, "yes", Line(Who.AGENT, "Shall we go on with the bill?"))
    assert not after(SUICIDE, "yes", Line(Who.CALLER, "can we talk about the bill first"))


def test_only_a_few_lines_back_are_looked_at() -> None:
    fillers = [Line(Who.CALLER, "um")] * LOOK_BACK
    assert after(SUICIDE, "yes", *fillers[1:])
    assert not after(SUICIDE, "yes", *fillers)
    assert listen((), Line(Who.CALLER, "yes")) == ()
