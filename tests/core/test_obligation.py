"""Which times stand together, what a rule changes, and who is asked again and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.obligation import (
    LEAST_LEFT,
    Deadline,
    Whom,
    arrival_reminder,
    both,
    recomputed,
    reminder,
)

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

moments = st.integers(-600, 6000).map(lambda seconds: NOON + timedelta(seconds=seconds))
spans = st.integers(1, 6000).map(lambda seconds: timedelta(seconds=seconds))


@st.composite
def deadlines(draw: st.DrawFn) -> Deadline:
    waits = draw(st.booleans())
    after = draw(st.none() | spans)
    return Deadline(waits, None if waits else draw(st.none() | moments), after)


def _no_later(one: datetime | None, other: datetime | None) -> bool:
    return other is None or (one is not None and one <= other)


@given(deadlines(), deadlines(), deadlines())
def test_the_order_in_which_documents_ask_makes_no_difference(
    one: Deadline, two: Deadline, three: Deadline
) -> None:
    assert both(one, two) == both(two, one)
    assert both(both(one, two), three) == both(one, both(two, three))
    assert both(one, one) == one


@given(deadlines(), deadlines(), moments)
def test_neither_clock_is_lost_whenever_the_contact_ends(
    one: Deadline, two: Deadline, ends: datetime
) -> None:
    """The gap that was: a clock that runs for an hour hid one of ten minutes after the release."""
    together = both(one, two)
    assert together.released(ends) == both(one.released(ends), two.released(ends))
    for each in (one, two):
        assert _no_later(together.due, each.due)
        assert _no_later(together.released(ends).due, each.released(ends).due)
    assert together.waits == (one.waits and two.waits)


@given(st.none() | moments, moments, st.none() | spans, st.none() | moments, moments)
def test_a_rule_never_gives_more_time_and_leaves_a_minute(
    asked: datetime | None,
    since: datetime,
    within: timedelta | None,
    stood: datetime | None,
    at: datetime,
) -> None:
    stands = recomputed(asked, since=since, within=within, stood=stood, at=at)
    least = min(at + LEAST_LEFT, stood or at + LEAST_LEFT)
    assert _no_later(stands, max(asked, least) if asked else None)
    assert stands is None or stands >= least
    if within is not None:
        assert stands is not None
        assert stands <= max(since + within, least)


@given(moments, st.none() | spans, st.integers(0, 40))
def test_asking_for_what_is_to_be_filed_goes_on_for_ever(
    owed: datetime, span: timedelta | None, times: int
) -> None:
    due = None if span is None else owed + span
    now, after = (reminder(n, owed_at=owed, due_at=due) for n in (times, times + 1))
    assert owed <= now.at < after.at
    assert after.at - now.at <= timedelta(hours=2)


def test_the_owner_is_asked_first_and_a_supervisor_before_and_after_the_time() -> None:
    due = NOON + timedelta(minutes=30)
    asked = [reminder(n, owed_at=NOON, due_at=due) for n in range(8)]
    assert [(one.at - NOON, one.whom) for one in asked] == [
        (timedelta(minutes=15), Whom.OWNER),
        (timedelta(minutes=25), Whom.SUPERVISOR),
        (timedelta(minutes=30), Whom.OWNER),
        (timedelta(minutes=35), Whom.SUPERVISOR),
        (timedelta(minutes=50), Whom.OWNER),
        (timedelta(minutes=80), Whom.SUPERVISOR),
        (timedelta(minutes=140), Whom.OWNER),
        (timedelta(minutes=200), Whom.SUPERVISOR),
    ]


@pytest.mark.parametrize(
    ("times", "minutes", "whom"),
    [
        (0, 0, Whom.OWNER),
        (1, 2, Whom.OWNER),
        (2, 4, Whom.SUPERVISOR),
        (3, 7, Whom.OWNER),
        (4, 10, Whom.SUPERVISOR),
        (24, 70, Whom.SUPERVISOR),
    ],
)
def test_whether_help_arrived_is_asked_until_somebody_knows(
    times: int, minutes: int, whom: Whom
) -> None:
    asked = arrival_reminder(times, due_at=NOON)
    assert (asked.at - NOON, asked.whom) == (timedelta(minutes=minutes), whom)
