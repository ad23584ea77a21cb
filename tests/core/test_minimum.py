"""The minimum-safe path: it fits every harm, ends with a person, and says what it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stayline_core.minimum import BUILT_IN, MINIMUM_AID, MINIMUM_SAFE
from stayline_core.protocol import (
    CENTRE_NAMES,
    Answer,
    Catalogue,
    ContactFact,
    Event,
    LadderFact,
    Next,
    Released,
    Skip,
    State,
    StepDue,
    Take,
    apply,
    check,
    opening,
    screen,
)
from stayline_core.protocol.language import CLASS_OF_CHANNEL, HARMS
from stayline_core.protocol.load import Loaded
from stayline_core.protocol.reading import Positions

PLAYBOOK = Path(__file__).parents[2] / "src/stayline/playbook"
CENTRE = Catalogue.from_documents(
    {file.stem: json.loads(file.read_bytes()) for file in (PLAYBOOK / "forms").glob("*.json")},
    {file.stem: file.read_bytes() for file in (PLAYBOOK / "ladders").glob("*.yaml")},
    CENTRE_NAMES,
)
KNOWN = {
    "C01": "what one harm alone needs is the business of its own protocol",
    "C06": "code has no date of review: it is reviewed with every change",
    "C09": "what one harm alone must find out is the business of its own protocol",
    "H28": "the record of people at risk is owed by the engine, whatever guides",
}
"""What the checker says of it, each with the reason why it stands."""


def walk(*events: Event, channel: str = "live") -> State:
    state = opening(MINIMUM_SAFE, channel_class=channel).state
    for event in events:
        outcome = apply(MINIMUM_SAFE, state, event)
        assert outcome.refused is None, (state.step, event, outcome.refused)
        state = outcome.state
    return state


@pytest.mark.covers("S0-15")
def test_every_state_of_it_is_safe() -> None:
    result = check(Loaded("minimum.py", MINIMUM_SAFE, (), Positions()), catalogue=CENTRE)
    assert {one.code for one in result.findings} == set(KNOWN), result.findings
    assert (result.first_ring_s, result.everyone_rung_s, result.longest_silence_s) == (0, 60, 20)


@pytest.mark.covers("S0-15")
def test_it_serves_every_harm_on_every_channel() -> None:
    assert set(MINIMUM_SAFE.handles) >= set(HARMS) - {"abusive_language", "supervisor_demand"}
    assert set(MINIMUM_SAFE.channels) == set(CLASS_OF_CHANNEL)


@pytest.mark.covers("S0-15")
def test_no_screen_is_blank_and_each_says_what_it_is() -> None:
    screens = [step for step in MINIMUM_SAFE.steps.values() if not step.branch and not step.end]
    for step in screens:
        assert step.title
        assert any("minimum-safe path, built into Stayline" in note for note in step.note)
        assert step.say or step.asks or len(step.note) > 1


@pytest.mark.parametrize("channel", ["live", "chat", "written", "none"])
def test_emergency_services_are_one_press_from_the_first_screen(channel: str) -> None:
    state = walk(channel=channel)
    shown = screen(MINIMUM_SAFE, state)
    assert ("help_now", "Call emergency services") in shown.anytime
    pressed = apply(MINIMUM_SAFE, state, Take("help_now"))
    assert ("dispatch", "emergency_services") in [(one.kind, one.target) for one in pressed.emitted]
    assert pressed.state.level == "L0"


def test_only_a_stated_danger_asks_for_emergency_services() -> None:
    assert walk(Next(), Answer("safety.in_danger_now", "yes")).step == "help_now"
    assert walk(Next(), Answer("safety.in_danger_now", "no")).step == "company"
    for silence in ("caller_did_not_say", "refused", "unknown"):
        state = walk(Next(), Answer("safety.in_danger_now", silence))
        assert state.step == "unsure"
        assert not MINIMUM_SAFE.steps["unsure"].dispatches


def test_nobody_coming_calls_everyone_and_keeps_the_agent_company() -> None:
    state = walk(Next(), Answer("safety.in_danger_now", "no"))
    late = apply(MINIMUM_SAFE, state, StepDue("company"))
    assert ("raise_", "management") in [(one.kind, one.target) for one in late.emitted]
    assert late.state.step == "company"
    alone = apply(MINIMUM_SAFE, late.state, Take("alone")).state
    assert alone.step == "alone"
    assert apply(MINIMUM_SAFE, alone, Next()).state.step == "safe_now"


def test_it_ends_when_safety_is_known_and_a_person_has_spoken() -> None:
    spoke = [LadderFact(what, "crisis") for what in ("accepted", "joined", "spoke")]
    state = walk(Next(), Answer("safety.in_danger_now", "no"), *spoke, Next(), Next())
    assert state.ended == "handed_over"


def test_without_an_answer_it_comes_back_to_the_question() -> None:
    spoke = [LadderFact(what, "crisis") for what in ("accepted", "joined", "spoke")]
    state = walk(Next(), Skip("They talk of something else."), Next(), *spoke, Next(), Next())
    assert (state.step, state.ended) == ("safe_now", None)


def test_a_lost_line_is_held_and_nobody_is_told_to_call_back() -> None:
    state = walk(Next(), ContactFact("lost"))
    assert state.step == "lost"
    shown = screen(MINIMUM_SAFE, state)
    assert any("do not call back" in note for note in shown.note)
    assert walk(Next(), ContactFact("lost"), Released(), Next()).ended == "released"
    back = walk(Next(), ContactFact("lost"), ContactFact("open"))
    assert "keep_talking" in {way.step for way in screen(MINIMUM_SAFE, back).offers} | {back.step}


def test_a_report_is_owed_by_the_receiver_after_the_contact_never_by_the_agent() -> None:
    owed = {one.id: one for one in MINIMUM_SAFE.obligations}
    assert (owed["report"].by, owed["report"].from_) == ("receiver", "contact_ended")
    assert (owed["care"].do.kind, owed["care"].do.target) == ("start", "aftercare")
    assert all(one.by != "agent" for one in owed.values())


AID_KNOWN = {
    "C01": "it warns nobody: without a certified procedure nobody ends a contact by warnings",
    "C06": "code has no date of review: it is reviewed with every change",
}


def test_the_minimum_aid_is_safe_and_ends_nothing_by_warnings() -> None:
    result = check(Loaded("minimum.py", MINIMUM_AID, (), Positions()), catalogue=CENTRE)
    form_not_shipped = {"S08"} if "call_record" not in CENTRE.forms else set()
    assert {one.code for one in result.findings} == set(AID_KNOWN) | form_not_shipped
    assert not any(step.end == "terminated" for step in MINIMUM_AID.steps.values())
    assert "keep_contact_open" not in MINIMUM_AID.duties
    assert (MINIMUM_AID.level, set(MINIMUM_AID.handles)) == (
        "L3",
        {"abusive_language", "supervisor_demand"},
    )


def test_in_the_minimum_aid_a_supervisor_is_one_press_away() -> None:
    state = opening(MINIMUM_AID, channel_class="live").state
    pressed = apply(MINIMUM_AID, state, Take("connect"))
    assert ("raise_", "crisis") in [(one.kind, one.target) for one in pressed.emitted]
    calm = apply(MINIMUM_AID, apply(MINIMUM_AID, state, Next()).state, Next()).state
    assert calm.ended == "resolved"
    left = apply(MINIMUM_AID, state, ContactFact("lost")).state
    assert left.step == "lost"


def test_what_is_built_in_is_found_by_the_name_a_run_keeps() -> None:
    assert {name: one.id for name, one in BUILT_IN.items()} == {
        "minimum-safe": "minimum-safe",
        "minimum-aid": "minimum-aid",
    }
