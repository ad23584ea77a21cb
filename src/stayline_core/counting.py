"""Counts of rare events week by week: what is usual, and when a rise is more than chance.

The method is the Poisson CUSUM (J. M. Lucas, "Counted data CUSUM's", Technometrics 27, 1985,
129-144). Each week adds its count and takes away a reference value that lies between what is
usual and what is to be noticed, here a doubling; the sum never falls below zero, and an alarm
is raised when it reaches a threshold. The threshold is chosen so that, while nothing changes,
false alarms are years apart. How far apart is computed by the Markov chain of D. Brook and
D. A. Evans ("An approach to the probability distribution of cusum run length", Biometrika 59,
1972, 539-549).

What is usual is a rate a contact, so a busy week is no rise and a quiet one no relief. A week
without any contact is missing: it says nothing, and moves nothing. Requirement S4-3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DAYS: Final = 7
NEGLIGIBLE: Final = 1e-12
HIGHEST: Final = 64
"""A threshold is never higher, in events; nothing rare comes near it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is noticed, and how often in vain.

    `rise` is the rise to be noticed, as a factor. `quiet_weeks` is how long it takes on average,
    while nothing changes, until a false alarm, were the usual number known. It is learnt, from
    up to `most` weeks, at least `learn`, the newest `guard` left out: a rise must not hide
    itself. So false alarms come sooner than that; `STATED_WEEKS` holds all the same.
    """

    rise: float = 2.0
    quiet_weeks: int = 312
    learn: int = 12
    most: int = 52
    guard: int = 4


RULE: Final = Rule()
"""A doubling, learnt from the last year."""

STATED_WEEKS: Final = 208
"""False alarms about one kind at one site are this far apart or farther: four years.

By simulation with a usual number that is learnt (`docs/explanation/counting.md`).
"""


class State(StrEnum):
    """What a week can say."""

    COUNTED = "counted"
    LEARNING = "learning"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Week:
    """One week: how many contacts began, and how many of them had what is counted."""

    monday: date
    contacts: int
    count: int

    @property
    def missing(self) -> bool:
        """Whether nothing is known of it: no contact, and nothing counted."""
        return self.contacts == 0 and self.count == 0


@dataclass(frozen=True, slots=True)
class Point:
    """What the watch makes of one week.

    `expected` is what would have been usual; None while it is being learnt, or for a missing
    week. `since` is the Monday from which the sum has stood above zero, with what was counted
    and expected from then on: the likeliest beginning of a rise.
    """

    monday: date
    contacts: int
    count: int
    state: State
    expected: float | None = None
    statistic: float = 0.0
    threshold: float | None = None
    alarm: bool = False
    since: date | None = None
    counted_since: int = 0
    expected_since: float = 0.0


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def mondays(first: date, last: date) -> list[date]:
    """Return every Monday from the week of `first` to the week of `last`, both included."""
    start, end = monday_of(first), monday_of(last)
    return [start + timedelta(days=DAYS * n) for n in range((end - start).days // DAYS + 1)]


def reference(mean: float, rise: float) -> float:
    """Return what a week takes away: Lucas's k, between `mean` and `rise` times it."""
    return mean * (rise - 1) / math.log(rise)


def run_length(mean: float, *, k: int, h: int, parts: int) -> float:
    """Return after how many weeks on average the sum reaches its threshold (Brook and Evans).

    The counts are Poisson with `mean`; the sum begins at zero. `k` and `h` are given in
    `parts` of an event, so that the sum has finitely many values and the answer is exact.
    """
    rows = [_row(state, mean, k=k, h=h, parts=parts) for state in range(h)]
    for at in range(h):  # Gauss without pivots: I - Q is diagonally dominant
        pivot = rows[at]
        for other in rows[at + 1 :]:
            if other[at]:
                share = other[at] / pivot[at]
                for column in range(at, h + 1):
                    other[column] -= share * pivot[column]
    lengths = [0.0] * h
    for at in reversed(range(h)):
        known = sum(rows[at][column] * lengths[column] for column in range(at + 1, h))
        lengths[at] = (rows[at][h] - known) / rows[at][at]
    return lengths[0]


def _row(state: int, mean: float, *, k: int, h: int, parts: int) -> list[float]:
    """Return one equation of (I - Q) L = 1: where the sum goes from `state` in one week."""
    row = [0.0] * h + [1.0]
    row[state] = 1.0
    chance, events = math.exp(-mean), 0
    while (there := max(0, state + events * parts - k)) < h:
        row[there] -= chance
        events += 1
        chance *= mean / events
    return row


