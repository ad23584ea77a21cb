"""Runs that change hands: parked, resumed, taken over, and locked by a threat."""

from __future__ import annotations

import pytest

from stayline_core.minimum import MINIMUM_AID, MINIMUM_SAFE
from stayline_core.protocol import (
    Answer,
    Back,
    ContactFact,
    Dispatched,
    EndContact,
    Event,
    LadderFact,
    Next,
    Opened,
    OpenedInError,
    Outcome,
    Parked,
    Protocol,
    Released,
    Resumed,
    Skip,
    State,
    SwitchedIn,
    Take,
    ThreatStands,
    apply,
    begin,
    clocks,
    event_from_json,
    event_to_json,
    facts_to_take,
    opening,
    replay,
    screen,
)

STANDS = ThreatStands(level="L1", ladder="crisis")


def walk(protocol: Protocol, *events: Event, first: Opened | SwitchedIn | None = None) -> Outcome:
    outcome = begin(protocol, first or Opened())
    for event in events:
        outcome = apply(protocol, outcome.state, event)
    return outcome


def raised(outcome: Outcome) -> list[str]:
    return [one.target for one in outcome.emitted if one.kind == "raise_"]


def test_a_parked_run_keeps_its_step_and_its_clock_stands_still() -> None:
    before = walk(MINIMUM_SAFE, Next(), Answer("safety.in_danger_now", "no", at_s=5.0)).state
    assert before.step == "company"
    parked = apply(MINIMUM_SAFE, before, Parked(at_s=25.0)).state
    assert (parked.step, parked.sequence) == ("company", before.sequence + 1)
    resumed = apply(MINIMUM_SAFE, parked, Resumed(at_s=500.0)).state
    clock = clocks(MINIMUM_SAFE, resumed)
    assert clock is not None
    assert (clock.spent_s, clock.due_s) == (20.0, 540.0)
    assert resumed.step == "company"


def test_a_run_parked_twice_counts_only_its_own_time() -> None:
    state = walk(MINIMUM_SAFE, Next(), Answer("safety.in_danger_now", "no")).state
    for parked_at, resumed_at in ((10.0, 100.0), (115.0, 300.0)):
        state = apply(MINIMUM_SAFE, state, Parked(at_s=parked_at)).state
        state = apply(MINIMUM_SAFE, state, Resumed(at_s=resumed_at)).state
    assert dict(state.spent) == {"keep_talking": 0.0, "safe_now": 0.0, "company": 25.0}


def test_a_press_on_the_screen_of_before_is_stale_and_nothing_is_undone_across_it() -> None:
    state = walk(MINIMUM_SAFE, Next()).state
    resumed = walk(MINIMUM_SAFE, Next(), Parked(), Resumed()).state
    stale = apply(MINIMUM_SAFE, resumed, Next(expected=state.sequence))
    assert stale.refused is not None
    assert stale.refused.code == "incidents.run.stale"
    undo = apply(MINIMUM_SAFE, resumed, Back())
    assert undo.refused is not None


def test_a_resumed_run_knows_what_happened_without_it() -> None:
    event = Resumed(
        help="joined",
        level="L0",
        answers={"safety.location": "answered"},
        texts={"safety.location": "At the mill"},
        facts=("dispatched", "threat_stands", "helped_by:handoff", "nonsense"),
    )
    outcome = walk(MINIMUM_SAFE, Parked(), event)
    state = outcome.state
    assert (state.help, state.level) == ("joined", "L0")
    assert state.answers["safety.location"].text == "At the mill"
    assert state.holds("safety_recorded")
    assert state.facts >= {"dispatched", "helped_by:handoff"}
    assert not state.facts & {"nonsense", "threat_stands"}
    assert state.obligations["arrived"] == "owed"
    spoke = apply(MINIMUM_SAFE, state, LadderFact("spoke", "handoff")).state
    assert spoke.help == "spoke"


def test_whoever_was_lost_meanwhile_moves_a_resumed_run_to_its_handler() -> None:
    lost = walk(MINIMUM_SAFE, Parked(), Resumed(help="spoke", contact="lost")).state
    assert (lost.step, lost.contact, lost.help) == ("lost", "lost", "joined")
    back = walk(MINIMUM_SAFE, ContactFact("lost"), Parked(), Resumed(contact="open")).state
    assert [one.event for one in back.offers] == ["contact_resumed"]


@pytest.mark.parametrize("reached", ["accepted", "joined", "spoke"])
def test_a_ladder_that_somebody_took_does_not_ring_again_when_a_run_takes_over(
    reached: str,
) -> None:
    taken = walk(MINIMUM_SAFE, first=SwitchedIn(help=reached))
    assert raised(taken) == []
    assert "raised:crisis" in taken.state.triggered
    for nobody in ("none", "ringing"):
        assert raised(walk(MINIMUM_SAFE, first=SwitchedIn(help=nobody))) == ["crisis"]


