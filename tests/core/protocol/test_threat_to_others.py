"""A threat to somebody else: who, where, when; the family counts; nobody is warned by itself."""

from __future__ import annotations

import pytest

from stayline_core.protocol import (
    Answer,
    ContactFact,
    LadderFact,
    Next,
    Released,
    StepDue,
    Take,
    screen,
)
from tests.core.protocol.shipped import LOADED, pressed, shipped, walk

THREAT = shipped("threat-to-others")
CALM_SO_FAR = (Next(), Answer("safety.in_danger_now", "no"), Next())
TO_THE_MEANS = (*CALM_SO_FAR, Answer("target.kind", "public"))


def test_it_takes_the_words_as_meant_and_asks_about_danger_then_who_where_and_when() -> None:
    assert pressed(THREAT, "next", "no", "next") == ["acknowledge", "danger_now", "who", "against"]
    who = screen(THREAT, walk(THREAT, *CALM_SO_FAR[:2]))
    assert [field for field, _ in who.asks] == ["target.who", "target.place", "target.time"]
    assert who.can_next


@pytest.mark.covers("S1-4")
def test_a_threat_to_their_own_family_runs_the_same_way_and_asks_who_is_near() -> None:
    state = walk(THREAT, *CALM_SO_FAR, Answer("target.kind", "own_family"))
    assert state.step == "family"
    assert "safety" in THREAT.steps["family"].covers
    for value, then in (("yes", "near"), ("refused", "near"), ("no", "within_reach")):
        after = walk(
            THREAT,
            *CALM_SO_FAR,
            Answer("target.kind", "own_family"),
            Answer("safety.others_at_risk", value),
        )
        assert after.step == then
    notes = " ".join(screen(THREAT, walk(THREAT)).note)
    assert "A threat to their own family counts the same" in notes


@pytest.mark.parametrize("value", ["agent", "staff", "site"])
def test_an_agent_who_is_threatened_may_step_away(value: str) -> None:
    state = walk(THREAT, *CALM_SO_FAR, Answer("target.kind", value))
    assert state.step == "at_you"
    assert "You may step away at any time." in " ".join(screen(THREAT, state).note)
    assert "at_you" in THREAT.anytime


@pytest.mark.parametrize(
    "events",
    [
        (Next(), Answer("safety.in_danger_now", "yes")),
        (*TO_THE_MEANS, Answer("safety.means_at_hand", "yes")),
        (Take("help_now"),),
    ],
    ids=["danger", "within reach", "one press"],
)
def test_a_stated_danger_sends_help_and_raises_the_level(events: tuple[object, ...]) -> None:
    state = walk(THREAT, *events)
    assert (state.step, state.level) == ("help_now", "L0")
    done = {(effect.kind, effect.target) for effect in THREAT.steps["help_now"].do}
    assert ("dispatch", "emergency_services") in done


@pytest.mark.parametrize("value", ["caller_did_not_say", "refused", "unknown"])
def test_no_answer_sends_nobody_and_reassures_nobody(value: str) -> None:
    state = walk(THREAT, Next(), Answer("safety.in_danger_now", value))
    assert state.step == "unsure"
    state = walk(THREAT, *TO_THE_MEANS, Answer("safety.means_at_hand", value))
    assert state.step == "reach_unknown"


def test_a_weapon_that_was_spoken_of_is_told_to_the_supervisor_never_asked_for() -> None:
    far = (*TO_THE_MEANS, Answer("safety.means_at_hand", "no"))
    state = walk(THREAT, *far, Answer("weapon_mentioned", "yes"))
    assert state.step == "told"
    assert ("notify", "supervisor") in {(e.kind, e.target) for e in THREAT.steps["told"].do}
    assert screen(THREAT, walk(THREAT, *far)).asks == ()


def test_nothing_goes_to_whoever_is_threatened_and_the_record_of_them_is_owed() -> None:
    effects = {
        (effect.kind, effect.target)
        for step in THREAT.steps.values()
        for effect in (*step.do, *(step.otherwise.do if step.otherwise else ()))
    }
    assert {kind for kind, _ in effects} == {"notify", "set_level", "raise_", "dispatch"}
    assert {target for kind, target in effects if kind == "notify"} == {"supervisor"}
    (people,) = (one for one in THREAT.obligations if one.id == "people")
    assert (people.do.kind, people.do.target, people.by) == ("file", "people_at_risk", "receiver")


@pytest.mark.covers("S1-6")
def test_the_de_escalation_aid_is_named_as_optional() -> None:
    far = (*TO_THE_MEANS, Answer("safety.means_at_hand", "no"), Answer("weapon_mentioned", "no"))
    notes = " ".join(screen(THREAT, walk(THREAT, *far)).note)
    assert "The de-escalation aid may help, opened beside this. It is optional." in notes


@pytest.mark.covers("S2-28")
def test_there_is_no_way_to_warn_the_caller_off_or_to_end_it() -> None:
    covered = {aspect for step in THREAT.steps.values() for aspect in step.covers}
    assert not {"warning", "final_notice"} & covered
    assert {step.end for step in THREAT.steps.values()} == {None, "released", "handed_over"}
    assert "keep_contact_open" in THREAT.duties


def test_a_lost_line_is_held_and_the_supervisor_decides() -> None:
    state = walk(THREAT, Next(), ContactFact("lost"))
    notes = " ".join(screen(THREAT, state).note)
    assert "Do not hang up." in notes
    assert "Your supervisor decides on calling back, from another line" in notes
    sent = (ContactFact("lost"), StepDue("lost"), Take("decide"))
    assert walk(THREAT, *sent, Answer("safety.help_decision", "send")).step == "help_now"
    assert walk(THREAT, *sent, Answer("safety.help_decision", "not_now")).step == "lost"
    assert walk(THREAT, ContactFact("lost"), Released(), Next()).ended == "released"


def test_a_whole_contact_is_handed_over_after_safety_is_recorded() -> None:
    spoke = [LadderFact(what, "crisis") for what in ("accepted", "joined", "spoke")]
    state = walk(
        THREAT,
        *TO_THE_MEANS,
        Answer("safety.means_at_hand", "no"),
        Answer("weapon_mentioned", "no"),
        Next(),
        *spoke,
        Next(),
        Next(),
        Next(),
    )
    assert state.ended == "handed_over"
    assert {"report", "people", "manager", "care"} <= set(state.obligations)


def test_its_document_has_no_faults() -> None:
    assert LOADED["threat-to-others"].findings == ()
