"""How far reviewers agree: what can be compared, how far two marks lie apart, what alpha says.

Krippendorff, K. (2011), "Computing Krippendorff's Alpha-Reliability"; his rule of thumb for
what may be concluded from an alpha is of "Content Analysis" (2004): 0.8 and above, with care
from 0.667 on, nothing below.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

RELIABLE: Final = 0.8
TENTATIVE: Final = 0.667

FEW: Final = 30
"""Below so many units an alpha moves a good deal by a single one of them."""


class Standing(StrEnum):
    """What an alpha allows to conclude."""

    NONE = "none"
    FEW = "few"
    LOW = "low"
    TENTATIVE = "tentative"
    RELIABLE = "reliable"


@dataclass(frozen=True, slots=True)
class Rating:
    """One reviewer's mark on one unit, as its place in the order of marks: 0 is the lowest."""

    reviewer: str
    unit: str
    value: int


def pairable(ratings: Iterable[Rating]) -> tuple[Rating, ...]:
    """Return the ratings of units that at least two reviewers judged: only those compare."""
    given = tuple(ratings)
    times = Counter(one.unit for one in given)
    return tuple(one for one in given if times[one.unit] > 1)


def ordinal_distance(values: Mapping[int, int]) -> Callable[[int, int], float]:
    """Return the squared ordinal difference for marks that were given so often.

    Between two marks lie all ratings of the marks from one to the other, half of those at the
    ends. So a step over a mark that everybody uses is longer than one over a mark that is rare.
    """

    def distance(one: int, other: int) -> float:
        low, high = min(one, other), max(one, other)
        between = sum(values.get(mark, 0) for mark in range(low, high + 1))
        ends = values.get(low, 0) + values.get(high, 0)
        return float((between - ends / 2) ** 2)

    return distance


def standing(alpha: float | None, *, units: int) -> Standing:
    """Return what may be concluded from an alpha over so many units."""
    if alpha is None:
        return Standing.NONE
    if units < FEW:
        return Standing.FEW
    if alpha >= RELIABLE:
        return Standing.RELIABLE
    return Standing.TENTATIVE if alpha >= TENTATIVE else Standing.LOW
