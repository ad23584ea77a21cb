"""The difficult call: two warnings, a final notice, told, and only then ended by the agent."""

from __future__ import annotations

from itertools import pairwise

import pytest

from stayline_core.protocol import (
    Answer,
    Back,
    ContactFact,
    LadderFact,
    Next,
    Protocol,
    Skip,
    State,
    StepDue,
    Take,
    opening,
    screen,
)
from tests.core.protocol.shipped import CENTRE, pressed, shipped, walk, words

IRATE = shipped("irate-caller")
ABUSIVE = Take("abusive")
WARNED = (ABUSIVE, Next())
SETTLED = (Next(),) * 5
"""Greeted, listened, and through the three steps: is it settled?"""
CHANNELS = ("live", "chat", "written")


def test_greet_then_listen_then_the_issue_in_three_steps() -> None:
    shown = pressed(IRATE, "next", "next", "next", "next", "next", "resolved", "next")
    ways = ["greet", "listen", "issue", "clarify", "commit", "settled", "close", "done"]
    assert shown == ways
    assert [field for field, _ in screen(IRATE, walk(IRATE, Next())).observes] == [
        "issue_summary",
        "feelings",
    ]


@pytest.mark.covers("S2-25")
@pytest.mark.parametrize("channel_class", CHANNELS)
def test_the_end_is_offered_only_after_two_warnings_and_a_final_notice(channel_class: str) -> None:
    covers: list[tuple[str, ...]] = []
    events: tuple[object, ...] = ()
    for _ in range(4):
        state = walk(IRATE, *events, ABUSIVE, channel_class=channel_class)
        covers.append(IRATE.steps[state.step].covers)
        assert state.ended is None
        events = (*events, *WARNED)
    assert covers == [("warning",), ("warning",), ("final_notice",), ("closing",)]
    assert walk(IRATE, *events, channel_class=channel_class).ended == "terminated"


@pytest.mark.covers("S2-25")
def test_a_warning_that_was_not_said_does_not_count() -> None:
    assert walk(IRATE, ABUSIVE, ABUSIVE, ABUSIVE).step == "warn"
    assert walk(IRATE, ABUSIVE, Skip("They apologised"), ABUSIVE).step == "warn"
    state = walk(IRATE, *WARNED, ABUSIVE, Skip("They apologised"), ABUSIVE)
    assert state.step == "warn_again"


@pytest.mark.covers("S2-26")
def test_the_caller_is_told_before_it_ends() -> None:
    state = walk(IRATE, *WARNED, *WARNED, *WARNED, ABUSIVE)
    assert screen(IRATE, state).say == (
        "I'm ending our conversation now. You can contact us again when you are ready.",
    )
    assert state.ended is None
    before = {
        name
        for name, step in IRATE.steps.items()
        if "ended" in step.targets or "still_here" in step.targets
    }
    assert before == {"telling", "still_here"}


def test_between_warnings_the_agent_goes_on_helping() -> None:
    for count in (1, 2, 3):
        assert walk(IRATE, *WARNED * count).step == "listen"


@pytest.mark.covers("S2-21", "S2-22")
def test_a_supervisor_is_promised_politely_rung_and_waited_for() -> None:
    state = walk(IRATE, Take("connect"))
    shown = screen(IRATE, state)
    assert shown.say[0].startswith("Of course. I'll connect you with a supervisor")
    assert not shown.can_next
    assert state.help == "ringing"
    spoke = [LadderFact(what, "handoff") for what in ("accepted", "joined", "spoke")]
    assert walk(IRATE, Take("connect"), *spoke, Next()).ended == "handed_over"


def test_nobody_is_rung_for_anger_alone() -> None:
    began = opening(IRATE, channel_class="live")
    assert began.state.help == "none"
    assert not [one for one in began.emitted if one.kind == "raise_"]


def test_when_nobody_is_free_the_caller_chooses() -> None:
    waited = (Take("connect"), StepDue("connect"), Take("nobody_free"))
    assert screen(IRATE, walk(IRATE, *waited)).say[1].endswith("Which do you prefer?")
    assert walk(IRATE, *waited, Answer("route", "supervisor")).step == "connect"
    assert walk(IRATE, *waited, Answer("route", "none")).step == "close"


@pytest.mark.covers("S2-23")
def test_what_is_beyond_the_agent_goes_to_the_right_department() -> None:
    state = walk(IRATE, Next(), Next(), Take("elsewhere"), Answer("route", "right_department"))
    assert state.step == "department"
    assert "it goes to the right party or department" in " ".join(screen(IRATE, state).note)


