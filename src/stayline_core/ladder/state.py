"""A running ladder as a value, and what a move of it gives: a decision, or why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from stayline_core.ladder.rungs import Rung


class Stage(StrEnum):
    """How far a person who accepted has come."""

    ACCEPTED = "accepted"
    JOINED = "joined"
    SPOKE = "spoke"
    COMPLETED = "completed"
    LOST = "lost"
    RETURNED = "returned"
    RELIEVED = "relieved"


class Ended(StrEnum):
    """The only two ways in which a ladder ends."""

    COMPLETED = "completed"
    CALLED_OFF = "called_off"


class Why(StrEnum):
    """Why a move was refused."""

    TAKEN = "taken"
    ENDED = "ended"
    NOT_DUE = "not_due"
    NOT_RUNG = "not_rung"
    NOT_YOURS = "not_yours"
    NOT_SPOKEN = "not_spoken"
    SPOKEN = "spoken"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long each state may last before the ladder rings again beside it."""

    accepted: timedelta = timedelta(seconds=30)
    joined: timedelta = timedelta(seconds=60)
    spoke: timedelta = timedelta(minutes=5)

    def of(self, stage: Stage) -> timedelta:
        """Return the limit of an active stage."""
        return {
            Stage.ACCEPTED: self.accepted,
            Stage.JOINED: self.joined,
            Stage.SPOKE: self.spoke,
        }[stage]


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody who accepted and has neither completed nor dropped out.

    `late` says that the ladder rings beside them; a late receiver has no limit any more.
    """

    who: UUID
    stage: Stage
    since: datetime
    due_at: datetime | None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Ladder:
    """A running ladder as a value. While it is open it rings, or one receiver holds it."""

    rungs: tuple[Rung, ...]
    limits: Limits = field(default_factory=Limits)
    informs: bool = False
    """An informing ladder is complete at the acceptance: somebody was told (S0-26)."""
    rung: int = 0
    attempt: int = 1
    round: int = 1
    ringing: bool = True
    due_at: datetime | None = None
    nobody: bool = False
    receivers: tuple[Receiver, ...] = ()
    ended: Ended | None = None

    @property
    def current(self) -> Rung:
        """Return the rung that rings now, or rang last."""
        return self.rungs[self.rung]

    @property
    def last(self) -> bool:
        """Return whether this is the rung that repeats."""
        return self.rung == len(self.rungs) - 1

    @property
    def holder(self) -> Receiver | None:
        """Return whoever has it alone: accepted, and not late."""
        return next((r for r in self.receivers if not r.late), None)

    @property
    def furthest(self) -> Receiver | None:
        """Return the receiver who has come furthest; of two, who accepted first."""
        return max(self.receivers, key=lambda r: _ORDER.index(r.stage), default=None)

    def receiver(self, who: UUID) -> Receiver | None:
        """Return this person's place, if they accepted and did not drop out."""
        return next((r for r in self.receivers if r.who == who), None)


_ORDER: Final = (Stage.ACCEPTED, Stage.JOINED, Stage.SPOKE)


@dataclass(frozen=True, slots=True)
class Ring:
    """What one rung does now: whom it rings, and whether the next follows at once."""

    ladder: Ladder
    rung: int
    attempt: int
    people: tuple[UUID, ...]
    go_on: bool
    """Nobody this rung rings can be reached now, so nothing is waited for."""
    alone: bool = False
    """The last rung found nobody at all: the outside route is named to the agent."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A move that was taken."""

    ladder: Ladder
    ring: bool = False
    """The current rung must be rung now."""
    stages: tuple[Stage, ...] = ()
    """The stages that the person of this move entered, in their order; none: no change."""
    relieved: tuple[UUID, ...] = ()
    """Others who had accepted and are needed no more, since somebody spoke."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A move that was refused: why, and whoever holds the ladder instead, since when."""

    why: Why
    who: UUID | None = None
    since: datetime | None = None
