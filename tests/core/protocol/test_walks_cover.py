"""No step and no answer of what is shipped is unseen: some walk goes every way there is."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from stayline_core.protocol.walk import load_script
from tests.core.protocol.shipped import CENTRE, SOURCES, shipped
from tools.walk_every_way import NEVER, Way, gone_by_script, ways

WALKS = sorted((Path(__file__).parent / "walks").glob("*.yaml"))


@functools.cache
def _gone(name: str) -> frozenset[Way]:
    scripts = [load_script(file.read_bytes(), file=file.name).script for file in WALKS]
    own = [one for one in scripts if one is not None and one.of == name]
    return frozenset().union(*(gone_by_script(shipped(name), one, CENTRE) for one in own))


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_some_walk_goes_every_way_of_it(name: str) -> None:
    missing = ways(shipped(name)) - _gone(name) - NEVER.get(name, frozenset())
    assert sorted(missing) == []


def test_what_never_comes_is_a_branch_that_no_walk_goes() -> None:
    for name, never in NEVER.items():
        assert never <= ways(shipped(name))
        assert not never & _gone(name)
        assert all(shipped(name).steps[step].branch is not None for step, _ in never)


def test_a_walk_that_is_taken_away_is_missed() -> None:
    """The measure itself: one walk alone leaves ways open, and names them."""
    protocol = shipped("self-harm")
    file = next(one for one in WALKS if one.stem == "self-harm-line-lost")
    script = load_script(file.read_bytes(), file=file.name).script
    assert script is not None
    gone = gone_by_script(protocol, script, CENTRE)
    assert {("on", "contact_lost"), ("lost", "clock"), ("lost", "otherwise")} <= gone
    assert ("on", "contact_resumed") in gone
    assert ("opening/danger_now", "answer:no") in gone
    assert ("opening/danger_now", "answer:yes") in ways(protocol) - gone
    assert ("anytime", "demand") in ways(protocol) - gone
