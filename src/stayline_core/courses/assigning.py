"""Who owes which course, by role and by exposure, and how each stands (S4-23 to S4-27).

A curriculum is a document. Nothing here takes anything from anybody: a course that is missing
or has run out is shown, and keeps nobody from helping.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from stayline_core.courses.course import number, words

EVERYBODY: Final = "everybody"
"""In the place of roles: whoever works here."""

EXPOSURES: Final = ("low", "some", "high")
"""How likely it is to meet a person in crisis in a role."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A course that an audience is to pass, so many days after it became theirs."""

    course: str
    within_days: int


@dataclass(frozen=True, slots=True)
class Audience:
    """A kind of colleague: the roles they have, how likely such contacts are, their courses.

    `practise_days`: how often to practise a scenario; 0: it is not asked for (S4-44).
    """

    id: str
    title: str
    roles: tuple[str, ...]
    exposure: str
    requirement: str
    wanted: tuple[Wanted, ...]
    practise_days: int = 0


@dataclass(frozen=True, slots=True)
class ExposureRule:
    """What is asked of whoever was in so many crisis contacts within so many days.

    A pass counts only if it is not older than `again_after_days` before the day it was reached.
    """

    at_least: int
    in_days: int
    again_after_days: int
    because: str
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Curriculum:
    """Which courses belong to which audience, and what exposure adds."""

    id: str
    title: str
    note: str
    audiences: tuple[Audience, ...]
    exposures: tuple[ExposureRule, ...]

    def practise_days(self, roles: Collection[str]) -> int:
        """Return how often whoever has these roles is to practise, in days; 0: not asked for."""
        days = [one.practise_days for one in self.audiences if not set(one.roles).isdisjoint(roles)]
        return min((each for each in days if each), default=0)

    @property
    def courses(self) -> frozenset[str]:
        """Every course that it names."""
        lists = [each.wanted for each in self.audiences] + [each.wanted for each in self.exposures]
        return frozenset(one.course for each in lists for one in each)


@dataclass(frozen=True, slots=True)
class Owed:
    """A course that somebody is to pass: why, since when, until when.

    `not_before`: a pass before this day does not answer it; None: any pass does.
    """

    course: str
    because: tuple[str, ...]
    since: date
    due: date
    not_before: date | None = None


@dataclass(frozen=True, slots=True)
class Pass:
    """A course was passed on a day; `until` is the last day that counts."""

    course: str
    on: date
    until: date | None


