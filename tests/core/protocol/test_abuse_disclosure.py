"""Abuse disclosed: safe to talk first, believed, led to nothing, reached by their own rule."""

from __future__ import annotations

import re

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
from tests.core.protocol.shipped import pressed, shipped, walk, words

ABUSE = shipped("abuse-disclosure")
SAFE = (Answer("abuse.safe_to_talk", "yes"), Next())
AWAY = (*SAFE, Answer("abuse.abuser_near", "no"), Answer("safety.in_danger_now", "no"))
RULE = "Text my work number, weekdays, say it is the library"


def test_the_first_question_is_whether_it_is_safe_to_talk() -> None:
    first = screen(ABUSE, walk(ABUSE))
    assert [field for field, _ in first.asks] == ["abuse.safe_to_talk"]


@pytest.mark.parametrize("value", ["no", "caller_did_not_say", "refused", "unknown"])
def test_anything_but_a_yes_is_not_safe_and_yes_or_no_is_enough_from_then_on(value: str) -> None:
    state = walk(ABUSE, Answer("abuse.safe_to_talk", value))
    assert state.step == "not_safe"
    assert "yes or no" in " ".join(screen(ABUSE, state).say)


def test_they_are_believed_and_hear_early_that_it_is_passed_on() -> None:
    shown = pressed(ABUSE, "yes", "next")
    assert shown == ["safe_to_talk", "share", "near"]
    said = " ".join(screen(ABUSE, walk(ABUSE, *SAFE[:1])).say)
    assert "I believe you" in said
    assert "I can't keep this to myself." in said


@pytest.mark.parametrize("value", ["yes", "refused", "unknown"])
def test_an_abuser_who_is_near_or_may_be_makes_it_short_and_safe_to_stop(value: str) -> None:
    state = walk(ABUSE, *SAFE, Answer("abuse.abuser_near", value))
    assert state.step == "quietly"
    assert "“wrong number”" in " ".join(screen(ABUSE, state).say)
    assert state.level in {"L0", "L1"}
    assert walk(ABUSE, *SAFE, Answer("abuse.abuser_near", value), Next()).step == "contact_rule"


def test_somebody_coming_in_is_one_press_and_names_nothing() -> None:
    for at in ((), SAFE, AWAY):
        assert "came_in" in dict(screen(ABUSE, walk(ABUSE, *at)).anytime)
    shown = screen(ABUSE, walk(ABUSE, *AWAY, Take("came_in")))
    assert shown.say == ("No problem at all. You have the wrong number. Goodbye.",)
    assert "They end it, not you." in " ".join(shown.note)
    assert walk(ABUSE, *AWAY, Take("came_in"), Next()).step == "safe_to_talk"


def test_the_safe_contact_rule_is_agreed_before_they_tell() -> None:
    assert walk(ABUSE, *AWAY).step == "contact_rule"
    state = walk(ABUSE, *AWAY, Answer("abuse.safe_contact", "answered", text=RULE))
    assert state.step == "rule_kept"
    assert state.answers["abuse.safe_contact"].text == RULE
    for value in ("refused", "caller_did_not_say", "unknown"):
        state = walk(ABUSE, *AWAY, Answer("abuse.safe_contact", value))
        assert screen(ABUSE, state).say[0].startswith("That's all right. We won't call or write.")


def test_danger_is_asked_also_when_the_abuser_was_near() -> None:
    far = (
        *SAFE,
        Answer("abuse.abuser_near", "yes"),
        Next(),
        Answer("abuse.safe_contact", "unknown"),
    )
    assert walk(ABUSE, *far, Next()).step == "danger_first/ask"
    assert walk(ABUSE, *far, Next(), Answer("safety.in_danger_now", "yes")).step == "help_now"


def test_they_tell_in_their_own_words_and_no_question_leads() -> None:
    state = walk(ABUSE, *AWAY, Answer("abuse.safe_contact", "unknown"), Next())
    assert state.step == "tell"
    tell = screen(ABUSE, state)
    assert tell.asks == ()
    assert tell.say[0].startswith("Tell me what happened")
    assert not re.search(r"\bdid (he|she|they)\b|\bwhy\b", words(ABUSE), re.IGNORECASE)


def test_a_child_in_danger_is_danger_to_life_now() -> None:
    far = (*AWAY, Answer("abuse.safe_contact", "unknown"), Next(), Next())
    state = walk(ABUSE, *far, Answer("safety.others_at_risk", "yes"))
    assert (state.step, state.level) == ("child", "L0")


@pytest.mark.covers("S0-2")
def test_kinds_are_noted_and_never_asked() -> None:
    asked = {ask.field for step in ABUSE.steps.values() for ask in step.asks}
    noted = {item.field for step in ABUSE.steps.values() for item in step.observes}
    assert {"abuse.kinds", "abuse.role", "abuse.told_of_sharing", "abuse.consent"} <= noted
    assert not asked & noted
    assert "Both physical and sexual can stand." in " ".join(ABUSE.steps["noted"].note)


def test_a_caller_who_is_lost_is_reached_by_their_rule_alone() -> None:
    shown = screen(ABUSE, walk(ABUSE, *AWAY, ContactFact("lost")))
    notes = " ".join(shown.note)
    assert (
        "Nobody calls, texts, writes or leaves a message except by the safe-contact rule." in notes
    )
    assert "No rule, no contact." in notes
    assert not shown.can_next
    assert walk(ABUSE, ContactFact("lost"), Released(), Next()).ended == "released"
    decided = (ContactFact("lost"), StepDue("lost"), Take("decide"))
    assert walk(ABUSE, *decided, Answer("safety.help_decision", "send")).step == "help_now"


def test_nobody_contacts_whoever_is_said_to_do_it() -> None:
    assert any("Contact the person who is said to do it" in one for one in ABUSE.limits.may_not)
    effects = {
        effect.target
        for step in ABUSE.steps.values()
        for effect in (*step.do, *(step.otherwise.do if step.otherwise else ()))
    }
    told = {"supervisor", "management", "safeguarding"}
    assert effects == told | {"L0", "L1", "crisis_line", "emergency_services"}


def test_a_yes_and_a_no_to_help_are_both_respected() -> None:
    far = (
        *AWAY,
        Answer("abuse.safe_contact", "unknown"),
        Next(),
        Next(),
        Answer("safety.others_at_risk", "no"),
        Next(),
    )
    for value, then in (("yes", "line"), ("no", "respected"), ("refused", "stay_close")):
        assert walk(ABUSE, *far, Answer("safety.accepts_help", value)).step == then
    spoke = [LadderFact(what, "crisis") for what in ("accepted", "joined", "spoke")]
    whole = (*far, Answer("safety.accepts_help", "yes"), Next(), *spoke, Next(), Next(), Next())
    assert walk(ABUSE, *whole).ended == "handed_over"
