"""A bomb threat in writing: kept as it is; only in a chat is anything written to the sender."""

from __future__ import annotations

from stayline_core.protocol import Answer, ContactFact, LadderFact, Next, opening, screen
from tests.core.protocol.shipped import shipped, walk

BOMB = shipped("bomb-in-writing")
SPOKE = [LadderFact(what, "crisis") for what in ("accepted", "joined", "spoke")]
TO_THE_SENDER = {"there", "where_when", "more", "company", "hand_over", "returned"}


def test_whatever_is_said_or_asked_is_for_a_chat_or_for_whoever_took_over() -> None:
    words = {step.name for step in BOMB.steps.values() if step.say or step.asks}
    assert words == TO_THE_SENDER | {"reply"}


def test_by_email_nobody_writes_before_it_was_taken_over() -> None:
    noted = (Answer("bomb.sender_there", "no"), Answer("safety.others_at_risk", "unknown"))
    for presses in range(4):
        state = walk(BOMB, *noted, *[Next()] * presses, channel_class="written")
        shown = screen(BOMB, state)
        assert not shown.say
        assert not shown.asks
    assert state.step == "quiet"
    assert not shown.can_next
    state = walk(BOMB, *noted, *[Next()] * 3, *SPOKE, Next(), Next(), channel_class="written")
    assert state.step == "reply"
    assert any("Without the word of the police" in one for one in screen(BOMB, state).note)


def test_the_police_are_called_before_anything_is_asked() -> None:
    emitted = [(one.kind, one.target) for one in opening(BOMB, channel_class="chat").emitted]
    assert ("dispatch", "emergency_services") in emitted
    assert ("raise_", "crisis") in emitted


def test_nobody_calls_or_writes_to_a_sender_who_has_gone() -> None:
    state = walk(
        BOMB, Answer("bomb.sender_there", "yes"), ContactFact("lost"), channel_class="chat"
    )
    shown = screen(BOMB, state)
    assert state.step == "lost"
    assert not shown.say
    assert not shown.can_next
    assert all("call_back" not in step.covers for step in BOMB.steps.values())