class Stand(StrEnum):
    """How somebody stands to one course."""

    DONE = "done"
    SOON = "soon"
    MISSING = "missing"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a course stands: done, or what is to be done by when."""

    stand: Stand
    due: date | None

    def late(self, today: date) -> bool:
        """Return whether its day has gone by. It is a fact to help with, never a fault."""
        return self.stand in {Stand.MISSING, Stand.LAPSED} and bool(self.due and self.due < today)


def owed(
    curricula: Iterable[Curriculum],
    *,
    roles: Mapping[str, date],
    exposed: Sequence[date],
    asked: Iterable[Owed] = (),
    today: date,
) -> list[Owed]:
    """Return what somebody is to pass, by course: the earliest day counts, all reasons are kept.

    `roles` are theirs with the day each became theirs, and `EVERYBODY` with the day they began;
    `exposed` the days of their crisis contacts; `asked` what was asked of them by name.
    """
    found: list[Owed] = list(asked)
    for one in curricula:
        for audience in one.audiences:
            days = [roles[name] for name in audience.roles if name in roles]
            if days:
                found += _of_audience(audience, min(days))
        for rule in one.exposures:
            found += _of_exposure(rule, sorted(exposed), today)
    together: dict[str, Owed] = {}
    for each in found:
        known = together.get(each.course)
        together[each.course] = each if known is None else _joined(known, each)
    return sorted(together.values(), key=lambda one: (one.due, one.course))


def stand(owing: Owed, passes: Iterable[Pass], *, remind_days: int, today: date) -> Standing:
    """Return how somebody stands to a course they owe.

    Done until its last day; soon within `remind_days` of it; lapsed afterwards. A pass that is
    too old for what was asked leaves the course missing.
    """
    mine = [one for one in passes if one.course == owing.course and one.on <= today]
    if not mine:
        return Standing(Stand.MISSING, owing.due)
    fresh = [one for one in mine if owing.not_before is None or one.on >= owing.not_before]
    if not fresh:
        return Standing(Stand.MISSING, owing.due)
    until = max(one.until or date.max for one in fresh)
    if until == date.max:
        return Standing(Stand.DONE, None)
    if until < today:
        return Standing(Stand.LAPSED, until)
    soon = until - today <= timedelta(days=remind_days)
    return Standing(Stand.SOON if soon else Stand.DONE, until)


def parse_curriculum(body: Mapping[str, Any]) -> Curriculum:
    """Return the curriculum that a document describes.

    Raises:
        KeyError, TypeError, ValueError: it is none; the text says what is wrong and where.
    """
    names = [words(one, "id", "audiences") for one in body["audiences"]]
    if len(set(names)) < len(names):
        raise ValueError("audiences: one of them is there twice")
    return Curriculum(
        id=words(body, "id", "curriculum"),
        title=words(body, "title", "curriculum"),
        note=body.get("note", ""),
        audiences=tuple(_audience(one) for one in body["audiences"]),
        exposures=tuple(_rule(one) for one in body.get("exposures", ())),
    )


def _of_audience(audience: Audience, since: date) -> list[Owed]:
    return [
        Owed(one.course, (audience.title,), since, since + timedelta(days=one.within_days))
        for one in audience.wanted
    ]


def _of_exposure(rule: ExposureRule, days: Sequence[date], today: date) -> list[Owed]:
    """The latest day on which the number was reached decides: it is asked for once more then."""
    window = timedelta(days=rule.in_days)
    reached = [
        day
        for first, day in zip(days, days[rule.at_least - 1 :], strict=False)
        if day - first < window and day <= today
    ]
    if not reached:
        return []
    since = max(reached)
    before = since - timedelta(days=rule.again_after_days)
    return [
        Owed(one.course, (rule.because,), since, since + timedelta(days=one.within_days), before)
        for one in rule.wanted
    ]


def _joined(one: Owed, other: Owed) -> Owed:
    days = [day for day in (one.not_before, other.not_before) if day is not None]
    return Owed(
        course=one.course,
        because=tuple(dict.fromkeys((*one.because, *other.because))),
        since=min(one.since, other.since),
        due=min(one.due, other.due),
        not_before=max(days) if days else None,
    )


def _audience(entry: Mapping[str, Any]) -> Audience:
    name = words(entry, "id", "audience")
    roles, exposure = entry.get("roles", ()), entry.get("exposure", "")
    if isinstance(roles, str) or not roles:
        raise ValueError(f"{name}: roles is a list")
    if exposure not in EXPOSURES:
        raise ValueError(f"{name}: exposure is one of {', '.join(EXPOSURES)}")
    return Audience(
        id=name,
        title=words(entry, "title", name),
        roles=tuple(roles),
        exposure=exposure,
        requirement=entry.get("requirement", ""),
        wanted=_wanted(entry, name),
        practise_days=number({"practise_days": "0", **entry}, "practise_days", 0, 3650),
    )


def _rule(entry: Mapping[str, Any]) -> ExposureRule:
    because = words(entry, "because", "exposures")
    return ExposureRule(
        at_least=number(entry, "at_least", 1, 1000),
        in_days=number(entry, "in_days", 1, 3650),
        again_after_days=number(entry, "again_after_days", 0, 3650),
        because=because,
        wanted=_wanted(entry, because),
    )


def _wanted(entry: Mapping[str, Any], place: str) -> tuple[Wanted, ...]:
    found = tuple(
        Wanted(words(one, "course", place), number(one, "within_days", 0, 3650))
        for one in entry["courses"]
    )
    if not found:
        raise ValueError(f"{place}: no courses")
    return found
