"""The person is told early, in approved words, that it is passed on to people who can help.

This looks at the shipped words and the ways between them, by itself: it shares nothing with the
checker, whose finding H26 says the same of any protocol.
"""

import re

import pytest

from stayline_core.minimum import MINIMUM_SAFE
from stayline_core.protocol.language import HARMS
from stayline_core.wording import judge
from tests.core.protocol.shipped import PLAYBOOK, shipped

TOLD = frozenset({"self_harm", "abuse_disclosure"})
"""The harms in which somebody discloses something of themselves."""

SHARING = re.compile(r"\b(share|pass) (this|it)\b|\btell (a colleague|them only what)")
LIMITED = re.compile(r"\bwith people who can|\bonly with people|\bwho can help|\bneed to know")


def protocols():
    found = [shipped(path.stem) for path in sorted((PLAYBOOK / "protocols").glob("*.yaml"))]
    return [one for one in (*found, MINIMUM_SAFE) if TOLD & set(one.handles)]


def tells(step):
    """Does what is said here tell that it is passed on, and to whom?"""
    said = " ".join(step.say)
    return "pass_on" in step.covers and bool(SHARING.search(said) and LIMITED.search(said))


def ways(protocol, step, asked):
    """Every step that may come after this one, whatever happens: no less than a run can do."""
    if step.branch == "safety_recorded" and not any(one.startswith("safety.") for one in asked):
        return {step.answers["no"]}
    if step.branch is not None:
        return set(step.targets)
    return {*step.targets, *protocol.anytime, *protocol.on.values()}


def asked_untold(protocol, start):
    """The questions that can be put, one after the other, before the person is told."""
    todo, seen = [(start, ())], set()
    while todo:
        name, asked = todo.pop()
        step = protocol.steps[name]
        if (name, asked) in seen or tells(step):
            continue
        seen.add((name, asked))
        fields = tuple(dict.fromkeys((*asked, *(ask.field for ask in step.asks))))
        if len(fields) > 1:
            return fields
        todo += [(way, fields) for way in ways(protocol, step, fields)]
    return ()


def test_there_are_protocols_for_both_harms_and_a_path_without_any() -> None:
    handled = {harm for one in protocols() for harm in one.handles}
    assert handled >= TOLD
    assert handled <= set(HARMS)
    assert len(protocols()) >= 4


@pytest.mark.covers("S0-31")
@pytest.mark.parametrize("protocol", protocols(), ids=lambda one: one.id)
def test_the_person_is_told_before_the_second_question_that_it_is_passed_on(protocol) -> None:
    telling = [step for step in protocol.steps.values() if tells(step)]
    assert telling
    assert asked_untold(protocol, protocol.start) == ()


@pytest.mark.covers("S0-31")
@pytest.mark.parametrize("protocol", protocols(), ids=lambda one: one.id)
def test_so_is_whoever_comes_over_from_another_procedure(protocol) -> None:
    assert asked_untold(protocol, protocol.start_switched or protocol.start) == ()


@pytest.mark.covers("S0-30", "S0-31")
@pytest.mark.parametrize("protocol", protocols(), ids=lambda one: one.id)
def test_the_words_that_tell_it_promise_no_secrecy(protocol) -> None:
    for step in protocol.steps.values():
        if "pass_on" in step.covers:
            assert [one for text in step.say for one in judge(text)] == []


def test_a_procedure_that_asks_first_is_seen() -> None:
    late = next(one for one in protocols() if one.id == "self-harm")
    assert len(asked_untold(late, "calm")) > 1
