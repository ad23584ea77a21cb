"""When somebody is looked after once a hard contact is over, in their own hours (S4-6, S0-39).

A plan is a document of the playbook: steps, for whom each is, by whom, and when. This reads it,
and puts its steps into a person's own time: in a shift of theirs where one lies in the step's
window, else by day, and never on leave or in the sleep after a night shift. Nobody is asked to
tell it again, and nothing here looks at how anybody is (NICE NG116: follow up within a month,
offer no debriefing). The default times are section 17 of the domain reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final


class Involved(StrEnum):
    """In which way somebody had to do with a contact; it decides which steps are for them."""

    AGENT = "agent"
    LISTENER = "listener"
    SUPERVISOR = "supervisor"
    BYSTANDER = "bystander"
    REVIEWER = "reviewer"


class When(StrEnum):
    """What a step's time hangs on: now, the end of the shift, or a time after the contact."""

    NOW = "now"
    END_OF_SHIFT = "end_of_shift"
    AFTER = "after"


class By(StrEnum):
    """Who does it: the supporter a person chose, or a colleague who is trained for it."""

    SUPPORTER = "supporter"
    PEER = "peer"


@dataclass(frozen=True, slots=True)
class Step:
    """One time at which somebody looks after a person.

    `after` and `until` are its window after the contact; for the end of a shift, `after` is
    what stands for it where no rota says when it ends. `within` is how long after its time it
    is missed, `again` what another supporter has then.
    """

    id: str
    title: str
    words: str
    when: When
    after: timedelta
    until: timedelta
    within: timedelta
    again: timedelta
    by: By
    opt_in: bool
    people: frozenset[Involved]


@dataclass(frozen=True, slots=True)
class More:
    """What comes on top from so many crisis contacts in so many days."""

    contacts: int
    days: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """The part of a day in which somebody is disturbed off shift, and the sleep after a night."""

    starts: time
    ends: time
    rest: timedelta


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan of aftercare. `off_queue` says who takes no contacts afterwards."""

    id: str
    title: str
    off_queue: frozenset[Involved]
    day: Day
    steps: tuple[Step, ...]
    more: More | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A shift, or leave: from a moment until another."""

    starts_at: datetime
    ends_at: datetime

    def covers(self, at: datetime) -> bool:
        """Return whether `at` lies in it; its end does not."""
        return self.starts_at <= at < self.ends_at


