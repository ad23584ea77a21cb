"""Anything without a procedure of its own: safe, a person, what, where, when; on every channel."""

from __future__ import annotations

import pytest

from stayline_core.protocol import (
    Answer,
    ContactFact,
    LadderFact,
    Next,
    Released,
    clocks,
    screen,
)
from stayline_core.protocol.language import CHANNEL_CLASSES, CLASS_OF_CHANNEL
from tests.core.protocol.shipped import pressed, shipped, walk

ANY = shipped("unforeseen")
FAR = (Next(), Answer("safety.in_danger_now", "no"), Next())
NOBODY_HURT = (*FAR, Answer("event.people_hurt", "no"))
TO_COMPANY = (*NOBODY_HURT, Answer("risk.life", "no"), Next())


@pytest.mark.covers("S3-3")
@pytest.mark.parametrize("channel_class", CHANNEL_CLASSES)
def test_it_serves_every_class_of_channel_and_whatever_has_no_type(channel_class: str) -> None:
    assert channel_class in ANY.classes
    assert set(ANY.channels) == set(CLASS_OF_CHANNEL)
    assert "other" in ANY.handles
    shown = pressed(ANY, "next", "no", "next", "no", "no", "next", channel_class=channel_class)
    assert shown == [
        "acknowledge",
        "danger_now",
        "what",
        "seen",
        "stakes",
        "things",
        "company",
    ]


def test_it_learns_what_where_and_when_in_any_order() -> None:
    what = screen(ANY, walk(ANY, *FAR[:2]))
    assert [field for field, _ in what.asks] == ["event.what", "event.where", "event.when"]
    assert what.can_next


@pytest.mark.parametrize(
    ("value", "then"), [("yes", "help_now"), ("no", "what"), ("unknown", "unsure")]
)
def test_danger_sends_help_and_no_answer_does_not(value: str, then: str) -> None:
    assert walk(ANY, Next(), Answer("safety.in_danger_now", value)).step == then


def test_people_who_are_hurt_are_told_to_the_supervisor() -> None:
    state = walk(ANY, *FAR, Answer("event.people_hurt", "yes"))
    assert state.step == "hurt"
    assert ("notify", "supervisor") in {(e.kind, e.target) for e in ANY.steps["hurt"].do}


@pytest.mark.covers("S0-37")
@pytest.mark.parametrize(
    ("value", "then"), [("yes", "lives"), ("unknown", "lives"), ("no", "things")]
)
def test_a_risk_to_life_decides_and_one_to_the_company_is_only_noted(value: str, then: str) -> None:
    state = walk(ANY, *NOBODY_HURT, Answer("risk.life", value))
    assert state.step == then
    shown = screen(ANY, state)
    assert [field for field, _ in shown.observes] == ["risk.company"]
    for company in ("yes", "no"):
        noted = walk(ANY, *NOBODY_HURT, Answer("risk.life", value), Answer("risk.company", company))
        assert noted.step == then
        assert noted.level == state.level


def test_in_writing_nothing_is_answered_before_a_colleague_has_taken_it_over() -> None:
    state = walk(ANY, *TO_COMPANY, channel_class="written")
    shown = screen(ANY, state)
    assert "In writing answer nothing." in " ".join(shown.note)
    clock = clocks(ANY, state)
    assert clock is not None
    assert clock.total_s == 600
    live = clocks(ANY, walk(ANY, *TO_COMPANY))
    assert live is not None
    assert live.total_s == 60


@pytest.mark.parametrize("channel_class", CHANNEL_CLASSES)
def test_it_ends_when_somebody_has_taken_it_over(channel_class: str) -> None:
    taken = [LadderFact(what, "crisis") for what in ("accepted", "joined", "spoke")]
    state = walk(
        ANY,
        *TO_COMPANY,
        *taken,
        Next(),
        Next(),
        Next(),
        channel_class=channel_class,
    )
    assert state.ended == "handed_over"


def test_a_lost_line_is_held() -> None:
    assert "Do not hang up." in " ".join(screen(ANY, walk(ANY, ContactFact("lost"))).note)
    assert walk(ANY, ContactFact("lost"), Released(), Next()).ended == "released"


def test_it_gives_no_advice_of_its_own() -> None:
    assert any("advice" in one for one in ANY.limits.may_not)
    assert not any(effect.kind == "advise" for s in ANY.steps.values() for effect in s.do)
