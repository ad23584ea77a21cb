"""Which time stands where several documents owe the same: every pair and every order of three."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations, product

import pytest

from stayline_core.obligation import Deadline, earlier

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SOON, LATE = timedelta(minutes=10), timedelta(minutes=30)

IN_ORDER = (
    Deadline(due=NOON + SOON),
    Deadline(due=NOON + LATE),
    Deadline(waits=True, after=SOON),
    Deadline(waits=True, after=LATE),
    Deadline(),
    Deadline(waits=True),
)
"""Every sort of time, the soonest first."""


@pytest.mark.parametrize(("one", "other"), list(product(range(len(IN_ORDER)), repeat=2)))
def test_of_two_times_the_earlier_stands(one: int, other: int) -> None:
    assert earlier(IN_ORDER[one], IN_ORDER[other]) == IN_ORDER[min(one, other)]
    assert IN_ORDER[one].sooner_than(IN_ORDER[other]) == (one < other)


@pytest.mark.parametrize("three", list(product(IN_ORDER, repeat=3)))
def test_the_order_in_which_threats_come_makes_no_difference(
    three: tuple[Deadline, Deadline, Deadline],
) -> None:
    found = {earlier(earlier(first, second), third) for first, second, third in permutations(three)}
    assert len(found) == 1


def test_no_limit_is_ever_lost() -> None:
    """Whatever had a limit keeps one, however it is united with what has none."""
    for one, other in product(IN_ORDER, repeat=2):
        stands = earlier(one, other)
        limited = [each for each in (one, other) if each.due or each.after]
        assert not limited or stands.due or stands.after
