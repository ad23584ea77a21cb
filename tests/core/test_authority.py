"""Limits of authority: where a complaint begins, what exceeds a level, what a document may say."""

from __future__ import annotations

import copy
from importlib import resources
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.authority import Limits, begins_at, exceeds, parse_limits, shown, who_may

SOURCE = resources.files("stayline") / "playbook" / "authority" / "complaints.yaml"
BODY: dict[str, Any] = yaml.safe_load(SOURCE.read_text())
LIMITS = parse_limits(BODY)


@pytest.mark.covers("S3-47")
def test_what_exceeds_a_level_goes_to_the_next_that_may() -> None:
    assert exceeds(LIMITS, "supervisor", "explain", None) == ""
    assert "may not decide this" in exceeds(LIMITS, "supervisor", "goodwill", 500)
    assert exceeds(LIMITS, "manager", "goodwill", 10_000) == ""
    assert "up to 100.00 GBP" in exceeds(LIMITS, "manager", "goodwill", 10_001)
    assert "Give the amount" in exceeds(LIMITS, "manager", "goodwill", None)
    assert "No amount" in exceeds(LIMITS, "manager", "explain", 5)
    assert exceeds(LIMITS, "manager", "nothing", None) == "Choose what is done."
    levels = [who_may(LIMITS, "goodwill", amount) for amount in (1, 10_001, 500_001)]
    assert [one.id if one else None for one in levels] == ["manager", "ombudsperson", None]
    assert shown(1250, "EUR") == "12.50 EUR"


@given(st.sets(st.sampled_from(["agent", "supervisor", "manager", "legal"])))
def test_nobody_begins_with_their_equal(roles: set[str]) -> None:
    for topic in LIMITS.topics:
        level = begins_at(LIMITS, topic.id, roles)
        assert level.roles.isdisjoint(roles) or level is LIMITS.levels[-1]
        assert LIMITS.levels.index(level) >= LIMITS.levels.index(LIMITS.level(topic.begins))


def test_what_a_new_version_no_longer_knows_goes_to_the_highest() -> None:
    assert LIMITS.level("gone") is LIMITS.levels[-1]
    assert LIMITS.above("gone") is None
    above = LIMITS.above("supervisor")
    assert above is not None
    assert above.id == "manager"
    assert LIMITS.topic("gone") is LIMITS.topics[0]


def without(path: str, value: object) -> Limits:
    """The shipped limits with one thing said otherwise."""
    body = copy.deepcopy(BODY)
    at: Any = body
    *way, last = path.split(".")
    for one in way:
        at = at[int(one)] if one.isdecimal() else at[one]
    at[last] = value
    return parse_limits(body)


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("levels", [], "at least one"),
        ("topics", [], "at least one"),
        ("levels.1.id", "supervisor", "each once"),
        ("topics.0.begins", "nobody", "no level"),
        ("levels.0.roles", [], "no role"),
        ("levels.0.hours", 0, "within 1 to"),
        ("levels.0.amount", -1, "below nothing"),
        ("levels.0.may", ["fly"], "no remedy"),
    ],
)
def test_a_document_with_a_fault_is_refused_by_name(path: str, value: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        without(path, value)