def test_what_was_released_before_a_run_takes_over_is_over_for_it_too() -> None:
    outcome = walk(MINIMUM_SAFE, first=SwitchedIn(facts=("released", "dispatched")))
    assert outcome.state.obligations["report"] == "owed"
    report = next(one for one in outcome.emitted if one.target == "report")
    assert report.starts == "now"
    assert outcome.state.obligations["arrived"] == "owed"


@pytest.mark.parametrize(
    "command", [Next(), Skip("x"), Take("connect"), Back(), Answer("feelings", "answered")]
)
def test_a_threat_locks_a_difficult_call(command: Event) -> None:
    before = walk(MINIMUM_AID, STANDS).state
    outcome = apply(MINIMUM_AID, before, command)
    assert outcome.refused is not None
    assert outcome.refused.code == "incidents.run.locked"
    assert outcome.state.step == "listen"
    shown = screen(MINIMUM_AID, before)
    assert shown.locked
    assert (shown.can_next, shown.can_back, shown.can_skip) == (False, False, False)
    assert shown.anytime == ()


def test_an_answer_is_kept_though_the_run_is_locked() -> None:
    outcome = walk(MINIMUM_AID, STANDS, Answer("feelings", "answered", text="Furious"))
    assert outcome.state.answers["feelings"].text == "Furious"


@pytest.mark.parametrize(
    "command",
    [EndContact(by="supervisor", reason="x"), OpenedInError(by="supervisor", reason="x")],
)
def test_the_lock_binds_no_supervisor(command: Event) -> None:
    assert walk(MINIMUM_AID, STANDS, command).refused is None


def test_a_procedure_for_a_threat_is_not_locked_by_another_threat() -> None:
    outcome = walk(MINIMUM_SAFE, ThreatStands(level="L0", ladder="crisis"))
    assert not screen(MINIMUM_SAFE, outcome.state).locked
    assert outcome.state.level == "L0"
    assert apply(MINIMUM_SAFE, outcome.state, Next()).refused is None


def test_the_lock_opens_when_the_run_is_taken_up_again() -> None:
    assert walk(MINIMUM_AID, STANDS, Parked(), Resumed(), Next()).refused is None


def test_a_threat_rings_its_own_ladder_which_then_brings_help() -> None:
    rang = walk(MINIMUM_AID, ThreatStands(level="L1", ladder="other_ladder"))
    assert raised(rang) == ["other_ladder"]
    assert rang.state.help == "ringing"
    accepted = apply(MINIMUM_AID, rang.state, LadderFact("accepted", "other_ladder")).state
    assert accepted.help == "accepted"
    strange = apply(MINIMUM_AID, rang.state, LadderFact("accepted", "management")).state
    assert strange.help == "ringing"


def test_it_rings_beside_who_comes_at_leisure_and_not_beside_who_is_there() -> None:
    coming = walk(MINIMUM_AID, Take("connect"), LadderFact("accepted", "crisis"), STANDS)
    assert raised(coming) == ["crisis"]
    there = walk(MINIMUM_AID, Take("connect"), LadderFact("spoke", "crisis"), STANDS)
    assert raised(there) == []
    crisis = walk(MINIMUM_SAFE, LadderFact("accepted", "crisis"), STANDS)
    assert raised(crisis) == []


def test_what_a_run_gives_to_the_next_one() -> None:
    state = walk(MINIMUM_SAFE, Dispatched(), Released()).state
    assert facts_to_take(MINIMUM_SAFE, state) == (
        "dispatched",
        "helped_by:crisis",
        "outward_offered",
        "released",
    )
    assert facts_to_take(MINIMUM_AID, opening(MINIMUM_AID, channel_class="live").state) == ()


@pytest.mark.parametrize(
    "event",
    [
        Parked(at_s=1.5),
        STANDS,
        Resumed(help="joined", answers={"a": "answered"}, texts={"a": "b"}, facts=("released",)),
        SwitchedIn(answers={"a": "yes"}, facts=("dispatched",)),
    ],
)
def test_events_are_read_back_as_they_were_written(event: Event) -> None:
    assert event_from_json(event_to_json(event)) == event


def test_an_old_log_of_a_run_that_was_switched_in_is_still_read() -> None:
    data = event_to_json(SwitchedIn(help="accepted"))
    del data["texts"], data["facts"]
    state = replay(MINIMUM_SAFE, [event_from_json(data)])
    assert isinstance(state, State)
    assert state.help == "accepted"
