"""Listening: what is heard, what is kept quiet, and what each signal tells."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.signals import (
    RULES,
    RULES_DIGEST,
    RULES_VERSION,
    Form,
    Kind,
    Line,
    Signal,
    When,
    Who,
    listen,
)
from tests.core.signals.said import QUIET, SAID

ALL_SAID = [
    (Kind(kind), said) for kind, lines in SAID.items() for said in lines.split("\n") if said
]
THREATS = {Kind.BOMB, Kind.VIOLENCE, Kind.SELF_HARM, Kind.ABUSE_DISCLOSURE}


def said_of(kind: Kind) -> list[str]:
    return [said for of, said in ALL_SAID if of is kind]


def heard(text: str, who: Who | str = Who.CALLER) -> dict[Kind, Signal]:
    return {signal.kind: signal for signal in listen((), Line(who, text))}


@pytest.mark.covers("S1-2", "S4-1")
@pytest.mark.parametrize("kind", Kind)
def test_it_is_heard(kind: Kind) -> None:
    assert [said for said in said_of(kind) if kind not in heard(said)] == []


def test_figures_of_speech_and_plain_business_are_kept_quiet() -> None:
    assert [said for said in QUIET if heard(said).keys() & THREATS] == []


@pytest.mark.parametrize(
    "written",
    [
        str.upper,
        lambda said: said.replace("'", ""),
        lambda said: said.replace("'", "’"),
        lambda said: re.sub(r"[.!?,]", "", said),
        lambda said: f"Hello. I have called three times. {said}. Goodbye.",
    ],
    ids=["capitals", "no apostrophes", "curly ones", "no stops", "among others"],
)
def test_how_it_is_written_changes_nothing(written: Callable[[str], str]) -> None:
    assert [said for kind, said in ALL_SAID if kind not in heard(written(said))] == []


# The sentences of the procedure


@pytest.mark.covers("S1-3")
def test_a_conditional_threat_is_a_threat() -> None:
    signal = heard("If you don't remove the solar panels, I'm going to kill myself.")[
        Kind.SELF_HARM
    ]
    assert signal.conditional
    assert signal.form is Form.DIRECT
    assert signal.words == "I'm going to kill myself"


@pytest.mark.covers("S1-4")
def test_a_threat_to_ones_own_family_is_harm_to_others() -> None:
    signals = heard("If this issue is not resolved, I will hurt my family.")
    assert set(signals) == {Kind.VIOLENCE}
    assert signals[Kind.VIOLENCE].conditional


@pytest.mark.covers("S1-4")
@pytest.mark.parametrize(
    "said",
    [
        "If the power goes off I will take it out on my family",
        "I swear I'll do something to my kids",
        "my family will suffer and I'll make sure of it",
    ],
)
def test_a_threat_to_ones_own_family_that_is_only_hinted_at_is_heard_as_implied(said: str) -> None:
    assert heard(said)[Kind.VIOLENCE].form is Form.IMPLIED


@pytest.mark.parametrize(
    "said",
    [
        "When she comes home tonight I am going to hurt her.",
        "I'm going to hurt him if he comes near me",
    ],
)
def test_the_callers_own_threat_is_no_report_of_somebody_else(said: str) -> None:
    signal = heard(said)[Kind.VIOLENCE]
    assert (signal.form, signal.third_party) == (Form.DIRECT, False)


def test_a_threat_among_insults_comes_first() -> None:
    signals = listen(
        [Line(Who.CALLER, "you useless idiots"), Line(Who.AGENT, "Please speak without insults.")],
        Line(Who.CALLER, "You stupid liars, fix it today or I will hurt my family"),
    )
    assert [one.kind for one in signals] == [Kind.VIOLENCE, Kind.ABUSIVE_LANGUAGE]


@pytest.mark.parametrize(
    "said",
    [
        "I can't speak, he will hear me",
        "please pretend this is about the bill, my husband is listening",
        "I need help, he is standing right behind me",
    ],
)
def test_a_caller_who_is_overheard_is_heard_now(said: str) -> None:
    signal = heard(said)[Kind.ABUSE_DISCLOSURE]
    assert (signal.form, signal.when) == (Form.IMPLIED, When.NOW)


def test_the_bare_statement_of_a_bomb_is_enough() -> None:
    for said in ("There is a bomb", "there is a bomb.", "BOMB", "a bomb", "There’s a bomb"):
        assert heard(said)[Kind.BOMB].form is Form.DIRECT


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("my friend says he will end his life", Kind.SELF_HARM),
        ("my daughter wants to kill herself", Kind.SELF_HARM),
        ("my coworker said he is going to shoot his boss", Kind.VIOLENCE),
    ],
)
def test_a_report_of_somebody_else_is_marked_as_one(said: str, kind: Kind) -> None:
    assert heard(said)[kind].third_party
    assert not heard("I am going to kill myself")[Kind.SELF_HARM].third_party


def test_two_threats_in_one_line_are_two_signals_the_gravest_first() -> None:
    said = "I will kill myself, and there is a bomb in your office"
    assert [signal.kind for signal in listen((), Line(Who.CALLER, said))] == [
        Kind.BOMB,
        Kind.SELF_HARM,
    ]


# Denials


@pytest.mark.parametrize(
    "said",
    [
        "I am not going to hurt myself",
        "I'm not going to kill anyone",
        "I would never hurt my kids",
        "I don't want to die",
    ],
)
def test_a_denial_alone_states_no_threat(said: str) -> None:
    assert heard(said) == {}


@pytest.mark.parametrize(
    "said",
    [
        "I want to die but I'm not going to do anything",
        "I'm not going to kill myself today",
        "no I don't know. I am going to kill myself",
        "If you do not fix this I will kill myself",
    ],
)
def test_a_denial_beside_a_wish_or_with_a_date_is_heard(said: str) -> None:
    assert Kind.SELF_HARM in heard(said)


# The time that the words give


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("I'm going to kill myself", When.UNSTATED),
        ("I'm going to kill myself right now", When.NOW),
        ("I'm going to kill myself tonight", When.ABOUT_TO),
        ("I already took all my tablets", When.NOW),
        ("I tried to kill myself two years ago", When.PAST),
        ("my uncle hit me when I was a child", When.PAST),
    ],
)
def test_only_the_words_say_when(said: str, when: When) -> None:
    (signal,) = listen((), Line(Who.CALLER, said))
    assert signal.when is when
    assert signal.imminent is (when in (When.NOW, When.ABOUT_TO))


def test_a_question_about_if_is_no_condition() -> None:
    assert not heard("I don't know if I want to die or what")[Kind.SELF_HARM].conditional


# What a signal tells


@given(
    st.sampled_from([said for _, said in ALL_SAID]),
    st.text(alphabet="İẞ’'\u00a0…é\U0001f600 .\n", max_size=12),
    st.text(alphabet="İß’'…é\U0001f600 .\n", max_size=12),
)
def test_the_span_is_a_slice_of_the_text_as_given(said: str, before: str, after: str) -> None:
    text = f"{before} {said} {after}"
    for signal in listen((), Line(Who.CALLER, text)):
        assert text[signal.start : signal.end] == signal.words
        assert signal.words.strip()


def test_the_words_are_those_that_were_marked_and_not_others() -> None:
    signal = heard("It's not on. I’m going to end my life, that’s all.")[Kind.SELF_HARM]
    assert signal.words == "I’m going to end my life"


def test_every_signal_names_its_rule_and_gives_a_reason_and_no_score() -> None:
    rules = {rule.id: rule for rule in RULES}
    for _, said in ALL_SAID:
        for signal in listen((), Line(Who.CALLER, said)):
            assert signal.reason == rules[signal.rule].reason
            assert not {name for name in Signal.__slots__ if "score" in name or "risk" in name}


def test_a_line_is_heard_the_same_every_time() -> None:
    for _, said in ALL_SAID:
        assert listen((), Line(Who.CALLER, said)) == listen((), Line(Who.CALLER, said))


# Who speaks


@pytest.mark.parametrize("who", [Who.AGENT, Who.SUPERVISOR, Who.SYSTEM, "agent"])
def test_lines_of_staff_raise_nothing(who: Who | str) -> None:
    assert heard("There is a bomb", who) == {}


@pytest.mark.parametrize("who", [Who.CALLER, Who.UNKNOWN, "caller", "visitor"])
def test_lines_of_anybody_else_raise(who: Who | str) -> None:
    assert Kind.BOMB in heard("There is a bomb", who)


# The seam for a learned part


def test_other_listeners_are_asked_and_the_plainer_form_is_kept() -> None:
    def learned(context: Sequence[Line], line: Line) -> Sequence[Signal]:
        assert context == ()
        end, words = len(line.text), line.text
        return [
            Signal(Kind.SELF_HARM, Form.PERCEIVED, 0, end, words, "learned", "m.1", when=When.NOW),
            Signal(Kind.VIOLENCE, Form.PERCEIVED, 0, end, words, "learned", "m.1"),
        ]

    said = "I want to die"
    violence, self_harm = listen((), Line(Who.CALLER, said), extra=[learned])
    assert violence.rule == "m.1"
    assert self_harm.rule.startswith("self_harm.wish")
    assert self_harm.when is When.NOW
    assert listen((), Line(Who.AGENT, said), extra=[learned]) == ()


# The rule set


def test_the_rule_set_has_a_version_and_a_digest() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", RULES_VERSION)
    assert re.fullmatch(r"[0-9a-f]{64}", RULES_DIGEST)


def test_rules_are_named_once_and_say_why_in_a_sentence() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.id.count(".") in (1, 2)
        assert rule.reason.endswith(".")
        assert "risk" not in rule.reason


def test_a_long_contact_and_a_long_line_cost_no_more_than_they_must() -> None:
    contact = [Line(Who.CALLER, "I have a question about my bill")] * 20_000
    line = Line(Who.CALLER, "yes I would like to pay it today")
    assert _seconds(contact, line) < 0.1
    endless = Line(Who.CALLER, "i kill you if you hurt my family and i want to die to " * 200)
    assert _seconds((), endless) < 5


def _seconds(context: Sequence[Line], line: Line) -> float:
    begun = time.perf_counter()
    listen(context, line)
    return time.perf_counter() - begun
