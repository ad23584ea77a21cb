"""How somebody who was sent stands: told, on the way, there, done, or out of contact (S3-23).

What comes from the field reports the world, so an open deployment takes a report of any state:
a crew that was told and is heard next on scene is on scene, and one that was called to a second
place is on the way again. Only what has ended takes nothing more. Two check-ins missed one
after another put somebody out of contact; the first sign of them brings them back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, Literal

TOLD: Final = "told"
ACKNOWLEDGED: Final = "acknowledged"
EN_ROUTE: Final = "en_route"
ON_SCENE: Final = "on_scene"
WORKING: Final = "working"
COMPLETE: Final = "complete"
DECLINED: Final = "declined"
WITHDRAWN: Final = "withdrawn"
OUT_OF_CONTACT: Final = "out_of_contact"

STATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        TOLD: "Told",
        ACKNOWLEDGED: "Acknowledged",
        EN_ROUTE: "On the way",
        ON_SCENE: "On scene",
        WORKING: "Working",
        COMPLETE: "Complete",
        DECLINED: "Cannot go",
        WITHDRAWN: "Withdrawn",
        OUT_OF_CONTACT: "Out of contact",
    }
)
"""Every state, in the words a screen shows."""

ENDED: Final = frozenset({COMPLETE, DECLINED, WITHDRAWN})
"""States in which somebody is free again."""

BEFORE_ARRIVAL: Final = frozenset({TOLD, ACKNOWLEDGED, EN_ROUTE})
"""States in which the response is not there yet."""

HEARD: Final = "heard"
"""A sign of them that says nothing new: it stops the clock, and brings them back."""

LOST: Final = "lost"
"""Two check-ins were missed one after another."""

REPORTS: Final = (ACKNOWLEDGED, EN_ROUTE, ON_SCENE, WORKING, COMPLETE, DECLINED)
"""What can be reported from the field, in the order it usually comes."""

EVENTS: Final = (*REPORTS, HEARD, WITHDRAWN, LOST)
"""Everything that can happen to a deployment."""

ALARM_AFTER: Final = 2
"""So many check-ins missed one after another raise the alarm."""

FIRST_SIGN_WITHIN: Final = timedelta(minutes=3)
"""Whoever was told is asked again after this long at the latest: nobody may have heard it."""

SHORTEST: Final = timedelta(minutes=1)
"""No check-in comes sooner than this after the one before."""

LONGEST: Final = timedelta(hours=4)
"""Nobody who was sent is left alone for longer."""

ANSWER_WITHIN: Final = timedelta(minutes=5)
"""A request for more that waits longer is told to supervisors (S3-13)."""

CODE_DIGITS: Final = 8
"""A code for a text message; a page's code has six, so neither is taken for the other."""

Why = Literal["ended", "there_already"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A state; while somebody is out of contact, also how they stood before."""

    state: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something cannot happen to a deployment as it stands."""

    why: Why
    state: str


def move(standing: Standing, event: str) -> Standing | Refusal:
    """Return how a deployment stands after `event`, or why that cannot be.

    Raises:
        ValueError: nothing of the name `event` can happen.
    """
    if event not in EVENTS:
        raise ValueError(f"nothing called {event} happens to a deployment")
    if standing.state in ENDED:
        return Refusal("ended", standing.state)
    if event == LOST:
        return _lost(standing)
    if event == HEARD:
        return Standing(standing.before or standing.state)
    if event == DECLINED and (standing.before or standing.state) not in BEFORE_ARRIVAL:
        return Refusal("there_already", standing.state)
    return Standing(event)


def _lost(standing: Standing) -> Standing:
    if standing.state == OUT_OF_CONTACT:
        return standing
    return Standing(OUT_OF_CONTACT, standing.state)


@dataclass(frozen=True, slots=True)
class Missed:
    """What a missed check-in brings: asked again, or the alarm; and when it is looked at next."""

    misses: int
    alarm: bool
    next_due_at: datetime


def first_check(every: timedelta, *, at: datetime) -> datetime:
    """Return when somebody who was told at `at` is asked for the first sign of themselves."""
    return at + min(every, FIRST_SIGN_WITHIN)


def missed(misses: int, every: timedelta, *, at: datetime) -> Missed:
    """Return what it brings that no sign came after `misses` others that did not come either.

    After the first they are asked again and have half the time, at least a minute. From the
    second on it is an alarm, again each time until somebody hears from them.
    """
    now = misses + 1
    half = max(every / 2, SHORTEST)
    return Missed(now, now >= ALARM_AFTER, at + half)


_CODE: Final = re.compile(rf"(?<!\d)\d{{{CODE_DIGITS}}}(?!\d)")

_SAID: Final[Mapping[str, str]] = MappingProxyType(
    {
        words: event
        for event, phrases in {
            ACKNOWLEDGED: ("", "1", "yes", "ok", "got it", "acknowledged"),
            EN_ROUTE: ("2", "on the way", "on our way", "on my way", "en route", "going"),
            ON_SCENE: ("3", "on scene", "arrived", "there", "here"),
            WORKING: ("4", "working", "started"),
            COMPLETE: ("5", "complete", "completed", "done", "finished"),
            DECLINED: ("6", "no", "cannot", "cannot go", "can not go", "decline"),
            HEARD: ("7", "safe", "all well", "still here"),
        }.items()
        for words in phrases
    }
)


def starts_report(text: str) -> bool:
    """Return whether a text message holds a code of somebody who was sent."""
    return _CODE.search(text) is not None


def read_report(text: str) -> tuple[str, str] | None:
    """Return the code and what is reported in a text message; None when it cannot be read.

    The code alone says that they have it. What is not understood beside it is no report at all:
    "not done 12345678" must not count as done.
    """
    codes = set(_CODE.findall(text))
    if len(codes) != 1:
        return None
    words = " ".join(re.findall(r"[a-z0-9]+", _CODE.sub(" ", text).lower()))
    event = _SAID.get(words)
    return (codes.pop(), event) if event else None


def how_long(lasted: timedelta) -> str:
    """Return how long something took, in words: seconds up to two minutes, then minutes."""
    minutes, seconds = divmod(max(int(lasted.total_seconds()), 0), 60)
    hours = minutes // 60
    if hours > 1:
        return f"{hours} hours {minutes % 60} minutes"
    return f"{minutes} minutes" if minutes > 1 else f"{minutes * 60 + seconds} seconds"