@dataclass(frozen=True, slots=True)
class Hours:
    """A person's own hours: their zone, the shifts on which they are on duty, their leave."""

    zone: tzinfo
    shifts: tuple[Stretch, ...] = ()
    leave: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A step with its time; `due_at` is None while it waits for the person to take it up."""

    step: Step
    at: datetime
    due_at: datetime | None


MERGED: Final = timedelta(hours=24)
"""Two open steps of one name closer than this are one: nobody is asked twice the same evening."""

BEFORE_THE_END: Final = timedelta(minutes=15)
"""So long before the end of a shift somebody is seen off."""

_NIGHT: Final = time(3)
"""A shift in which this hour lies is a night shift."""

_DURATION: Final = re.compile(r"(\d{1,4}) (min|h|d)")
_UNITS: Final[Mapping[str, timedelta]] = MappingProxyType(
    {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
)
_ID: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_TITLE: Final = 80
_EVERYONE: Final = frozenset(Involved)
_LONGEST: Final = timedelta(days=366)

# ── times ──


def plan_for(
    plan: Plan,
    *,
    involved: Involved,
    contacts_lately: int,
    hours: Hours,
    standing: Mapping[str, Iterable[datetime]],
    at: datetime,
) -> list[Planned]:
    """Return the steps for one person after a contact that ended at `at`, the soonest first.

    `contacts_lately` counts their crisis contacts in the days of `plan.more`, this one too.
    `standing` holds the times of the steps that they are still owed from earlier, by name: a
    step within a day of one of those is not planned a second time, save the first one.
    """
    found = [
        Planned(step, when, None if step.opt_in else when + step.within)
        for step in steps_for(plan, involved=involved, contacts_lately=contacts_lately)
        for when in [time_of(step, hours=hours, day=plan.day, at=at)]
        if step.when is When.NOW or not _stands(when, standing.get(step.id, ()))
    ]
    return sorted(found, key=lambda one: one.at)


def steps_for(plan: Plan, *, involved: Involved, contacts_lately: int) -> tuple[Step, ...]:
    """Return the steps that are for somebody, with those that come from many contacts."""
    more = plan.more
    added = more.steps if more is not None and contacts_lately >= more.contacts else ()
    return tuple(one for one in (*plan.steps, *added) if involved in one.people)


def time_of(step: Step, *, hours: Hours, day: Day, at: datetime) -> datetime:
    """Return when a step is meant to be for somebody with these hours, never before `at`."""
    if step.when is When.NOW:
        return at
    if step.when is When.END_OF_SHIFT:
        return _end_of_shift(step, hours=hours, day=day, at=at)
    return fit(at + step.after, latest=at + step.until, hours=hours, day=day)


def fit(earliest: datetime, *, latest: datetime, hours: Hours, day: Day) -> datetime:
    """Return the first good moment from `earliest` on: at work if that is before `latest`.

    Else by day, at home, not on leave and not in the sleep after a night. Somebody on leave
    until after `latest` is left alone until they are back: better late than on their holiday.
    """
    at_work = min(
        (
            max(earliest, shift.starts_at)
            for shift in hours.shifts
            if max(earliest, shift.starts_at) < min(shift.ends_at, latest)
            and not _covers(hours.leave, max(earliest, shift.starts_at))
        ),
        default=None,
    )
    return at_work if at_work is not None else _by_day(earliest, hours=hours, day=day)


def is_good(at: datetime, *, hours: Hours, day: Day) -> bool:
    """Return whether somebody can be looked after at `at`: at work, or awake at home."""
    return _next(at, hours=hours, day=day) is None


def _by_day(at: datetime, *, hours: Hours, day: Day) -> datetime:
    while (later := _next(at, hours=hours, day=day)) is not None:
        at = later
    return at


def _next(at: datetime, *, hours: Hours, day: Day) -> datetime | None:
    """Return a later moment to try, or None where this one is good."""
    for leave in hours.leave:
        if leave.covers(at):
            return leave.ends_at
    if _covers(hours.shifts, at):
        return None
    for shift in hours.shifts:
        if _is_night(shift, hours.zone) and shift.ends_at <= at < shift.ends_at + day.rest:
            return shift.ends_at + day.rest
    return _morning(at, zone=hours.zone, day=day)


def _morning(at: datetime, *, zone: tzinfo, day: Day) -> datetime | None:
    """Return when the day begins for somebody whom `at` would wake, None where it does not."""
    local = at.astimezone(zone)
    if day.starts <= local.time() < day.ends:
        return None
    date = local.date() + timedelta(days=1 if local.time() >= day.ends else 0)
    return datetime.combine(date, day.starts, zone).astimezone(UTC)


def _is_night(shift: Stretch, zone: tzinfo) -> bool:
    first = shift.starts_at.astimezone(zone).date()
    return any(
        shift.covers(datetime.combine(first + timedelta(days=days), _NIGHT, zone))
        for days in range((shift.ends_at - shift.starts_at).days + 2)
    )


def _end_of_shift(step: Step, *, hours: Hours, day: Day, at: datetime) -> datetime:
    ends = [one.ends_at for one in hours.shifts if one.covers(at)]
    if ends:
        return max(at, max(ends) - BEFORE_THE_END)
    guess = at + step.after
    return guess if is_good(guess, hours=hours, day=day) else at


def _covers(stretches: Iterable[Stretch], at: datetime) -> bool:
    return any(one.covers(at) for one in stretches)


def _stands(when: datetime, times: Iterable[datetime]) -> bool:
    return any(abs(when - one) < MERGED for one in times)


# ── the document ──


def parse_plan(body: Mapping[str, Any]) -> Plan:
    """Return the plan that a document describes; every scalar of it is text.

    Raises:
        KeyError, TypeError, ValueError: it is no plan; the text says where and what is wrong.
    """
    steps = _steps(body["steps"], "steps")
    found = body.get("more")
    more = None if found is None else _more(found)
    ids = [one.id for one in (*steps, *(more.steps if more else ()))]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise ValueError(f"steps: {', '.join(twice)} stands there twice")
    if not any(one.when is When.NOW for one in steps):
        raise ValueError("steps: one of them is “now”; nobody goes home unseen")
    return Plan(
        id=_words(body, "id", "aftercare"),
        title=_words(body, "title", "aftercare"),
        off_queue=_people(body["off_queue"], "off_queue"),
        day=_day(body["day"]),
        steps=steps,
        more=more,
    )


def duration(text: str, place: str) -> timedelta:
    """Return a time such as `30 min`, `24 h` or `7 d`.

    Raises:
        ValueError: it is written otherwise, or longer than a year.
    """
    found = _DURATION.fullmatch(text)
    length = int(found[1]) * _UNITS[found[2]] if found else None
    if length is None or length > _LONGEST:
        raise ValueError(f"{place}: write a time as 30 min, 24 h or 7 d, not “{text}”")
    return length


def _steps(found: Sequence[Mapping[str, Any]], place: str) -> tuple[Step, ...]:
    return tuple(_step(entry, f"{place}[{number}]") for number, entry in enumerate(found, start=1))


def _step(entry: Mapping[str, Any], place: str) -> Step:
    name = _words(entry, "id", place)
    if not _ID.fullmatch(name):
        raise ValueError(f"{place}.id: small letters, digits and hyphens, at most 40")
    when = When(entry["when"])
    after = timedelta() if when is When.NOW else duration(entry["after"], f"{place}.after")
    until = duration(entry["until"], f"{place}.until") if when is When.AFTER else after
    if when is When.AFTER and until <= after:
        raise ValueError(f"{place}.until: it comes after “after”")
    opt_in = _choice(entry, "opt_in", place)
    if opt_in and when is When.NOW:
        raise ValueError(f"{place}.opt_in: the first one is offered to everybody, unasked")
    return Step(
        id=name,
        title=_words(entry, "title", place),
        words=_words(entry, "words", place),
        when=when,
        after=after,
        until=until,
        within=duration(entry["within"], f"{place}.within"),
        again=duration(entry["again"], f"{place}.again"),
        by=By(entry.get("by", By.SUPPORTER.value)),
        opt_in=opt_in,
        people=_people(entry["for"], f"{place}.for") if "for" in entry else _EVERYONE,
    )


def _more(entry: Mapping[str, Any]) -> More:
    contacts, days = _number(entry, "contacts", 2), _number(entry, "days", 1)
    return More(contacts=contacts, days=days, steps=_steps(entry["steps"], "more.steps"))


def _number(entry: Mapping[str, Any], key: str, least: int) -> int:
    text = str(entry[key])
    if not text.isdecimal() or not least <= int(text) <= _LONGEST.days:
        raise ValueError(f"more.{key}: a whole number from {least} to {_LONGEST.days}")
    return int(text)


def _day(entry: Mapping[str, Any]) -> Day:
    found = Day(
        starts=time.fromisoformat(entry["from"]),
        ends=time.fromisoformat(entry["until"]),
        rest=duration(entry["rest"], "day.rest"),
    )
    if found.starts >= found.ends:
        raise ValueError("day: it begins before it ends")
    return found


def _people(found: Sequence[str], place: str) -> frozenset[Involved]:
    if isinstance(found, str) or not found:
        raise ValueError(f"{place}: name at least one of {', '.join(Involved)}")
    return frozenset(Involved(one) for one in found)


def _choice(entry: Mapping[str, Any], key: str, place: str) -> bool:
    said = str(entry.get(key, "no"))
    if said not in {"yes", "no"}:
        raise ValueError(f"{place}.{key}: yes or no")
    return said == "yes"


def _words(entry: Mapping[str, Any], key: str, place: str) -> str:
    text = str(entry.get(key, "")).strip()
    if not text or (key == "title" and len(text) > _TITLE):
        raise ValueError(f"{place}.{key}: some words, in a title at most {_TITLE} letters")
    return text


# ── where no plan is in force ──

MINIMUM: Final = Plan(
    id="minimum",
    title="The least that everybody is owed",
    off_queue=_EVERYONE - {Involved.REVIEWER},
    day=Day(starts=time(9), ends=time(20), rest=timedelta(hours=9)),
    steps=(
        Step(
            id="first",
            title="Within 30 minutes",
            words="Somebody comes to you, in private, for a few minutes.",
            when=When.NOW,
            after=timedelta(),
            until=timedelta(),
            within=timedelta(minutes=30),
            again=timedelta(minutes=15),
            by=By.SUPPORTER,
            opt_in=False,
            people=_EVERYONE - {Involved.REVIEWER},
        ),
        Step(
            id="month",
            title="After a month",
            words="A look back together, if you want one.",
            when=When.AFTER,
            after=timedelta(days=28),
            until=timedelta(days=35),
            within=timedelta(days=2),
            again=timedelta(days=1),
            by=By.SUPPORTER,
            opt_in=False,
            people=_EVERYONE,
        ),
    ),
    more=None,
)
"""What is owed where a centre has put no plan in force: nobody goes without (S4-6).

It gives no advice. A check at once, and one within a month (NICE NG116).
"""
