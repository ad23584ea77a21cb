"""How long until somebody can answer: a ladder against the people and the rota it meets.

A ladder that is well written still rings nobody where nobody holds its role, where the shifts
leave a gap, or where people are away from a screen and no way to reach them is set up. This
reckons it before a caller finds out: for every hour of a week the seconds from the first ring
until somebody is rung who can answer, and what is wrong with the ladder where it is used.

It follows what a ladder does (`stayline_core.ladder`): a rung that finds nobody is passed at
once; one whose people can be reached at a screen or elsewhere waits its seconds, try by try; the
last one repeats. It is a reckoning of who *could* answer, never a promise that they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from stayline_core.ladder import Rung, Sites
from stayline_core.ways import PHONE, SCREEN

AS_CALLS: Final = ("voice", "sms")
"""What a ladder's `phone` means: a call, and a text message."""

ANSWERS_IN: Final = {SCREEN: 0, "voice": 30, "sms": 60, "slack": 60, "teams": 60, "webhook": 120}
"""Seconds that are reckoned from a page to its answer, by way: our assumptions, not measured."""

ANSWERS_BY_MAIL: Final = 300
"""The same for e-mail, and for any way that is not named above."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody whom a rung may find: what they hold, and how they are reached off the screen."""

    id: UUID
    name: str
    roles: frozenset[str]
    """With `everyone` for whoever may take a contact over."""
    skills: tuple[tuple[str, date | None], ...] = ()
    """Each with the last day on which it counts, None for ever."""
    own_site: bool = True
    ways: frozenset[str] = frozenset()
    """voice, sms, email …: set up here, and with an address of theirs."""
    by_hand: bool = False
    """On duty though no rota says so: counted as always there."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time of one person: on duty, on call, or on leave."""

    who: UUID
    kind: str
    """duty, on_call or leave."""
    starts_at: datetime
    ends_at: datetime

    def covers(self, at: datetime) -> bool:
        """Return whether `at` lies in it; its end does not."""
        return self.starts_at <= at < self.ends_at


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of a site and of its fallback, and when they work."""

    members: tuple[Member, ...]
    spans: tuple[Span, ...] = ()
    by_hand: bool = False
    """The site keeps no rota for that week: who is on duty now is taken for always."""


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of the site's own day. `local` is its beginning on the wall clock there."""

    starts_at: datetime
    ends_at: datetime
    local: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """Who can answer at one moment: after how many seconds, how many people, at which rung.

    `seconds` None: nobody can. `silence_s` is the longest time in which the agent would see no
    change in who is coming.
    """

    seconds: int | None
    people: int = 0
    rung: str = ""
    way: str = ""
    silence_s: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """The worst moment of one hour."""

    hour: Hour
    answer: Answer


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time in which the same people can answer in the same way."""

    starts_at: datetime
    ends_at: datetime
    local: datetime
    answer: Answer

    @property
    def local_end(self) -> datetime:
        """Return its end on the wall clock of the site."""
        return self.local + (self.ends_at - self.starts_at)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a ladder where it is used. `stops`: nobody comes because of it."""

    code: str
    """no_recipients, unreachable, gap, slow, alone, silence, no_rota."""
    words: str
    mend: str
    rung: str = ""
    """At which rung; empty: the ladder as a whole."""
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """A ladder reckoned against a week of people and rota.

    `worst_s` is the longest anybody would wait for somebody who can answer; None when there is
    an hour in which nobody can.
    """

    cells: tuple[Cell, ...]
    findings: tuple[Finding, ...]
    worst_s: int | None
    silence_s: int

    @property
    def stops(self) -> bool:
        """Return whether somebody could call and nobody could come."""
        return any(one.stops for one in self.findings)


@dataclass(frozen=True, slots=True)
class Bounds:
    """From when on waiting is worth saying: for somebody to come, and without any change."""

    answer_s: int = 60
    silence_s: int = 20