@cache
def threshold(mean: float, rise: float, quiet_weeks: int) -> float:
    """Return the lowest threshold, in events, with false alarms at least `quiet_weeks` apart."""
    parts = _parts(mean)
    k = round(reference(mean, rise) * parts)
    low, high = parts, parts + 1
    while high < HIGHEST * parts and run_length(mean, k=k, h=high, parts=parts) < quiet_weeks:
        low, high = high, min(high * 2, HIGHEST * parts)
    while high - low > 1:
        middle = (low + high) // 2
        if run_length(mean, k=k, h=middle, parts=parts) < quiet_weeks:
            low = middle
        else:
            high = middle
    return high / parts


def _parts(mean: float) -> int:
    """Return into how many parts an event is cut: the rarer, the finer."""
    return next((parts for below, parts in ((0.3, 20), (1.0, 10), (4.0, 4)) if mean < below), 1)


def _rounded(mean: float) -> float:
    """Return a mean to two figures: few thresholds are computed, and none is far off."""
    return float(f"{mean:.2g}")


def watch(weeks: Sequence[Week], rule: Rule = RULE) -> list[Point]:
    """Return what the watch makes of each week, in order; `weeks` lie side by side.

    After an alarm the sum begins anew: a rise that lasts alarms again.
    """
    found: list[Point] = []
    last: Point | None = None
    for at, week in enumerate(weeks):
        point = _point(week, usual(weeks[:at], rule), last, rule)
        if point.state is State.COUNTED:
            last = point
        found.append(point)
    return found


def usual(before: Sequence[Week], rule: Rule = RULE) -> float | None:
    """Return the usual rate a contact, learnt from the weeks before; None: there are too few.

    Half an event is added: that nothing was ever counted does not make it impossible.
    """
    known = [one for one in before[: max(0, len(before) - rule.guard)] if not one.missing]
    known = known[-rule.most :]
    contacts = sum(one.contacts for one in known)
    if len(known) < rule.learn or not contacts:
        return None
    return (sum(one.count for one in known) + 0.5) / contacts


def _point(week: Week, rate: float | None, last: Point | None, rule: Rule) -> Point:
    plain = (week.monday, week.contacts, week.count)
    before = 0.0 if last is None or last.alarm else last.statistic
    if week.missing:
        return Point(*plain, state=State.MISSING, statistic=before)
    if rate is None:
        return Point(*plain, state=State.LEARNING)
    # A count without contacts (staff alone reported) is set against one contact, not none.
    expected = rate * max(1, week.contacts)
    limit = threshold(_rounded(expected), rule.rise, rule.quiet_weeks)
    statistic = max(0.0, before + week.count - reference(expected, rule.rise))
    risen = statistic > NEGLIGIBLE
    goes_on = risen and before > NEGLIGIBLE and last is not None
    return Point(
        *plain,
        state=State.COUNTED,
        expected=expected,
        statistic=statistic,
        threshold=limit,
        alarm=statistic >= limit,
        since=(last.since if goes_on and last else week.monday) if risen else None,
        counted_since=week.count + (last.counted_since if goes_on and last else 0),
        expected_since=expected + (last.expected_since if goes_on and last else 0.0),
    )


def dispersion(points: Sequence[Point]) -> float | None:
    """Return how much more the counts vary than chance alone makes them; about 1 is chance.

    Pearson's statistic over its degrees of freedom, of the weeks that had something usual and
    were no part of a rise. None with fewer than ten of them. Well above 1, events come in
    clusters (one person who calls again and again), and false alarms are more frequent than the
    rule says.
    """
    rises = [(one.since, one.monday) for one in points if one.alarm and one.since]
    known = [
        (one.count, one.expected)
        for one in points
        if one.expected and not any(first <= one.monday <= last for first, last in rises)
    ]
    if len(known) < 10:  # noqa: PLR2004 - see above
        return None
    return sum((count - mean) ** 2 / mean for count, mean in known) / (len(known) - 1)


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, in seconds: of how many, the middle, and nine in ten.

    Of fewer than five the middle says nothing, and is None; of fewer than ten, nine in ten.
    """

    n: int
    p50: float | None
    p90: float | None


def spread(values: Iterable[float]) -> Spread:
    """Return how long something took, by nearest rank."""
    known = sorted(values)
    n = len(known)
    return Spread(
        n=n,
        p50=known[math.ceil(n * 0.5) - 1] if n >= 5 else None,  # noqa: PLR2004 - see Spread
        p90=known[math.ceil(n * 0.9) - 1] if n >= 10 else None,  # noqa: PLR2004 - see Spread
    )


def by_month(weeks: Iterable[Week]) -> list[Week]:
    """Return the months of these weeks; a week belongs to the month of its Thursday.

    `monday` is then the first day of the month.
    """
    found: dict[date, tuple[int, int]] = {}
    for one in weeks:
        month = (one.monday + timedelta(days=3)).replace(day=1)
        contacts, count = found.get(month, (0, 0))
        found[month] = (contacts + one.contacts, count + one.count)
    return [Week(month, *found[month]) for month in sorted(found)]
