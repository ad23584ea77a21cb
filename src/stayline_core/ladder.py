"""The ladder: who is rung, in which order, for how long, until somebody has taken over.

Pure rules (`design.md` 3.4). A ladder rings rung by rung; its last rung rings everyone and
repeats. Somebody accepts, joins, speaks to the caller and confirms the hand-over; each of
these states has a limit, past which the ladder rings again *beside* that person, who stays
accepted and can still join. It ends completed, or called off by a named supervisor, and in no
other way, so while it is open something is always due: a rung, or the limit of whoever holds
it. Every move returns a `Decision` or a `Refusal`; times are given in, nothing is read here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID


class Pick(StrEnum):
    """How a rung chooses among the people it may ring."""

    LONGEST_IDLE = "longest_idle"
    ROUND_ROBIN = "round_robin"
    ALL = "all"


class Stage(StrEnum):
    """How far a person who accepted has come."""

    ACCEPTED = "accepted"
    JOINED = "joined"
    SPOKE = "spoke"
    COMPLETED = "completed"
    LOST = "lost"
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


@dataclass(frozen=True, slots=True)
class Rung:
    """Who may be rung, how they are picked, over which channels, how long and how often."""

    roles: tuple[str, ...]
    name: str = ""
    skills: tuple[str, ...] = ()
    on_duty: bool = True
    pick: Pick = Pick.LONGEST_IDLE
    channels: tuple[str, ...] = ("screen",)
    seconds: int = 15
    tries: int = 1

    def __post_init__(self) -> None:
        """Refuse a rung that could never ring or never end."""
        if self.seconds < 1 or self.tries < 1:
            raise ValueError("a rung needs at least one second and one try")


EVERYONE: Final = "everyone"
"""The role that means whoever may take a contact over, on duty or not."""

_LAST: Final = Rung(
    (EVERYONE,),
    name="everyone",
    on_duty=False,
    pick=Pick.ALL,
    seconds=20,
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
class Candidate:
    """Somebody a rung may ring. The order in which candidates are given is that of idleness."""

    id: UUID
    present: bool = True
    available: bool = True
    """Neither in another crisis, nor off the queue after one, nor on a break."""
    last_rung_at: datetime | None = None


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
    """Nobody this rung could ring is at a screen, so nothing is waited for."""


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


def start(rungs: Sequence[Rung], limits: Limits, *, informs: bool = False) -> Ladder:
    """Return a new ladder on its first rung, to be rung now.

    Raises:
        ValueError: there are no rungs: such a ladder would be silent.
    """
    if not rungs:
        raise ValueError("a ladder needs at least one rung")
    return Ladder(rungs=tuple(rungs), limits=limits, informs=informs)


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
    rings all of them. Otherwise one person: somebody at a screen before somebody absent,
    somebody not yet rung in this round (`already`) before somebody who was; then the longest
    idle, which is the order given, or for round robin whose last ring is longest ago.
    """
    able = [c for c in candidates if c.id not in excluded and (c.available or everyone)]
    if rung.pick is Pick.ALL or not able:
        return tuple(c.id for c in able)
    turns = {c.id: _turn(c) if rung.pick is Pick.ROUND_ROBIN else 0.0 for c in able}
    first = min(able, key=lambda c: (not c.present, c.id in already, turns[c.id]))
    return (first.id,)


def _turn(candidate: Candidate) -> float:
    """Return when they were rung last; never comes before any time."""
    return candidate.last_rung_at.timestamp() if candidate.last_rung_at else float("-inf")


def ring_now(
    ladder: Ladder,
    candidates: Sequence[Candidate],
    *,
    at: datetime,
    excluded: Collection[UUID] = (),
    already: Collection[UUID] = (),
) -> Ring:
    """Ring the current rung.

    A rung without anybody at a screen is not waited for: whoever it found is rung all the
    same, and the next rung follows at once. The last rung always waits and repeats; when it
    finds nobody at a screen, the ladder says that nobody is on duty (S1-12). A deadline that
    runs already is only ever brought forward.
    """
    people = who_to_ring(
        ladder.current, candidates, excluded=excluded, already=already, everyone=ladder.last
    )
    reached = any(c.present for c in candidates if c.id in people)
    rang = ladder.rung, ladder.attempt, people
    if not reached and not ladder.last:
        return Ring(replace(ladder, rung=ladder.rung + 1, attempt=1), *rang, go_on=True)
    due_at = at + timedelta(seconds=ladder.current.seconds)
    waits = replace(
        ladder,
        due_at=min(ladder.due_at or due_at, due_at),
        nobody=ladder.last and not reached,
    )
    return Ring(waits, *rang, go_on=False)