@pytest.mark.covers("S2-29")
@pytest.mark.parametrize("route", ["quality_assurance", "specialised_resolution"])
def test_complaints_that_come_back_go_to_quality_assurance_or_a_specialised_team(
    route: str,
) -> None:
    state = walk(IRATE, *SETTLED, Answer("outcome", "not_resolved"), Answer("route", route))
    assert state.step == "specialised"
    told = {(effect.kind, effect.target) for effect in IRATE.steps[state.step].do}
    assert ("notify", "supervisor") in told


def test_a_threat_is_one_press_away_and_points_to_get_help() -> None:
    for at in ((), (Next(),), WARNED, (Take("connect"),), (ContactFact("lost"),)):
        assert ("threat", "They made a threat") in screen(IRATE, walk(IRATE, *at)).anytime
    state = walk(IRATE, *WARNED, *WARNED, Take("threat"))
    shown = screen(IRATE, state)
    assert "Press “Get help now”." in " ".join(shown.note)
    assert "Do not warn, and do not end the conversation." in " ".join(shown.note)
    assert not {"warning", "final_notice"} & set(IRATE.steps[state.step].covers)


@pytest.mark.covers("S2-27", "S2-31")
@pytest.mark.parametrize(
    "events",
    [
        (*WARNED * 4,),
        (ContactFact("lost"), Next()),
        (*SETTLED, Answer("outcome", "resolved"), Next()),
    ],
    ids=["ended", "left", "settled"],
)
def test_every_way_out_owes_the_record_of_the_agent(events: tuple[object, ...]) -> None:
    state = walk(IRATE, *events)
    assert state.ended in {"terminated", "recorded", "resolved"}
    assert state.obligations["record"] == "owed"
    (record,) = (one for one in IRATE.obligations if one.id == "record")
    assert (record.do.target, record.by) == ("call_record", "agent")


def test_a_caller_who_leaves_is_not_ended_by_anybody() -> None:
    last = (*WARNED * 3, ABUSIVE, ContactFact("lost"))
    assert walk(IRATE, *last, Next()).ended == "recorded"
    assert walk(IRATE, *last, ABUSIVE, Next()).step == "dropped"


@pytest.mark.covers("S4-42")
def test_the_questions_and_the_redirecting_words_are_there_in_the_everyday_flow() -> None:
    said = words(IRATE)
    assert "What would you like to see happen now?" in said
    assert "How can I assist you in resolving this?" in said
    notes = " ".join(screen(IRATE, walk(IRATE, Next(), Next())).note)
    assert all(one in notes for one in ("“regardless”", "“none the less”", "“be that as it may”"))


@pytest.mark.covers("S4-29", "S4-30", "S4-31", "S4-32")
def test_communicate_clarify_commit_run_in_order_and_lead_back() -> None:
    titles = [IRATE.steps[name].title or "" for name in THREE]
    assert [title.split(".")[0] for title in titles] == ["Communicate", "Clarify", "Commit"]
    for before, after in pairwise((*THREE, "settled")):
        assert IRATE.steps[before].targets == (after,)  # none is passed over
    fields = [
        [*screen(IRATE, _at(name)).observes, *screen(IRATE, _at(name)).asks] for name in THREE
    ]
    assert [found[0][0] for found in fields] == ["issues_addressed", "solutions", "commitment"]
    for name in (*THREE, "settled"):
        state = walk(IRATE, *_to(name), Take("focus"), Next())
        assert state.step == "issue"
    assert walk(IRATE, *_to("commit"), Back()).step == "clarify"
    unsettled = (*SETTLED, Answer("outcome", "not_resolved"))
    assert walk(IRATE, *unsettled, Answer("route", "unknown")).step == "listen"


@pytest.mark.covers("S2-7", "S2-8", "S2-9", "S2-12")
def test_it_opens_with_a_greeting_a_name_and_a_steady_voice() -> None:
    first = screen(IRATE, opening(IRATE, channel_class="live").state)
    assert first.say[0].startswith("Thank you for contacting {centre_name}.")
    assert "You are speaking with {agent_name}." in first.say[0]
    assert "Low voice, steady pace, whatever they do." in " ".join(first.note)
    assert "Listen without interrupting." in " ".join(screen(IRATE, _at("listen")).note)


THREE = ("issue", "clarify", "commit")
WAY = ("greet", "listen", *THREE, "settled")


def _to(name: str) -> tuple[Next, ...]:
    return (Next(),) * WAY.index(name)


def _at(name: str) -> State:
    return walk(IRATE, *_to(name))


def test_everything_it_notes_is_in_the_call_record() -> None:
    record = set(CENTRE.forms["call_record"])
    assert noted(IRATE) <= record


def noted(protocol: Protocol) -> set[str]:
    return {item.field for step in protocol.steps.values() for item in (*step.asks, *step.observes)}
