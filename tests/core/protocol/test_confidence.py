"""Need-to-know inside, never a promise of secrecy outside (X-3): in every shipped protocol."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from stayline_core.protocol import Protocol
from stayline_core.protocol.overlay import load_overlay
from stayline_core.wording import judge
from tests.core.protocol.shipped import PLAYBOOK, SOURCES, shipped

DISCLOSED = {"self_harm", "abuse_disclosure", "harassment"}
SUBJECT = {"violence", "bomb"}
"""Whoever threatens others is given no hint (X-3 is about whoever discloses)."""

NAMES = sorted(SOURCES)
HANDLING = [
    name
    for name in NAMES
    if DISCLOSED & set(shipped(name).handles) and not SUBJECT & set(shipped(name).handles)
]
SAFE_FIRST = {"abuse.safe_to_talk"}
"""What may be asked before the sentence on sharing: nobody tells anything by answering it."""

_SHARING = re.compile(r"\b(share|pass (this|it|that) on|tell)\b", re.IGNORECASE)


def tells_of_sharing(protocol: Protocol, name: str) -> bool:
    """Does this step say to the person that it is passed on?"""
    step = protocol.steps[name]
    return "pass_on" in step.covers and any(_SHARING.search(text) for text in step.say)


def starts(protocol: Protocol) -> tuple[str, str]:
    """Where a run begins, and where one that is switched in does."""
    return protocol.start, protocol.switched


def told_by_the_general_one(protocol: Protocol) -> bool:
    """Is it taken by a press from one that tells of sharing in its very first step?"""
    general = [
        shipped(name)
        for name in HANDLING
        if shipped(name).situation is None and set(shipped(name).handles) & set(protocol.handles)
    ]
    return protocol.situation is not None and all(
        tells_of_sharing(one, first) for one in general for first in starts(one)
    )


def asked_before_it_is_told(protocol: Protocol) -> set[str]:
    """The steps in which something is gathered on some way that has not told of sharing yet.

    A way begins where a run begins, or is switched in; at each step it goes on by what is
    answered or pressed, by a button that is always there, or by an event; it ends where sharing
    is told of. Before that nothing about safety has been recorded.
    """
    todo = [protocol.start]
    if not told_by_the_general_one(protocol):
        todo.append(protocol.switched)
    seen: set[str] = set()
    found: set[str] = set()
    while todo:
        name = todo.pop()
        if name in seen or tells_of_sharing(protocol, name):
            continue
        seen.add(name)
        step = protocol.steps[name]
        if {ask.field for ask in step.asks} - SAFE_FIRST:
            found.add(name)
        if step.branch == "safety_recorded":
            todo += [(step.answers or {})["no"]]
        else:
            todo += [*step.targets, *protocol.anytime, *protocol.on.values()]
    return found


@pytest.mark.covers("X-3", "S0-31")
@pytest.mark.parametrize("name", HANDLING)
def test_whoever_discloses_hears_that_it_is_passed_on_before_anything_is_gathered(
    name: str,
) -> None:
    assert asked_before_it_is_told(shipped(name)) == set()


@pytest.mark.covers("X-3", "S0-30")
@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_promised_secrecy_and_inside_only_those_who_need_it_know(name: str) -> None:
    protocol = shipped(name)
    said = [text for step in protocol.steps.values() for text in step.say]
    said += [ask.question or "" for step in protocol.steps.values() for ask in step.asks]
    assert [text for text in said if _promises(text, "en")] == []
    assert "confidential" in protocol.duties
    if name in HANDLING:
        assert any("secrecy" in one or "keep it secret" in one for one in protocol.limits.may_not)


@pytest.mark.covers("X-3", "S0-30")
@pytest.mark.parametrize(
    "file", sorted((PLAYBOOK / "wording").glob("*.yaml")), ids=lambda file: file.stem
)
def test_nobody_is_promised_secrecy_in_other_words_either(file: Path) -> None:
    overlay = load_overlay(file.read_bytes(), file=file.name).overlay
    assert overlay is not None
    said = [text for at, text in overlay.words.items() if ".say." in at or ".question" in at]
    assert said
    assert [text for text in said if _promises(text, overlay.locale or "en")] == []


@pytest.mark.covers("X-3")
def test_a_phrase_that_may_be_said_promises_none() -> None:
    for file in sorted((PLAYBOOK / "phrases").glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        if document["id"] == "avoid":
            continue
        for one in document["phrases"]:
            assert not _promises(one["text"], "en"), (file.name, one["text"])


def test_the_measure_misses_neither_a_sentence_that_is_gone_nor_a_promise() -> None:
    protocol = shipped("abuse-disclosure")
    silent = replace(protocol.steps["share"], covers=("acknowledge",))
    gone = replace(protocol, steps={**protocol.steps, "share": silent})
    assert {"near", "contact_rule"} & asked_before_it_is_told(gone)
    assert _promises("This stays between us.", "en")
    assert _promises("Esto queda entre nosotros.", "es")


def _promises(text: str, language: str) -> bool:
    return any(remark.code == "W01" for remark in judge(text, language=language))
