"""Who may settle queries and complaints: limits for each role, and the way above them.

A document lists levels, the nearest first. Each names its roles, what it may do to put things
right, up to which amount, and within how many hours it answers. What is above one level goes to
the next; whoever a complaint is about never decides on it, nor does anybody of their own level.
Requirements S3-24, S3-47.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

KIND: Final = "authority"

LONGEST: Final = 24 * 90
"""No level has more than ninety days, in hours."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a query or complaint can be about, and with whose authority it begins."""

    id: str
    words: str
    begins: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """What can be done to put something right; `paid` asks for an amount."""

    id: str
    words: str
    paid: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """One authority: who has it, what it may do, up to what, within how many hours.

    `everywhere` says that people of every site have it, not those of the site alone.
    """

    id: str
    words: str
    roles: frozenset[str]
    hours: int
    may: frozenset[str]
    amount: int = 0
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """A document of limits. Amounts are in the smallest unit of `currency` (ISO 4217)."""

    id: str
    title: str
    currency: str
    topics: tuple[Topic, ...]
    remedies: tuple[Remedy, ...]
    levels: tuple[Level, ...]

    def level(self, name: str) -> Level:
        """Return a level; one that a new version no longer knows is the highest."""
        return next((one for one in self.levels if one.id == name), self.levels[-1])

    def above(self, name: str) -> Level | None:
        """Return the next level; None above the highest."""
        at = self.levels.index(self.level(name)) + 1
        return self.levels[at] if at < len(self.levels) else None

    def topic(self, name: str) -> Topic:
        """Return a topic; one that a new version no longer knows is the first."""
        return next((one for one in self.topics if one.id == name), self.topics[0])

    def remedy(self, name: str) -> Remedy | None:
        """Return a remedy, or None when there is no such."""
        return next((one for one in self.remedies if one.id == name), None)


def begins_at(limits: Limits, topic: str, about_roles: Collection[str] = ()) -> Level:
    """Return the level a complaint begins with.

    That is the topic's own; where it is about somebody, at least the one above every level that
    they have themselves: nobody decides on their equal.
    """
    start = limits.levels.index(limits.level(limits.topic(topic).begins))
    theirs = [n for n, one in enumerate(limits.levels) if not one.roles.isdisjoint(about_roles)]
    at = max([start, *(n + 1 for n in theirs)])
    return limits.levels[min(at, len(limits.levels) - 1)]


def exceeds(limits: Limits, level: str, remedy: str, amount: int | None) -> str:
    """Return why an answer is above the authority of a level; empty when it is within."""
    mine, asked = limits.level(level), limits.remedy(remedy)
    if asked is None:
        return "Choose what is done."
    if asked.paid and not amount:
        return f"Give the amount of: {asked.words}."
    if not asked.paid and amount:
        return f"No amount goes with: {asked.words}."
    if asked.id not in mine.may:
        return f"{mine.words} may not decide this: {asked.words}. Pass it on."
    if amount and amount > mine.amount:
        return f"{mine.words} may decide up to {shown(mine.amount, limits.currency)}. Pass it on."
    return ""


def who_may(limits: Limits, remedy: str, amount: int | None = None) -> Level | None:
    """Return the nearest level that may do this; None: nobody may."""
    able = (one for one in limits.levels if not exceeds(limits, one.id, remedy, amount))
    return next(able, None)


def shown(amount: int, currency: str) -> str:
    """Return an amount as it is written: 12.50 GBP."""
    return f"{amount // 100}.{amount % 100:02d} {currency}"


def parse_limits(body: Mapping[str, Any]) -> Limits:
    """Read a document of limits.

    Raises:
        KeyError, TypeError, ValueError: it has a fault; the text says what is wrong.
    """
    remedies = tuple(
        Remedy(str(one["id"]), str(one["words"]), paid=bool(one.get("paid", False)))
        for one in body["remedies"]
    )
    levels = tuple(_level(one, {remedy.id for remedy in remedies}) for one in body["levels"])
    names = [one.id for one in levels]
    if not levels or len(set(names)) < len(names):
        raise ValueError("levels: name at least one, each once")
    topics = tuple(
        Topic(str(one["id"]), str(one["words"]), str(one["begins"])) for one in body["topics"]
    )
    if not topics:
        raise ValueError("topics: name at least one")
    for one in topics:
        if one.begins not in names:
            raise ValueError(f"topics: {one.id} begins with “{one.begins}”, which is no level")
    return Limits(
        id=str(body["id"]),
        title=str(body["title"]),
        currency=str(body["currency"]),
        topics=topics,
        remedies=remedies,
        levels=levels,
    )


def _level(plain: Mapping[str, Any], remedies: Collection[str]) -> Level:
    made = Level(
        id=str(plain["id"]),
        words=str(plain["words"]),
        roles=frozenset(str(one) for one in plain["roles"]),
        hours=int(plain["hours"]),
        may=frozenset(str(one) for one in plain["may"]),
        amount=int(plain.get("amount", 0)),
        everywhere=bool(plain.get("everywhere", False)),
    )
    if not made.roles:
        raise ValueError(f"levels: {made.id} has no role")
    if not 1 <= made.hours <= LONGEST:
        raise ValueError(f"levels: {made.id} answers within 1 to {LONGEST} hours")
    if made.amount < 0:
        raise ValueError(f"levels: {made.id} has an amount below nothing")
    if unknown := made.may - set(remedies):
        raise ValueError(f"levels: {made.id} may “{min(unknown)}”, which is no remedy")
    return made
