"""Levels: a table over what can be observed, and an order of danger to life."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.forms import Answer, AnswerState
from stayline_core.signals import Form, Kind, Signal, When
from stayline_core.triage import (
    LEVEL_TABLE,
    OPENS_NOTHING,
    Facts,
    Harm,
    Level,
    highest,
    level_of,
    opening_level,
    outranks,
    priority_of,
    raised,
    with_answers,
)

DOCUMENT = Path(__file__).parents[2] / "docs/reference/levels.md"
THEN = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MAYBE = st.sampled_from([None, True, False])
FACTS = st.builds(
    Facts,
    harm=st.sampled_from(Harm),
    form=st.sampled_from(Form),
    conditional=st.booleans(),
    danger_now=MAYBE,
    imminent=MAYBE,
    already_done=MAYBE,
    weapon_now=MAYBE,
    child_or_captive_in_danger=MAYBE,
    abuser_near=MAYBE,
    past=st.booleans(),
)


def said(
    kind: Kind,
    *,
    form: Form = Form.DIRECT,
    conditional: bool = False,
    when: When = When.UNSTATED,
) -> Signal:
    return Signal(kind, form, 0, 1, "x", "r", "x", conditional=conditional, when=when)


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        (Facts(harm=Harm.BOMB, form=Form.PERCEIVED), Level.L0),
        (Facts(harm=Harm.SELF_HARM), Level.L1),
        (Facts(harm=Harm.SELF_HARM, form=Form.IMPLIED, conditional=True), Level.L1),
        (Facts(harm=Harm.SELF_HARM, form=Form.IMPLIED), Level.L2),
        (Facts(harm=Harm.SELF_HARM, form=Form.PERCEIVED), Level.L2),
        (Facts(harm=Harm.SELF_HARM, imminent=True), Level.L0),
        (Facts(harm=Harm.SELF_HARM, already_done=True), Level.L0),
        (Facts(harm=Harm.VIOLENCE), Level.L1),
        (Facts(harm=Harm.VIOLENCE, danger_now=True), Level.L0),
        (Facts(harm=Harm.VIOLENCE, weapon_now=True), Level.L0),
        (Facts(harm=Harm.ABUSE_DISCLOSURE), Level.L1),
        (Facts(harm=Harm.ABUSE_DISCLOSURE, abuser_near=True, past=True), Level.L1),
        (Facts(harm=Harm.ABUSE_DISCLOSURE, abuser_near=False), Level.L2),
        (Facts(harm=Harm.ABUSE_DISCLOSURE, past=True), Level.L2),
        (Facts(harm=Harm.ABUSE_DISCLOSURE, form=Form.PERCEIVED), Level.L2),
        (Facts(harm=Harm.ABUSE_DISCLOSURE, child_or_captive_in_danger=True), Level.L0),
        (Facts(harm=Harm.EMERGENCY), Level.L1),
        (Facts(harm=Harm.OTHER, form=Form.PERCEIVED), Level.L2),
        (Facts(harm=Harm.HARASSMENT), Level.L1),
        (Facts(harm=Harm.ABUSIVE_LANGUAGE, imminent=True), Level.L3),
        (Facts(harm=Harm.SUPERVISOR_DEMAND), Level.L3),
    ],
)
def test_the_level_follows_from_what_can_be_observed(facts: Facts, level: Level) -> None:
    assessment = level_of(facts)
    assert assessment.level is level
    assert assessment.reasons
    assert all(rule.level is level for rule in assessment.reasons)


@pytest.mark.covers("S1-18")
def test_belief_is_no_input() -> None:
    names = {field.name for field in fields(Facts)}
    assert not {name for name in names if "credib" in name or "serious" in name}


@given(FACTS)
def test_every_fact_can_only_make_it_graver(facts: Facts) -> None:
    before = level_of(facts).level
    assert level_of(replace(facts, danger_now=True)).level <= before
    assert level_of(replace(facts, imminent=True)).level <= before
    assert level_of(replace(facts, already_done=True)).level <= before
    assert level_of(replace(facts, weapon_now=True)).level <= before
    assert level_of(replace(facts, conditional=True)).level <= before


def test_the_page_prints_the_table_as_it_is() -> None:
    page = DOCUMENT.read_text(encoding="utf-8")
    for rule in LEVEL_TABLE:
        assert f"| {rule.level.name} | {rule.says} | `{rule.id}` |" in page
    for level in Level:
        assert level.meaning in page


# Signals


def test_a_bomb_opens_at_l0_and_a_conditional_threat_at_l1() -> None:
    assert opening_level(said(Kind.BOMB)).level is Level.L0
    assert opening_level(said(Kind.SELF_HARM, conditional=True)).level is Level.L1
    assert opening_level(said(Kind.VIOLENCE, form=Form.IMPLIED)).level is Level.L2
    assert opening_level(said(Kind.ABUSE_DISCLOSURE, when=When.PAST)).level is Level.L2


def test_words_that_say_now_open_at_l0_unless_a_condition_puts_them_off() -> None:
    assert opening_level(said(Kind.SELF_HARM, when=When.ABOUT_TO)).level is Level.L0
    put_off = said(Kind.SELF_HARM, when=When.ABOUT_TO, conditional=True)
    assert opening_level(put_off).level is Level.L1
    under_way = said(Kind.SELF_HARM, when=When.NOW, conditional=True)
    assert opening_level(under_way).level is Level.L0


def test_every_kind_of_signal_is_a_harm() -> None:
    assert {kind.value for kind in Kind} <= {harm.value for harm in Harm}
    assert {harm.value for harm in OPENS_NOTHING} == {"abusive_language", "supervisor_demand"}


# Answers


@pytest.mark.parametrize("field", ["safety.in_danger_now", "safety.already_done", "imminent"])
@pytest.mark.covers("S3-16")
def test_a_yes_raises_and_nothing_else_lowers(field: str) -> None:
    facts = Facts(harm=Harm.SELF_HARM)
    yes = with_answers(facts, {field: Answer(AnswerState.ANSWERED, "yes")})
    assert level_of(yes).level is Level.L0
    for answer in (
        Answer(AnswerState.ANSWERED, "no"),
        Answer(AnswerState.REFUSED),
        Answer(AnswerState.CALLER_DID_NOT_SAY),
    ):
        assert with_answers(yes, {field: answer}) == yes
        assert with_answers(facts, {field: answer}) == facts


def test_a_level_only_rises_by_itself() -> None:
    for current, new in product(Level, Level):
        assert raised(current, new) <= current
        assert raised(current, new) in (current, new)
    assert highest([Level.L2, Level.L0, Level.L3]) is Level.L0
    assert Level.L0.graver_than(Level.L1)
    assert not Level.L1.graver_than(Level.L1)


# Order


@pytest.mark.covers("S0-17", "S0-36", "S3-9")
def test_danger_to_life_comes_before_every_other_order() -> None:
    late = THEN + timedelta(hours=5)
    danger = priority_of(Facts(harm=Harm.ABUSE_DISCLOSURE), Level.L0, opened_at=late, spoke=True)
    stated = priority_of(
        Facts(harm=Harm.SELF_HARM), Level.L1, opened_at=THEN, response_demanded=True
    )
    irate = priority_of(Facts(harm=Harm.ABUSIVE_LANGUAGE), Level.L3, opened_at=THEN)
    assert sorted([irate, stated, danger]) == [danger, stated, irate]


def test_within_a_level_who_waits_then_who_is_alone_then_the_harm_then_the_hour() -> None:
    facts = Facts(harm=Harm.SELF_HARM)
    demanded = priority_of(
        facts, Level.L1, opened_at=THEN + timedelta(hours=1), spoke=True, response_demanded=True
    )
    alone = priority_of(Facts(harm=Harm.ABUSE_DISCLOSURE), Level.L1, opened_at=THEN)
    first = priority_of(facts, Level.L1, opened_at=THEN, spoke=True)
    later = priority_of(facts, Level.L1, opened_at=THEN + timedelta(minutes=1), spoke=True)
    assert sorted([later, first, alone, demanded]) == [demanded, alone, first, later]
    assert demanded.reasons[0] == "L1: Stated threat, or an abuser near"
    assert "An immediate response is waited for" in demanded.reasons
    assert "Nobody has spoken to the caller yet" in alone.reasons
    assert len(first.reasons) == 1


def test_what_outranks_is_graver_then_bomb_violence_now_self_harm_abuse() -> None:
    bomb = Facts(harm=Harm.BOMB)
    violence_now = Facts(harm=Harm.VIOLENCE, weapon_now=True)
    attempt = Facts(harm=Harm.SELF_HARM, already_done=True)
    self_harm = Facts(harm=Harm.SELF_HARM)
    violence = Facts(harm=Harm.VIOLENCE)
    abuse = Facts(harm=Harm.ABUSE_DISCLOSURE)
    order = [bomb, violence_now, attempt, self_harm, violence, abuse]
    for place, graver in enumerate(order):
        for lesser in order[place + 1 :]:
            assert outranks(graver, lesser)
            assert not outranks(lesser, graver)
        assert not outranks(graver, graver)