def reach(
    rungs: Sequence[Rung], staff: Staff, hours: Sequence[Hour], *, bounds: Bounds | None = None
) -> Reach:
    """Reckon a ladder against the people and the rota of these hours.

    Every change within an hour counts (a shift that ends at ten past leaves fifty minutes), and
    an hour is as bad as its worst moment. Somebody on leave is nobody who can answer. Nothing is
    said about who is busy: that is known only in the moment.
    """
    stretches = [_stretches(rungs, staff, hour) for hour in hours]
    cells = tuple(
        Cell(hour, max((one.answer for one in there), key=_badness))
        for hour, there in zip(hours, stretches, strict=True)
    )
    flat = [one for there in stretches for one in there]
    waits = [one.answer.seconds for one in flat]
    silence = max((one.answer.silence_s for one in flat), default=0)
    limits = bounds or Bounds()
    findings = (
        *_of_rota(staff),
        *(found for rung in rungs for found in _of_rung(rung, staff, hours)),
        *_of_hours(flat, silence, limits),
    )
    worst = None if None in waits else max((w for w in waits if w is not None), default=None)
    return Reach(cells, findings, worst, silence)


def answer_at(rungs: Sequence[Rung], staff: Staff, *, at: datetime, local: datetime) -> Answer:
    """Return who can answer when this ladder starts at `at`, which is `local` at the site."""
    offset = silence = 0
    best: Answer | None = None
    people: set[UUID] = set()
    for rung in rungs:
        found = _found(rung, staff, at, local)
        if not found:
            continue
        first, way = min((_delay(way), way) for _, way in found)
        if best is None or offset + first < (best.seconds or 0):
            best = Answer(offset + first, rung=rung.name, way=way)
        people.update(who for who, _ in found)
        lasts = rung.seconds * rung.tries
        silence = max(silence, lasts)
        offset += lasts
    if best is None:
        return Answer(None)
    return replace(best, people=len(people), silence_s=silence)


def _stretches(rungs: Sequence[Rung], staff: Staff, hour: Hour) -> list[Stretch]:
    """Cut an hour where anything changes in it, and say who can answer in each part."""
    spans = tuple(
        one for one in staff.spans if one.starts_at < hour.ends_at and hour.starts_at < one.ends_at
    )
    there = replace(staff, spans=spans)
    edges = {edge for one in spans for edge in (one.starts_at, one.ends_at)}
    for rung in rungs:
        edges.update(_window_edges(rung, hour))
    inside = sorted(one for one in edges if hour.starts_at < one < hour.ends_at)
    starts = [hour.starts_at, *inside]
    ends = [*inside, hour.ends_at]
    found = []
    for start, end in zip(starts, ends, strict=True):
        local = hour.local + (start - hour.starts_at)
        found.append(Stretch(start, end, local, answer_at(rungs, there, at=start, local=local)))
    return found


def _window_edges(rung: Rung, hour: Hour) -> Iterable[datetime]:
    for edge in (edge for window in rung.between for edge in window):
        local = datetime.combine(hour.local.date(), time.fromisoformat(edge))
        yield hour.starts_at + (local - hour.local)


def _found(rung: Rung, staff: Staff, at: datetime, local: datetime) -> list[tuple[UUID, str]]:
    """Return whom a rung reaches at this moment, each with the quickest way."""
    if not rung.rings_at(f"{local:%H:%M}"):
        return []
    now: dict[str, set[UUID]] = {"duty": set(), "on_call": set(), "leave": set()}
    for span in staff.spans:
        if span.covers(at):
            now[span.kind].add(span.who)
    able = [one for one in staff.members if _fits(rung, one, local.date())]
    for own in _sites(rung):
        found = []
        for one in able:
            if one.own_site is own and one.id not in now["leave"]:
                way = _way(rung, one, now)
                found += [(one.id, way)] if way else []
        if found:
            return found
    return []


def _way(rung: Rung, one: Member, now: dict[str, set[UUID]]) -> str:
    """Return the quickest way by which this rung reaches somebody now; empty: it does not."""
    duty = one.by_hand or one.id in now["duty"]
    wanted = {
        "on_duty": duty,
        "on_call": one.id in now["on_call"],
        "anyone": True,
    }[rung.duty]
    if not wanted:
        return ""
    meant = {way for one in rung.channels for way in (AS_CALLS if one == PHONE else (one,))}
    ways = (meant & one.ways) | ({SCREEN} if duty else set())
    return min(ways, key=lambda way: (_delay(way), way), default="")


