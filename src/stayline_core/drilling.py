"""Drills: when one begins, when it is tried again, what came of its rings. Pure rules (S4-44)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

AGAIN: Final = timedelta(minutes=30)
"""How long a drill waits that met a real contact, before it is tried again."""

GIVES_UP: Final = timedelta(hours=12)
"""How long after its time a drill is tried at most; then this time is left out."""

LONGEST: Final = timedelta(minutes=30)
"""A drill ends by itself after this, answered or not."""

MARGIN: Final = timedelta(seconds=30)
"""What is left to whoever was rung last, beyond the seconds of their rung."""


class Answered(StrEnum):
    """What somebody who was rung said."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Ring:
    """One person rung once: by which rung (from 0), how, when, and what they answered when."""

    rung: int
    person: UUID
    channel: str
    at: datetime
    answered_at: datetime | None = None
    answer: str = ""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class RungResult:
    """What came of one rung: seconds count from the moment it first rang.

    `after_s` is when it first rang, in seconds since the drill began; `answered_s` when somebody
    of it first accepted, None where nobody did. `failed` counts pages that did not leave.
    """

    rung: int
    after_s: int
    people: int
    answered_s: int | None
    answered_by: UUID | None
    declined: int
    failed: int


def results(rings: Sequence[Ring], *, began: datetime) -> tuple[RungResult, ...]:
    """Return what came of each rung that rang, in their order. Each person counts once a rung."""
    rungs = sorted({one.rung for one in rings})
    return tuple(
        _result(number, [one for one in rings if one.rung == number], began) for number in rungs
    )


def _result(number: int, rings: Sequence[Ring], began: datetime) -> RungResult:
    first = min(one.at for one in rings)
    taken = [
        (one.answered_at, one.person)
        for one in rings
        if one.answer == Answered.ACCEPTED and one.answered_at is not None
    ]
    soonest = min(taken, default=None)
    return RungResult(
        rung=number,
        after_s=_seconds(began, first),
        people=len({one.person for one in rings}),
        answered_s=_seconds(first, soonest[0]) if soonest else None,
        answered_by=soonest[1] if soonest else None,
        declined=len({one.person for one in rings if one.answer == Answered.DECLINED}),
        failed=sum(one.failed for one in rings),
    )


def _seconds(first: datetime, second: datetime) -> int:
    return max(0, round((second - first).total_seconds()))


def begins_at(day_and_time: datetime, *, window_minutes: int, key: int) -> datetime:
    """Return when a drill begins: at its time, or anywhere in its window, told by `key` alone.

    `key` is any number, such as that of an id: the same key begins at the same minute.
    """
    return day_and_time + timedelta(minutes=key % (window_minutes + 1))


def next_time(last: datetime, *, every_days: int, zone: str, after: datetime) -> datetime | None:
    """Return the next time after `after` of what repeats every so many days; None: it does not.

    The hour is that of the site: a drill at three stays at three when the clocks change.
    """
    if not every_days:
        return None
    here = ZoneInfo(zone)
    local = last.astimezone(here)
    found = last
    while found <= after:
        local = local.replace(fold=0) + timedelta(days=every_days)
        found = local.astimezone(after.tzinfo)
    return found


def tried_again(first: datetime, *, at: datetime) -> datetime | None:
    """Return when a drill that could not begin at `at` is tried again; None: it is left out."""
    again = at + AGAIN
    return again if again <= first + GIVES_UP else None


def lasts(rungs: Sequence[tuple[int, int]]) -> timedelta:
    """Return how long a drill rings at most: one round of its rungs, each (seconds, tries)."""
    whole = timedelta(seconds=sum(seconds * tries for seconds, tries in rungs))
    return min(LONGEST, whole + MARGIN)