def rung_due(ladder: Ladder, *, at: datetime) -> Decision | Refusal:
    """Move on when the rung's seconds have run out: the next try, the next rung, or again."""
    if ladder.ended or not ladder.ringing or ladder.due_at is None or at < ladder.due_at:
        return _refuse(ladder, Why.ENDED if ladder.ended else Why.NOT_DUE)
    return Decision(_onward(ladder), ring=True)


def _onward(ladder: Ladder) -> Ladder:
    if ladder.attempt < ladder.current.tries:
        return replace(ladder, attempt=ladder.attempt + 1, due_at=None)
    if ladder.last:
        return replace(ladder, attempt=1, round=ladder.round + 1, due_at=None)
    return replace(ladder, rung=ladder.rung + 1, attempt=1, due_at=None)


def accept(ladder: Ladder, *, by: UUID, at: datetime) -> Decision | Refusal:
    """Let the first who accepts have it; the others are told who (X-6).

    Pressing twice changes nothing. While the ladder rings beside somebody who is late, a
    second person may accept; whoever speaks first takes over.
    """
    if ladder.ended:
        return _refuse(ladder, Why.ENDED)
    if ladder.receiver(by):
        return Decision(ladder)
    if ladder.holder:
        return _refuse(ladder, Why.TAKEN)
    quiet = replace(ladder, ringing=False, due_at=None, nobody=False)
    if ladder.informs:
        told = replace(quiet, ended=Ended.COMPLETED, receivers=())
        return Decision(told, stages=(Stage.ACCEPTED, Stage.COMPLETED))
    new = Receiver(by, Stage.ACCEPTED, at, at + ladder.limits.accepted)
    return Decision(replace(quiet, receivers=(*ladder.receivers, new)), stages=(Stage.ACCEPTED,))


def decline(ladder: Ladder, *, by: UUID, rung: bool, others_waiting: bool) -> Decision | Refusal:
    """Take a "no" without reproach: the next is rung at once when nobody else was rung.

    `rung` says whether `by` was rung, `others_waiting` whether others of this try have not
    answered. Whoever accepted and cannot after all gives it back: it rings again at once.
    After speaking it is too late to decline: the run is theirs until somebody else spoke.
    """
    if ladder.ended:
        return _refuse(ladder, Why.ENDED)
    mine = ladder.receiver(by)
    if mine:
        return _refuse(ladder, Why.SPOKEN) if mine.stage is Stage.SPOKE else _drop(ladder, mine)
    if not rung:
        return _refuse(ladder, Why.NOT_RUNG)
    if not ladder.ringing:
        return _refuse(ladder, Why.TAKEN)
    if others_waiting or ladder.last:
        return Decision(ladder)
    return Decision(_onward(ladder), ring=True)


def join(ladder: Ladder, *, by: UUID, at: datetime) -> Decision | Refusal:
    """Record that the receiver is on the line, however late; ringing beside them stops."""
    mine = _mine(ladder, by)
    if isinstance(mine, Refusal):
        return mine
    if mine.stage is not Stage.ACCEPTED:
        return Decision(ladder)
    return Decision(_advance(ladder, mine, Stage.JOINED, at), stages=(Stage.JOINED,))


def _advance(ladder: Ladder, mine: Receiver, stage: Stage, at: datetime) -> Ladder:
    """Move `mine` to `stage`: on time again, unless somebody else holds the ladder now."""
    holder = ladder.holder
    beside = holder is not None and holder.who != mine.who
    moved = replace(
        mine, stage=stage, late=beside, due_at=None if beside else at + ladder.limits.of(stage)
    )
    receivers = tuple(moved if r.who == mine.who else r for r in ladder.receivers)
    return replace(ladder, receivers=receivers, ringing=False, due_at=None, nobody=False)