def _sites(rung: Rung) -> tuple[bool, ...]:
    """Return whether a rung asks its own site, and whether another one when that has nobody."""
    return (True, False) if rung.sites is Sites.FALLBACK else (True,)


def _delay(way: str) -> int:
    return ANSWERS_IN.get(way, ANSWERS_BY_MAIL)


def _fits(rung: Rung, one: Member, day: date) -> bool:
    held = {name for name, until in one.skills if until is None or day <= until}
    return not one.roles.isdisjoint(rung.roles) and set(rung.skills) <= held


def _badness(answer: Answer) -> tuple[bool, int, int]:
    return answer.seconds is None, answer.seconds or 0, -answer.people


def _of_rota(staff: Staff) -> Iterable[Finding]:
    if staff.by_hand:
        words = (
            "The site has no rota for this week. Whoever is on duty now is taken to be there at "
            "every hour, which nobody is."
        )
        yield Finding("no_rota", words, "Write the shifts of the coming week.")


def _of_rung(rung: Rung, staff: Staff, hours: Sequence[Hour]) -> Iterable[Finding]:
    """Say what is wrong with one rung, whatever the others do."""
    day = hours[0].local.date() if hours else date.max
    able = [one for one in staff.members if _fits(rung, one, day)]
    whom = " or ".join(rung.roles).replace("_", " ")
    skills = f" with {' and '.join(rung.skills)}" if rung.skills else ""
    if not any(one.own_site in _sites(rung) for one in able):
        words = f"The rung {rung.name} rings nobody: the site has no {whom}{skills}."
        mend = "Give somebody the role and the skills, or change the rung."
        yield Finding("no_recipients", words, mend, rung=rung.name)
    elif not any(one.answer.people for hour in hours for one in _stretches([rung], staff, hour)):
        words = f"The rung {rung.name} reaches nobody at any hour, though people hold its role."
        mend = "Put them on the rota, or set up a way to reach them away from the screen."
        yield Finding("unreachable", words, mend, rung=rung.name)


def _of_hours(flat: Sequence[Stretch], silence: int, bounds: Bounds) -> Iterable[Finding]:
    """Say what is wrong with the week, hour by hour."""
    gaps = _merged([one for one in flat if one.answer.seconds is None])
    if gaps:
        mend = "Put somebody on duty or on call, or name a fallback site or an outside route."
        words = f"Nobody can answer {_when(gaps)}."
        yield Finding("gap", words, mend, stops=True)
    slow = _merged([one for one in flat if (one.answer.seconds or 0) > bounds.answer_s])
    if slow:
        words = f"It takes more than {bounds.answer_s} seconds until somebody can {_when(slow)}."
        mend = "Put somebody at a screen, or choose a quicker way to reach people."
        yield Finding("slow", words, mend)
    alone = _merged([one for one in flat if one.answer.people == 1])
    if alone:
        words = f"One person alone can answer {_when(alone)}: a second caller finds nobody."
        yield Finding("alone", words, "Put a second person on duty or on call.")
    if silence > bounds.silence_s:
        words = (
            f"For {silence} seconds the agent can see no change in who is coming; "
            f"{bounds.silence_s} is the most in a crisis."
        )
        yield Finding("silence", words, "Ring for fewer seconds, or try less often, on one rung.")


def _merged(stretches: Sequence[Stretch]) -> list[tuple[datetime, datetime]]:
    """Return stretches on the site's wall clock, those that touch as one."""
    found: list[tuple[datetime, datetime]] = []
    ended: datetime | None = None
    for one in stretches:
        if found and one.starts_at == ended:
            found[-1] = (found[-1][0], one.local_end)
        else:
            found.append((one.local, one.local_end))
        ended = one.ends_at
    return found


MOST_NAMED: Final = 3
"""So many stretches are named in a sentence; the map shows them all."""


def _when(stretches: Sequence[tuple[datetime, datetime]]) -> str:
    named = [f"from {a:%A %H:%M} to {b:%A %H:%M}" for a, b in stretches[:MOST_NAMED]]
    more = len(stretches) - len(named)
    return ", ".join(named) + (f", and at {more} more times" if more else "")
