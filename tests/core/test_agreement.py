"""Agreement: what compares, how far marks lie apart, what an alpha allows to conclude."""

from __future__ import annotations

from collections import Counter

import pytest

from stayline_core.agreement import FEW, Rating, Standing, ordinal_distance, pairable, standing


def test_only_what_two_judged_compares() -> None:
    alone = Rating("ida", "a", 1)
    pair = (Rating("ida", "b", 1), Rating("rae", "b", 2))
    assert pairable([alone, *pair]) == pair


def test_a_step_over_a_common_mark_is_longer_than_over_a_rare_one() -> None:
    distance = ordinal_distance(Counter({0: 4, 1: 10, 2: 2}))
    assert distance(1, 1) == 0
    assert distance(0, 2) == distance(2, 0) == (16 - 3) ** 2
    assert distance(0, 1) == (14 - 7) ** 2
    assert distance(1, 2) == (12 - 6) ** 2


@pytest.mark.parametrize(
    ("alpha", "units", "says"),
    [
        (None, 100, Standing.NONE),
        (0.99, FEW - 1, Standing.FEW),
        (0.8, FEW, Standing.RELIABLE),
        (0.7, FEW, Standing.TENTATIVE),
        (0.5, FEW, Standing.LOW),
        (-0.2, FEW, Standing.LOW),
    ],
)
def test_what_may_be_concluded(alpha: float | None, units: int, says: Standing) -> None:
    assert standing(alpha, units=units) is says
