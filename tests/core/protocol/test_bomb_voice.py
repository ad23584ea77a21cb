"""A bomb threat by voice: where and when first, nothing noticed is asked, nobody hangs up."""

from __future__ import annotations

import pytest

from stayline_core.protocol import (
    Answer,
    Back,
    ContactFact,
    EndContact,
    LadderFact,
    Next,
    Released,
    StepDue,
    Take,
    apply,
    opening,
    screen,
)
from tests.core.protocol.shipped import CENTRE, pressed, shipped, walk, words

BOMB = shipped("bomb-voice")
SHEET = ("bomb.voice", "bomb.background", "bomb.sex")


def test_the_first_questions_are_where_and_when() -> None:
    assert pressed(BOMB, "next", "next", "next") == ["opening", "where_when", "more", "sheet/sheet"]
    first = screen(BOMB, walk(BOMB, Next()))
    assert [field for field, _ in first.asks][:2] == ["bomb.where", "bomb.when"]
    assert screen(BOMB, walk(BOMB)).asks == ()


def test_where_and_when_can_both_be_left_and_asked_again() -> None:
    state = walk(BOMB, Next(), Answer("bomb.where", "caller_did_not_say"), Next(), Back())
    assert state.step == "where_when"
    assert state.answers["bomb.where"].value == "caller_did_not_say"


@pytest.mark.covers("S1-58", "S1-59")
def test_what_is_only_noticed_is_never_asked_aloud() -> None:
    sheet = screen(BOMB, walk(BOMB, Next(), Next(), Next()))
    assert set(SHEET) <= {field for field, _ in sheet.observes}
    assert all(question is None for _, question in sheet.observes)
    assert sheet.say == ()
    asked = {ask.field for step in BOMB.steps.values() for ask in step.asks}
    observed = {item.field for step in BOMB.steps.values() for item in step.observes}
    assert not asked & observed
    for field in asked | observed:
        spec = CENTRE.field(field)
        assert spec is not None, field
        assert spec.kind != ("observe" if field in asked else "ask"), field


def test_the_other_questions_hold_the_whole_list_and_need_no_answer() -> None:
    more = screen(BOMB, walk(BOMB, Next(), Next()))
    assert len(more.asks) == 10
    assert more.can_next
    assert more.can_skip
    assert "Why is this happening?" in words(BOMB)


def test_the_police_are_asked_for_at_once_by_a_colleague_from_another_telephone() -> None:
    began = opening(BOMB, channel_class="live")
    assert ("dispatch", "emergency_services") in {(e.kind, e.target) for e in began.emitted}
    notes = " ".join(screen(BOMB, began.state).note)
    assert "a colleague, who calls the police from another telephone" in notes


@pytest.mark.covers("S1-40")
def test_a_caller_who_hangs_up_leaves_the_line_held_and_nobody_calls_back() -> None:
    state = walk(BOMB, ContactFact("lost"))
    shown = screen(BOMB, state)
    assert shown.title == "Do not hang up. Keep the line."
    assert not shown.can_next
    assert "Nobody calls the caller." in " ".join(shown.note)
    assert "1471 or *57 only once the police or telecoms security agree" in " ".join(shown.note)
    assert set(SHEET) <= {field for field, _ in shown.observes}
    held = walk(BOMB, ContactFact("lost"), StepDue("lost"), Take("held"), Next())
    assert held.step == "lost"
    assert walk(BOMB, ContactFact("lost"), Released(), Next()).ended == "released"


def test_no_step_covers_calling_back() -> None:
    assert not any("call_back" in step.covers for step in BOMB.steps.values())


def test_leaving_the_building_is_for_the_site_and_the_police() -> None:
    state = walk(BOMB, Next(), Take("leaving"))
    shown = screen(BOMB, state)
    assert "The site's management and the police decide, not you." in " ".join(shown.note)
    assert shown.say == ()


def test_the_agent_cannot_end_it() -> None:
    state = walk(BOMB)
    refused = apply(BOMB, state, EndContact("agent", "they hung up")).refused
    assert refused is not None
    assert refused.code == "incidents.run.kept_open"


def test_a_whole_call_is_handed_over_once_safety_is_recorded() -> None:
    far = (
        Next(),
        Answer("bomb.where", "answered", text="The depot, first floor"),
        Answer("safety.others_at_risk", "yes"),
        Next(),
        Next(),
        Next(),
        LadderFact("accepted", "crisis"),
        Next(),
        LadderFact("joined", "crisis"),
        LadderFact("spoke", "crisis"),
        Next(),
    )
    state = walk(BOMB, *far)
    assert state.ended == "handed_over"
    assert state.level == "L0"
    assert {"report", "people", "manager", "care"} <= set(state.obligations)
    silent = [e for e in far if getattr(e, "field", "") != "safety.others_at_risk"]
    assert walk(BOMB, *silent).step == "where_when"


def test_the_sheet_is_one_press_away_and_leads_back_to_the_first_questions() -> None:
    for at in ((), (Next(),), (ContactFact("lost"),)):
        assert dict(screen(BOMB, walk(BOMB, *at)).anytime)["noting/sheet"]
    assert walk(BOMB, Take("noting/sheet"), Next()).step == "where_when"
    assert walk(BOMB, Take("noting/sheet"), Back()).step == "opening"
