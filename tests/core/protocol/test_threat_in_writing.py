"""A threat in writing: kept as it is, answered by nobody until a colleague has taken it over."""

from __future__ import annotations

from stayline_core.protocol import Answer, LadderFact, Next, Take, clocks, screen
from tests.core.protocol.shipped import shipped, walk

LETTER = shipped("threat-in-writing")
SPOKE = [LadderFact(what, "crisis") for what in ("accepted", "joined", "spoke")]
NOT_SAID = (Next(), Answer("safety.in_danger_now", "unknown"), Next(), Next())


def test_it_serves_writing_alone_and_every_threat_but_a_bomb() -> None:
    assert LETTER.classes == ("written",)
    assert {"self_harm", "violence", "abuse_disclosure"} <= set(LETTER.handles)
    assert "bomb" not in LETTER.handles
    assert {"written", "chat"} == set(shipped("bomb-in-writing").classes)


def test_nothing_is_asked_or_answered_before_a_colleague_has_taken_it_over() -> None:
    for step in LETTER.steps.values():
        assert not step.asks
        assert not step.say or step.name == "reply"
    waiting = walk(LETTER, *NOT_SAID, channel_class="written")
    assert waiting.step == "company"
    assert not screen(LETTER, waiting).can_next
    waiting = walk(LETTER, *NOT_SAID, *SPOKE[:1], Next(), channel_class="written")
    assert waiting.step == "hand_over"
    assert not screen(LETTER, waiting).can_next
    taken = walk(LETTER, *NOT_SAID, *SPOKE, Next(), Next(), channel_class="written")
    assert taken.step == "reply"
    assert screen(LETTER, taken).say


def test_it_is_kept_as_it_is() -> None:
    notes = " ".join(screen(LETTER, walk(LETTER, channel_class="written")).note)
    assert "Do not answer, delete, forward or tidy it." in notes
    parcel = walk(LETTER, Take("parcel"), channel_class="written")
    assert screen(LETTER, parcel).title == "Do not touch or move it"


def test_what_is_not_said_reassures_nobody_and_a_stated_danger_sends_help() -> None:
    state = walk(LETTER, *NOT_SAID[:2], channel_class="written")
    assert state.step == "unsure"
    danger = (Next(), Answer("safety.in_danger_now", "yes"))
    state = walk(LETTER, *danger, channel_class="written")
    assert (state.step, state.level) == ("help_now", "L0")


def test_its_clocks_are_those_of_writing() -> None:
    clock = clocks(LETTER, walk(LETTER, Next(), channel_class="written"))
    assert clock is not None
    assert clock.total_s == 600


def test_it_ends_when_somebody_has_taken_it_over_and_safety_is_recorded() -> None:
    whole = (*NOT_SAID, *SPOKE, Next(), Next(), Next(), Next())
    state = walk(LETTER, *whole, channel_class="written")
    assert state.ended == "handed_over"
    assert {"report", "people", "manager", "care"} <= set(state.obligations)
