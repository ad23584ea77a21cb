"""How long things are kept: what is asked of whoever decides it, and what goes when.

There is no period that fits everybody: each kind is decided by a named person, with its legal
basis, and a legal hold goes before all of it (S3-29). Until somebody decides, nothing goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

LONGEST: Final = 36525
"""Days: a hundred years."""

EVERY: Final = timedelta(hours=1)
"""How often it is looked for what has had its time."""

BATCH: Final = 50
"""So many go at once, so that nothing else waits."""

AGAIN: Final = timedelta(seconds=5)
"""How soon it is looked again while there is more."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that is kept, and what happens when its time is over.

    `title` names it, `since` says from when it is counted, `goes` what goes, `stays` what does
    not; `least` is the shortest time in days that may be decided.
    """

    id: str
    title: str
    since: str
    goes: str
    stays: str
    least: int = 1


def keep_faults(kind: Kind, days: int | None, basis: str) -> dict[str, str]:
    """Return what is wrong with a decision on how long a kind is kept, by field."""
    faults = {}
    if days is None or not kind.least <= days <= LONGEST:
        faults["days"] = f"Give a whole number of days, at least {kind.least}, at most {LONGEST}."
    if not basis.strip():
        faults["basis"] = "Name the law, contract or policy that this follows."
    return faults


def cutoff(days: int, *, at: datetime) -> datetime:
    """Return before which moment things must lie so that their time is over at `at`.

    Far back there is no such moment: then nothing is old enough.
    """
    try:
        return at - timedelta(days=days)
    except OverflowError:
        return at.min.replace(tzinfo=at.tzinfo)


def next_look(gone: int, *, at: datetime) -> datetime:
    """Return when it is looked again, after `gone` things went: soon while there is more."""
    return at + (AGAIN if gone >= BATCH else EVERY)
