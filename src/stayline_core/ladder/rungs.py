"""One rung: who may be rung, when, and whom of them it picks. Pure rules (`design.md` 3.4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class Pick(StrEnum):
    """How a rung chooses among the people it may ring."""

    LONGEST_IDLE = "longest_idle"
    ROUND_ROBIN = "round_robin"
    ALL = "all"


class Duty(StrEnum):
    """Whom of those with the right roles a rung may ring."""

    ON_DUTY = "on_duty"
    ON_CALL = "on_call"
    ANYONE = "anyone"


class Sites(StrEnum):
    """Of which sites a rung rings: its own, or its fallback's too where nobody can be reached."""

    OWN = "own"
    FALLBACK = "fallback"


class Purpose(StrEnum):
    """What whoever accepts comes for (S0-33)."""

    RESPOND = "respond"
    INVESTIGATE = "investigate"


@dataclass(frozen=True, slots=True)
class Rung:
    """Who may be rung, how they are picked, over which channels, how long and how often.

    `between` holds the parts of the site's day in which it rings, each as when it begins and
    when it ends ("08:00", "18:00"); none is always. One that ends before it begins goes past
    midnight.
    """

    roles: tuple[str, ...]
    name: str = ""
    skills: tuple[str, ...] = ()
    duty: Duty = Duty.ON_DUTY
    pick: Pick = Pick.LONGEST_IDLE
    channels: tuple[str, ...] = ("screen",)
    seconds: int = 15
    tries: int = 1
    between: tuple[tuple[str, str], ...] = ()
    sites: Sites = Sites.OWN
    people: tuple[UUID, ...] = ()
    """Whom alone it rings, in a drill for somebody; empty: everybody of its roles."""

    def __post_init__(self) -> None:
        """Refuse a rung that could never ring or never end."""
        if self.seconds < 1 or self.tries < 1:
            raise ValueError("a rung needs at least one second and one try")

    def rings_at(self, clock: str) -> bool:
        """Return whether it rings at this time of the site's day, such as "07:59"."""
        return not self.between or any(
            begins <= clock < ends if begins < ends else clock >= begins or clock < ends
            for begins, ends in self.between
        )


EVERYONE: Final = "everyone"
"""The role that means whoever may take a contact over, on duty or not."""

_LAST: Final = Rung(
    (EVERYONE,),
    name="everyone",
    duty=Duty.ANYONE,
    pick=Pick.ALL,
    seconds=20,
    sites=Sites.FALLBACK,
)

BUILT_IN: Final = (
    Rung(("supervisor",), name="supervisor"),
    Rung(("lead_resolution_specialist",), name="lead", seconds=10),
    Rung(("manager",), name="manager", pick=Pick.ALL, seconds=10),
    _LAST,
)
"""What rings when no ladder document is in force: supervisor, lead, manager, everyone."""

BUILT_IN_INFORMING: Final = (Rung(("manager",), name="manager"), _LAST)
"""The same for a ladder that informs a manager (S0-26)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a rung may ring. The order in which candidates are given is that of idleness."""

    id: UUID
    present: bool = True
    available: bool = True
    """Neither in another crisis, nor off the queue after one, nor on a break."""
    ways: tuple[str, ...] = ()
    """By which of the rung's channels they can be paged away from a screen."""
    last_rung_at: datetime | None = None

    @property
    def reached(self) -> bool:
        """Return whether a ring of theirs is worth waiting for."""
        return self.present or bool(self.ways)


def who_to_ring(
    rung: Rung,
    candidates: Sequence[Candidate],
    *,
    excluded: Collection[UUID] = (),
    already: Collection[UUID] = (),
    everyone: bool = False,
) -> tuple[UUID, ...]:
    """Return whom `rung` rings, never anybody excluded (S0-35).

    People who are not available are left to the last rung, which says `everyone`. `all`
    rings all of them. Otherwise one person: somebody who can be reached before somebody who
    cannot, somebody not yet rung in this round (`already`) before somebody who was, somebody at
    a screen before somebody who is paged elsewhere; then the longest idle, which is the order
    given, or for round robin whose last ring is longest ago.
    """
    able = [c for c in candidates if c.id not in excluded and (c.available or everyone)]
    if rung.pick is Pick.ALL or not able:
        return tuple(c.id for c in able)
    turns = {c.id: _turn(c) if rung.pick is Pick.ROUND_ROBIN else 0.0 for c in able}
    first = min(able, key=lambda c: (not c.reached, c.id in already, not c.present, turns[c.id]))
    return (first.id,)


def _turn(candidate: Candidate) -> float:
    """Return when they were rung last; never comes before any time."""
    return candidate.last_rung_at.timestamp() if candidate.last_rung_at else float("-inf")


def needs_others(rung: Rung, candidates: Sequence[Candidate], *, last: bool) -> bool:
    """Return whether a rung asks the fallback site too: none of its own can be reached now."""
    if rung.sites is not Sites.FALLBACK:
        return False
    return not any(c.reached and (c.available or last) for c in candidates)
