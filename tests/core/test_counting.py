"""Counts week by week: the CUSUM against published figures, and against series with seeds."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.counting import (
    RULE,
    STATED_WEEKS,
    Point,
    Rule,
    State,
    Week,
    by_month,
    dispersion,
    mondays,
    reference,
    run_length,
    spread,
    threshold,
    usual,
    watch,
)

MONDAY = date(2025, 1, 6)


def series(*counts: int, contacts: int = 100) -> list[Week]:
    """Weeks side by side with these counts."""
    return [Week(MONDAY + timedelta(days=7 * n), contacts, one) for n, one in enumerate(counts)]


def poisson(seeded: random.Random, mean: float) -> int:
    """Return one Poisson number, by Knuth's product."""
    events, left, low = -1, 1.0, math.exp(-mean)
    while left > low:
        left *= seeded.random()
        events += 1
    return events


def test_run_lengths_are_those_that_others_published() -> None:
    # IAcsSPCR 1.2.1, arl(h=6, k=2, lambda=1.88): 37.2, and 5.49 after the shift to 3.2.
    assert run_length(1.88, k=2, h=6, parts=1) == pytest.approx(37.2, abs=0.05)
    assert run_length(1.88 + 0.9627 * math.sqrt(1.88), k=2, h=6, parts=1) == pytest.approx(
        5.49, abs=0.005
    )
    assert run_length(0.4, k=1, h=2, parts=1) == run_length(0.4, k=4, h=8, parts=4)


@given(st.floats(0.02, 30))
def test_the_threshold_is_the_lowest_that_keeps_false_alarms_apart(mean: float) -> None:
    mean = float(f"{mean:.2g}")
    parts = next(n for below, n in ((0.3, 20), (1.0, 10), (4.0, 4), (99, 1)) if mean < below)
    limit = threshold(mean, 2.0, 100)
    k, h = round(reference(mean, 2.0) * parts), round(limit * parts)
    assert run_length(mean, k=k, h=h, parts=parts) >= 100
    assert h == parts + 1 or run_length(mean, k=k, h=h - 1, parts=parts) < 100


def test_a_threshold_has_an_end_where_nothing_rare_is_counted() -> None:
    assert threshold(0.5, 1.01, 10**9) == 64


@pytest.mark.covers("S4-3")
def test_seeded_series_alarm_within_weeks_of_a_doubling_and_seldom_without_one() -> None:
    seeded = random.Random(7)  # noqa: S311 - a series that comes out the same each time
    false, quiet, found = 0, 0, []
    for _ in range(60):
        usual_weeks = [poisson(seeded, 3.0) for _ in range(104)]
        points = watch(series(*usual_weeks, *[poisson(seeded, 6.0) for _ in range(12)]))
        before, after = points[:104], points[104:]
        false += sum(one.alarm for one in before)
        quiet += sum(one.state is State.COUNTED for one in before)
        found.append(next((n for n, one in enumerate(after, 1) if one.alarm), 99))
    assert quiet / false >= STATED_WEEKS * 0.8  # of a sample; the page holds the long run
    assert sorted(found)[30] <= 5
    assert sorted(found)[54] <= 10


def test_the_first_weeks_have_nothing_to_be_compared_with() -> None:
    points = watch(series(*[1] * 20))
    assert [one.state for one in points[: RULE.learn + RULE.guard]] == [State.LEARNING] * 16
    assert {one.state for one in points[16:]} == {State.COUNTED}
    assert points[16].expected == pytest.approx(12.5 / 12)
    assert usual(series(*[0] * 11), Rule(guard=0)) is None
    assert usual([Week(one.monday, 0, 1) for one in series(*[1] * 12)], Rule(guard=0)) is None


def test_a_busy_week_is_no_rise_and_a_missing_one_moves_nothing() -> None:
    calm = series(*[2, 1] * 12)
    last = calm[-1].monday
    busy = Week(last + timedelta(days=7), 400, 6)
    missing = Week(last + timedelta(days=14), 0, 0)
    staff_only = Week(last + timedelta(days=21), 0, 1)
    points = watch([*calm, busy, missing, staff_only])
    assert not points[-3].alarm
    assert points[-2].state is State.MISSING
    assert points[-2].statistic == points[-3].statistic
    assert points[-1].expected == pytest.approx(usual([*calm, busy, missing]))
    assert watch([*calm, Week(last + timedelta(days=7), 100, 12)])[-1].alarm


def test_an_alarm_names_the_week_it_began_and_one_that_lasts_alarms_again() -> None:
    points = watch(series(*[1, 0, 1, 1] * 6, 0, 4, 4, 4, 4, 4))
    alarms = [one for one in points if one.alarm]
    assert len(alarms) >= 2
    first = alarms[0]
    assert first.since == MONDAY + timedelta(days=7 * 25)
    assert first.counted_since == 4 * (points.index(first) - 24)
    assert first.expected_since < first.counted_since / 2
    after = points[points.index(first) + 1]
    assert after.since == after.monday


def test_counts_that_come_in_clusters_say_so() -> None:
    even = watch(series(*[1, 2, 1, 2] * 10))
    clusters = watch(series(*[0, 0, 0, 6] * 10))
    assert dispersion(even[:20]) is None
    assert (dispersion(even) or 9) < 0.5
    assert (dispersion(clusters) or 0) > 1.5
    risen = watch(series(*[1, 2, 1, 2] * 10, 9, 9, 9))
    assert risen[40].alarm
    assert (dispersion(risen[:41]) or 9) < 0.5
    assert dispersion([Point(MONDAY, 0, 0, State.MISSING)] * 20) is None


def test_few_times_say_less() -> None:
    assert spread([]).p50 is None
    assert spread([5, 1, 3, 2]).p50 is None
    assert (spread([5, 1, 3, 2, 4]).p50, spread([1] * 9).p90) == (3, None)
    assert spread(range(1, 11)).p90 == 9


def test_weeks_run_on_and_go_to_the_month_of_their_thursday() -> None:
    assert mondays(date(2025, 12, 31), date(2026, 1, 12)) == [
        date(2025, 12, 29),
        date(2026, 1, 5),
        date(2026, 1, 12),
    ]
    weeks = [Week(one, 10, 1) for one in mondays(date(2025, 12, 22), date(2026, 1, 12))]
    assert by_month(weeks) == [
        Week(date(2025, 12, 1), 10, 1),
        Week(date(2026, 1, 1), 30, 3),
    ]
