"""What the more exact procedures for a disclosure keep to, beyond the rules of the checker."""

from __future__ import annotations

import re

import pytest

from stayline_core.protocol import Answer, LadderFact, Next, Protocol, Take, screen
from tests.core.protocol.shipped import pressed, shipped, walk, words

ABUSE = ("physical-abuse", "sexual-abuse", "domestic-abuse")
SEXUAL = shipped("sexual-abuse")
HOME = shipped("domestic-abuse")
CENTRE = shipped("harassment-in-the-centre")
VISITOR = shipped("told-to-a-visitor")
BELIEVED = re.compile(r"\bI believe you\b")
LEADING = re.compile(r"\bdid (he|she|they)\b|\bwhy\b|\bwhat (happened|did)\b", re.IGNORECASE)
ADVICE = re.compile(r"\b(leave|stay with him|go to the police|confront|get out)\b", re.IGNORECASE)


def without(protocol: Protocol, start: str, barrier: str) -> set[str]:
    """Every step that can be shown after `start` without `barrier` ever being shown."""
    todo, seen = [start], set[str]()
    while todo:
        name = todo.pop()
        if name != barrier and name not in seen:
            seen.add(name)
            todo += protocol.steps[name].targets
    return seen


@pytest.mark.covers("S0-2")
@pytest.mark.parametrize("name", ABUSE)
def test_each_is_taken_by_a_press_believes_and_leads_to_nothing(name: str) -> None:
    protocol = shipped(name)
    assert protocol.handles == ("abuse_disclosure",)
    assert protocol.situation == name.replace("-", "_")
    for start in (protocol.start, protocol.switched):
        shown = pressed(protocol, "yes") if start == protocol.start else []
        said = " ".join(protocol.steps[shown[-1] if shown else start].say)
        assert BELIEVED.search(said)
    assert not LEADING.search(words(protocol).replace("what happened.", ""))
    assert not ADVICE.search(words(protocol))


@pytest.mark.parametrize("name", [*ABUSE, "abuse-disclosure"])
def test_who_leads_on_safeguarding_is_told_by_itself_and_at_once_of_a_child(name: str) -> None:
    protocol = shipped(name)
    owed = {(one.do.target, one.by, one.from_): one.within_s for one in protocol.obligations}
    assert owed["safeguarding", "system", "opened"] == 300
    told = {(effect.kind, effect.target) for effect in protocol.steps["child"].do}
    assert told >= {("raise_", "safeguarding"), ("set_level", "L0"), ("notify", "supervisor")}
    assert protocol.moves_help("crisis")
    assert not protocol.moves_help("safeguarding")


def test_of_a_sexual_assault_nothing_is_asked_but_safety_and_their_choices() -> None:
    asked = {ask.field for step in SEXUAL.steps.values() for ask in step.asks}
    assert asked == {
        "abuse.safe_to_talk",
        "abuse.abuser_near",
        "safety.in_danger_now",
        "abuse.needs_care",
        "abuse.safe_contact",
        "safety.others_at_risk",
        "abuse.speak_with",
        "safety.accepts_help",
        "safety.location",
        "safety.locality",
    }
    assert "It was not your fault." in " ".join(SEXUAL.steps["share"].say)
    notes = " ".join(SEXUAL.steps["line"].note)
    assert "Explain none of it yourself." in notes


def test_with_whom_they_would_rather_speak_reaches_the_supervisor() -> None:
    for value, then in (("woman", "preferred"), ("man", "preferred"), ("either", "willing")):
        assert SEXUAL.steps["speak_with"].way(value) == then
    assert ("notify", "supervisor") in {(e.kind, e.target) for e in SEXUAL.steps["preferred"].do}


def test_at_home_the_rule_comes_first_and_a_word_covers() -> None:
    assert pressed(HOME, "yes", "next")[-1] == "contact_rule"
    assert screen(HOME, walk(HOME)).asks[0][0] == "abuse.safe_to_talk"
    rule = (Answer("abuse.safe_to_talk", "yes"), Next(), Answer("abuse.safe_contact", "refused"))
    assert walk(HOME, *rule, Next()).step == "cover"
    assert "“wrong number”" in " ".join(screen(HOME, walk(HOME, *rule, Next())).say)


def test_at_home_they_end_it_by_one_press_and_hear_no_further_question() -> None:
    for at in ((), (Answer("abuse.safe_to_talk", "no"),)):
        shown = screen(HOME, walk(HOME, *at, Take("they_go")))
        assert shown.asks == ()
        assert shown.say == ("That's fine. You can come back to us at any time.",)
        assert not re.search("abuse|afraid|help|safe", " ".join(shown.say))


def test_at_home_nothing_goes_out_by_itself_before_it_is_handed_over() -> None:
    way = without(HOME, "willing", "nothing_out")
    assert "company" not in way
    assert "done" not in way
    assert "abuse.outgoing_stopped" in {item.field for item in HOME.steps["lost"].observes}


@pytest.mark.covers("S0-28", "S0-29")
def test_in_the_centre_the_person_affected_is_asked_before_it_is_handed_over() -> None:
    assert CENTRE.channels == ("staff",)
    assert CENTRE.handles == ("harassment",)
    assert "done" not in without(CENTRE, "thank", "wants")
    assert "protect" not in without(CENTRE, "thank", "wants")
    for teller in ("saw_or_heard", "was_told", "unknown"):
        assert CENTRE.steps["whose"].way(teller) == "go_to"
    assert CENTRE.steps["whose"].way("affected") == "wants"


@pytest.mark.covers("S0-35")
@pytest.mark.parametrize("protocol", [CENTRE, VISITOR], ids=lambda one: one.id)
def test_whoever_is_named_is_left_out_and_another_is_rung_if_they_come(protocol: Protocol) -> None:
    for value in ("yes", "unknown"):
        assert protocol.steps["named"].way(value) == "left_out"
    assert ("notify", "management") in {(e.kind, e.target) for e in protocol.steps["left_out"].do}
    assert "wrong_one" in protocol.anytime
    rings = {(e.kind, e.target) for e in protocol.steps["wrong_one"].do}
    assert rings == {("raise_", "people-and-culture"), ("notify", "management")}
    assert protocol.moves_help("people-and-culture")


@pytest.mark.covers("S0-34")
@pytest.mark.parametrize("channel_class", ["live", "none"])
def test_what_a_visitor_was_told_is_taken_in_their_words_and_handed_over(
    channel_class: str,
) -> None:
    taken = [LadderFact(what, "people-and-culture") for what in ("accepted", "joined", "spoke")]
    state = walk(
        VISITOR,
        Answer("abuse.safe_to_talk", "yes"),
        Next(),
        Answer("safety.in_danger_now", "no"),
        Answer("conduct.could_be_called", "no"),
        channel_class=channel_class,
    )
    shown = screen(VISITOR, state)
    assert state.step == "told"
    assert shown.asks == ()
    assert [field for field, _ in shown.observes] == ["exact_words"]
    assert "You have done enough." in " ".join(shown.say)
    last = walk(
        VISITOR,
        Answer("abuse.safe_to_talk", "yes"),
        Next(),
        Answer("safety.in_danger_now", "no"),
        Answer("conduct.could_be_called", "no"),
        Next(),
        Next(),
        Answer("told.knows", "yes"),
        Answer("abuse.safe_contact", "refused"),
        Next(),
        Answer("safety.others_at_risk", "no"),
        Next(),
        *taken,
        Next(),
        Next(),
        Next(),
        channel_class=channel_class,
    )
    assert last.ended == "handed_over"
