"""Drills: when one begins and is tried again, and what came of its rings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.drilling import (
    GIVES_UP,
    LONGEST,
    Ring,
    begins_at,
    lasts,
    next_time,
    results,
    tried_again,
)

THEN = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
ANN, BO = UUID(int=1), UUID(int=2)


def later(seconds: float) -> datetime:
    return THEN + timedelta(seconds=seconds)


@pytest.mark.covers("S4-44")
def test_each_rung_says_who_answered_and_after_how_many_seconds() -> None:
    rings = [
        Ring(0, ANN, "screen", later(0), later(9), "declined"),
        Ring(0, ANN, "sms", later(1), failed=True),
        Ring(1, BO, "screen", later(20), later(26), "accepted"),
        Ring(1, ANN, "screen", later(20)),
        Ring(2, ANN, "screen", later(40), None, "accepted"),
    ]
    first, second, third = results(rings, began=THEN)
    assert (first.people, first.answered_s, first.declined, first.failed) == (1, None, 1, 1)
    assert (second.after_s, second.people, second.answered_s) == (20, 2, 6)
    assert second.answered_by == BO
    assert third.answered_s is None
    assert results([], began=THEN) == ()


@given(st.integers(min_value=0), st.integers(min_value=0, max_value=600))
def test_an_unannounced_drill_begins_within_its_window_and_the_same_key_says_when(
    key: int, minutes: int
) -> None:
    begins = begins_at(THEN, window_minutes=minutes, key=key)
    assert THEN <= begins <= THEN + timedelta(minutes=minutes)
    assert begins == begins_at(THEN, window_minutes=minutes, key=key)


def test_a_drill_at_three_stays_at_three_when_the_clocks_change() -> None:
    last = datetime(2026, 10, 20, 1, 0, tzinfo=UTC)  # three in the morning in Paris, in summer
    found = next_time(last, every_days=7, zone="Europe/Paris", after=last)
    assert found == datetime(2026, 10, 27, 2, 0, tzinfo=UTC)  # and in winter


@given(
    st.integers(min_value=1, max_value=60),
    st.integers(min_value=0, max_value=500),
    st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Kathmandu", "UTC"]),
)
def test_what_repeats_comes_after_now_and_within_one_step(days: int, on: int, zone: str) -> None:
    after = THEN + timedelta(days=on)
    found = next_time(THEN, every_days=days, zone=zone, after=after)
    assert found is not None
    assert after < found <= after + timedelta(days=days, hours=2)


def test_once_is_once_and_what_waits_too_long_is_left_out() -> None:
    assert next_time(THEN, every_days=0, zone="UTC", after=THEN) is None
    assert tried_again(THEN, at=THEN) == later(1800)
    assert tried_again(THEN, at=THEN + GIVES_UP) is None


def test_a_drill_rings_one_round_and_never_for_ever() -> None:
    assert lasts([(20, 1), (20, 2)]) == timedelta(seconds=90)
    assert lasts([(3000, 9)]) == LONGEST
