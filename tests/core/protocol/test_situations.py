"""Procedures for a situation: what each must never do, and what it must."""

from __future__ import annotations

import pytest

from stayline_core.protocol import Answer, ContactFact, LadderFact, Next, StepDue, Take, screen
from stayline_core.protocol.language import SILENCES
from tests.core.protocol.shipped import SOURCES, shipped, walk, words

SITUATIONS = {
    name: shipped(name).situation for name in sorted(SOURCES) if shipped(name).situation is not None
}
THIRD = shipped("self-harm-third-party")
ITEM = shipped("suspicious-item")
CALLER = shipped("caller-emergency")
HERE = shipped("person-in-building")
LEAD = shipped("supervisor-escalation")
SPOKE = [LadderFact(what, "crisis") for what in ("accepted", "joined", "spoke")]


def test_each_situation_has_one_procedure() -> None:
    assert len(set(SITUATIONS.values())) == len(SITUATIONS)
    assert {"third_party", "suspicious_item", "person_in_building", "taken_over"} <= set(
        SITUATIONS.values()
    )


# ── worried about somebody else ──


@pytest.mark.parametrize("value", SILENCES[:-1])
def test_no_silence_of_a_third_party_sends_anybody_to_look_in(value: str) -> None:
    opened = (Next(), Answer("safety.in_danger_now", value))
    assert walk(THIRD, *opened).step == "opening/unsure"
    state = walk(THIRD, Next(), Answer("safety.in_danger_now", "no"))
    assert state.step == "opening/already"
    sends = {step.name for step in THIRD.steps.values() if step.dispatches}
    assert sends == {"help_now"}


def test_a_check_on_somebody_is_the_supervisors_recorded_decision() -> None:
    ways = {
        (step.name, value)
        for step in THIRD.steps.values()
        for value, target in (step.answers or {}).items()
        if target == "help_now"
    }
    assert ways == {
        ("opening/danger_now", "yes"),
        ("opening/already", "yes"),
        ("check_on", "send"),
        ("decide", "send"),
    }


def test_whoever_worries_is_asked_how_they_are() -> None:
    assert "third.caller_safe" in {ask.field for ask in THIRD.steps["you"].asks}
    assert THIRD.steps["you"].way("no") == "you_too"
    assert THIRD.steps["you"].way("unknown") == "you_unsaid"
    for name in ("you_too", "you_unsaid"):
        assert [(one.kind, one.target) for one in THIRD.steps[name].do] == [
            ("notify", "supervisor")
        ]


# ── an item ──


def test_signs_of_an_item_are_noticed_and_never_asked_for() -> None:
    asked = {ask.field for step in ITEM.steps.values() for ask in step.asks}
    assert not {"item.signs", "item.threat_made"} & asked
    assert "look inside" not in words(ITEM).lower()


def test_nobody_is_rung_near_an_item() -> None:
    state = walk(ITEM, ContactFact("lost"))
    assert state.step == "lost"
    assert not screen(ITEM, state).say
    assert all("call_back" not in step.covers for step in ITEM.steps.values())


# ── an emergency ──


def test_the_place_is_asked_before_anything_else() -> None:
    assert [ask.field for ask in CALLER.steps[CALLER.start].asks] == ["safety.location"]


def test_gas_leads_to_its_own_line_and_calls_nobody_by_itself() -> None:
    here = (Answer("safety.location", "answered"), Answer("safety.in_danger_now", "no"))
    state = walk(CALLER, *here, Answer("event.kind", "gas"))
    assert not CALLER.steps["gas"].dispatches
    assert screen(CALLER, state).title == "A smell of gas"
    assert "gas network has an emergency line" in " ".join(CALLER.steps["gas"].note)
    for kind in ("fire", "medical", "crime"):
        assert CALLER.steps[kind].dispatches, kind


@pytest.mark.parametrize("value", SILENCES[:-1])
def test_somebody_who_may_be_hiding_is_treated_as_hiding(value: str) -> None:
    assert CALLER.steps["crime"].way(value) == "quietly"


# ── here ──


def test_no_word_is_spoken_until_it_is_known_that_they_can_speak() -> None:
    for events in (
        (),
        (Answer("building.can_speak", "silent"),),
        (Answer("building.can_speak", "unknown"),),
        (Answer("building.can_speak", "silent"), Next()),
        (Take("silent"), Next()),
        (StepDue("free"), Take("presumed")),
        (LadderFact("accepted", "crisis"), Take("introduce"), Next()),
    ):
        shown = screen(HERE, walk(HERE, *events))
        assert not shown.say, events
        assert not shown.asks, events


def test_pressing_nothing_tells_people_and_calls_nobody() -> None:
    clock = HERE.steps["free"]
    assert clock.within is not None
    assert clock.within.live == 15
    assert clock.otherwise is not None
    assert {(one.kind, one.target) for one in clock.otherwise.do} == {
        ("notify", "supervisor"),
        ("raise_", "management"),
    }
    assert not HERE.steps["presumed"].dispatches
    assert HERE.steps["silent"].dispatches


# ── whoever took over ──


@pytest.mark.covers("S1-83")
def test_the_supervisors_part_says_that_its_text_is_missing_and_decides_by_name() -> None:
    assert b"MISSING FROM THE SOURCE" in SOURCES["supervisor-escalation"]
    assert any("its text is missing" in one for one in LEAD.sources)
    noted = {item.field for step in LEAD.steps.values() for item in step.observes}
    assert {"lead.conflict", "safety.help_decision", "lead.call_back", "lead.agent_released"} <= (
        noted
    )


def test_a_conflict_of_interest_brings_a_manager_and_the_next_begins_at_reading() -> None:
    state = walk(LEAD, Answer("lead.conflict", "yes"))
    assert state.step == "step_back"
    assert ("raise_", "management") in {
        (one.kind, one.target) for one in LEAD.steps["step_back"].do
    }
    assert LEAD.steps["step_back"].next == LEAD.start
    assert LEAD.steps["read"].way("unknown") == "joining"


def test_it_is_introduced_before_anything_is_asked() -> None:
    state = walk(LEAD, Answer("lead.conflict", "no"), *SPOKE[:2], Next())
    assert state.step == "introduce"
    assert not screen(LEAD, state).can_next
    assert not [step for step in ("read", "joining", "introduce") if LEAD.steps[step].asks]
