"""Coaching and buddying: stages, what shows that somebody could use support, what closes a gap.

Needs are shown with what they come from, one beside the other. They are never added up, people
are never ordered by them, and nothing follows from them by itself (S3-25, `design.md` 3.7).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

LAST_REVIEWS: Final = 5
"""So many of a person's last reviewed contacts are looked at."""

OFTEN: Final = 2
"""An item that was missed in so many of them is shown as a need."""

MANY_CONTACTS: Final = 3
"""From so many crisis contacts in the days that are looked at, exposure is shown."""

EXPOSURE_DAYS: Final = 28

MISSED: Final = frozenset({"partly", "not_met"})


class Stage(StrEnum):
    """How far a plan is. Shadowing comes before being shadowed, and both before alone."""

    TALK = "talk"
    SHADOW = "shadow"
    REVERSE = "reverse_shadow"
    ALONE = "alone"


STAGE_WORDS: Final[Mapping[Stage, str]] = {
    Stage.TALK: "Talking",
    Stage.SHADOW: "Shadowing: they watch the supporter",
    Stage.REVERSE: "Reverse shadowing: the supporter watches them",
    Stage.ALONE: "On their own, with somebody to ask",
}

_NEEDS: Final[Mapping[Stage, Stage]] = {
    Stage.REVERSE: Stage.SHADOW,
    Stage.ALONE: Stage.REVERSE,
}
_WHY_NOT: Final[Mapping[Stage, str]] = {
    Stage.SHADOW: "Hold a shadowing session first: they watch before they are watched.",
    Stage.REVERSE: "Hold a reverse shadowing session first: somebody beside them, then alone.",
}


def move(now: Stage, to: Stage, *, held: Collection[Stage]) -> str:
    """Return why a plan cannot go from stage `now` to stage `to`, or nothing when it can.

    `held` are the kinds of sessions that were held. Going back is always possible; going on
    needs a session of the stage before (S3-26).
    """
    if to == now:
        return "The plan is at this stage already."
    order = list(Stage)
    needed = _NEEDS.get(to)
    if order.index(to) > order.index(now) and needed is not None and needed not in held:
        return _WHY_NOT[needed]
    return ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One reviewed contact of a person: when it was finished, and each item's verdict."""

    review: str
    at: datetime
    verdicts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that shows that support could help, in words, and where it comes from.

    `kind` is `review`, `exposure`, `training` or `wish`; `item` an item of the score card or
    the id of a course, else empty.
    """

    kind: str
    item: str
    words: str


def needs(
    reviews: Sequence[Judged],
    *,
    exposed: int,
    gaps: Sequence[tuple[str, str]],
    wishes: int,
    item_words: Mapping[str, str],
    grave: Mapping[str, str],
) -> tuple[Need, ...]:
    """Return what shows that a person could use support (S3-25), wishes first.

    `exposed` counts crisis contacts of the last `EXPOSURE_DAYS` days; `gaps` are courses that
    are missing or lapsed, as id and words. Items are in the order of `item_words`; one missed
    once says little, but what is `grave` says enough. Nothing is weighed against anything else.
    """
    found: list[Need] = []
    if wishes:
        found.append(Need("wish", "", "Asked for support themselves."))
    found += _from_reviews(reviews, grave, 1)
    found += _from_reviews(reviews, item_words, OFTEN)
    if exposed >= MANY_CONTACTS:
        words = f"{exposed} crisis contacts in {EXPOSURE_DAYS} days."
        found.append(Need("exposure", "", words))
    found += [Need("training", course, words) for course, words in gaps]
    return tuple(found)


def _from_reviews(
    reviews: Sequence[Judged], item_words: Mapping[str, str], least: int
) -> Iterator[Need]:
    last = sorted(reviews, key=lambda one: (one.at, one.review))[-LAST_REVIEWS:]
    for item, words in item_words.items():
        seen = [one.verdicts[item] for one in last if item in one.verdicts]
        missed = sum(one in MISSED for one in seen)
        if missed >= least:
            how = "in" if least == 1 else "partly or not met in"
            said = f"{words}: {how} {missed} of {len(seen)} reviewed contacts."
            yield Need("review", item, said)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A review that could close an improvement action."""

    finished_at: datetime | None
    contact_at: datetime
    exercise: bool
    person: str
    site: str
    kind: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Gap:
    """An improvement action: about one person, or (person empty) a team at a site.

    `kind` is the kind of contact it is about; empty: any.
    """

    opened_at: datetime
    exercise: bool
    person: str
    site: str
    kind: str


def why_not_closed(gap: Gap, shown: Evidence) -> str:
    """Return why a review does not close an improvement action, or nothing when it does.

    It is closed by a later good contact alone (S3-28): one that began after the action was
    opened, was reviewed to the end, is about the same person or team, and met the item.
    """
    tests = (
        (shown.finished_at is None, "That review is not finished yet."),
        (shown.exercise != gap.exercise, "An exercise closes nothing real, nor the other way."),
        (
            shown.contact_at <= gap.opened_at,
            "That contact came before this action: it takes a later one to show the change.",
        ),
        (bool(gap.person) and shown.person != gap.person, "That contact was somebody else’s."),
        (
            not gap.person and shown.site != gap.site,
            "That contact was at another site.",
        ),
        (
            bool(gap.kind) and shown.kind != gap.kind,
            "That contact was of another kind than this action is about.",
        ),
        (
            shown.verdict != "met",
            "In that contact this item was not judged as met. A good contact closes it.",
        ),
    )
    return next((words for fails, words in tests if fails), "")