def spoke(ladder: Ladder, *, by: UUID, at: datetime) -> Decision | Refusal:
    """Record that the receiver has spoken to the caller: the run is theirs from now on.

    Whoever speaks has joined, pressed or not. Others who had accepted are relieved, and so is
    whoever spoke before: the run moves on to the one who speaks now (S1-11).
    """
    mine = _mine(ladder, by)
    if isinstance(mine, Refusal):
        return mine
    if mine.stage is Stage.SPOKE:
        return Decision(ladder)
    relieved = tuple(r.who for r in ladder.receivers if r.who != by)
    alone = _advance(replace(ladder, receivers=(mine,)), mine, Stage.SPOKE, at)
    jumped = mine.stage is Stage.ACCEPTED
    stages = (Stage.JOINED, Stage.SPOKE) if jumped else (Stage.SPOKE,)
    return Decision(alone, stages=stages, relieved=relieved)


def complete(ladder: Ladder, *, by: UUID) -> Decision | Refusal:
    """End the ladder: the receiver, who has spoken, confirms the hand-over."""
    mine = _mine(ladder, by)
    if isinstance(mine, Refusal):
        return mine
    if mine.stage is not Stage.SPOKE:
        return _refuse(ladder, Why.NOT_SPOKEN)
    relieved = tuple(r.who for r in ladder.receivers if r.who != by)
    return Decision(_end(ladder, Ended.COMPLETED), stages=(Stage.COMPLETED,), relieved=relieved)


def lost(ladder: Ladder, *, who: UUID) -> Decision | Refusal:
    """Drop a receiver who vanished; unless somebody else holds the ladder, it rings again."""
    mine = _mine(ladder, who)
    return mine if isinstance(mine, Refusal) else _drop(ladder, mine)


def _drop(ladder: Ladder, mine: Receiver) -> Decision:
    left = tuple(r for r in ladder.receivers if r.who != mine.who)
    without = replace(ladder, receivers=left)
    if without.holder or ladder.ringing:
        return Decision(without, stages=(Stage.LOST,))
    return Decision(_from_the_first(without), ring=True, stages=(Stage.LOST,))


def limit_due(ladder: Ladder, *, who: UUID, at: datetime) -> Decision | Refusal:
    """Ring again beside a receiver whose state has lasted too long; they stay accepted."""
    mine = _mine(ladder, who)
    if isinstance(mine, Refusal):
        return mine
    if mine.due_at is None or at < mine.due_at:
        return _refuse(ladder, Why.NOT_DUE)
    return Decision(_from_the_first(_beside(ladder)), ring=True)


def raise_again(ladder: Ladder) -> Decision | Refusal:
    """Ring again, now: a raised ladder is never made slower by being raised twice.

    One that rings rings its rung again and keeps its deadline. One that somebody holds rings
    beside them from the first rung.
    """
    if ladder.ended:
        return _refuse(ladder, Why.ENDED)
    if ladder.ringing:
        return Decision(ladder, ring=True)
    return Decision(_from_the_first(_beside(ladder)), ring=True)


def call_off(ladder: Ladder) -> Decision | Refusal:
    """End the ladder by a named supervisor's word; whoever was coming is relieved."""
    if ladder.ended:
        return _refuse(ladder, Why.ENDED)
    relieved = tuple(r.who for r in ladder.receivers)
    return Decision(_end(ladder, Ended.CALLED_OFF), relieved=relieved)


def _beside(ladder: Ladder) -> Ladder:
    late = tuple(replace(r, late=True, due_at=None) for r in ladder.receivers)
    return replace(ladder, receivers=late)


def _from_the_first(ladder: Ladder) -> Ladder:
    return replace(
        ladder, ringing=True, rung=0, attempt=1, round=ladder.round + 1, due_at=None, nobody=False
    )


def _end(ladder: Ladder, how: Ended) -> Ladder:
    return replace(ladder, ended=how, ringing=False, due_at=None, nobody=False, receivers=())


def _mine(ladder: Ladder, who: UUID) -> Receiver | Refusal:
    """Return this person's place, or why a receiver's move is refused."""
    if ladder.ended:
        return _refuse(ladder, Why.ENDED)
    return ladder.receiver(who) or _refuse(ladder, Why.NOT_YOURS)


def _refuse(ladder: Ladder, why: Why) -> Refusal:
    one = ladder.holder or ladder.furthest
    return Refusal(why, one.who, one.since) if one else Refusal(why)
