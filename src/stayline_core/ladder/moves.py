"""Every move of a ladder: who rings, who accepts, who joins, who is lost; taken or refused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from stayline_core.ladder.rungs import Candidate, Rung, who_to_ring
from stayline_core.ladder.state import (
    Decision,
    Ended,
    Ladder,
    Limits,
    Receiver,
    Refusal,
    Ring,
    Stage,
    Why,
)


def start(rungs: Sequence[Rung], limits: Limits, *, informs: bool = False) -> Ladder:
    """Return a new ladder on its first rung, to be rung now.

    Raises:
        ValueError: there are no rungs: such a ladder would be silent.
    """
    if not rungs:
        raise ValueError("a ladder needs at least one rung")
    return Ladder(rungs=tuple(rungs), limits=limits, informs=informs)


def ring_now(
    ladder: Ladder,
    candidates: Sequence[Candidate],
    *,
    at: datetime,
    excluded: Collection[UUID] = (),
    already: Collection[UUID] = (),
) -> Ring:
    """Ring the current rung.

    A rung of which nobody can be reached, at a screen or elsewhere, is not waited for: whoever
    it found is rung all the same, and the next rung follows at once. The last rung always waits
    and repeats; when it finds nobody at a screen, the ladder says that nobody is on duty
    (S1-12), though telephones ring. A deadline that runs already is only ever brought forward.
    """
    people = who_to_ring(
        ladder.current, candidates, excluded=excluded, already=already, everyone=ladder.last
    )
    rung = [c for c in candidates if c.id in people]
    rang = ladder.rung, ladder.attempt, people
    if not ladder.last and not any(c.reached for c in rung):
        return Ring(_next_rung(ladder), *rang, go_on=True)
    due_at = at + timedelta(seconds=ladder.current.seconds)
    waits = replace(
        ladder,
        due_at=min(ladder.due_at or due_at, due_at),
        nobody=ladder.last and not any(c.present for c in rung),
    )
    return Ring(waits, *rang, go_on=False, alone=ladder.last and not people)


def pass_silent(ladder: Ladder, clock: str) -> Ring | None:
    """Pass a rung that does not ring at this time of the site's day; None when it rings.

    The last rung rings at any time, whatever its document says.
    """
    if ladder.last or ladder.current.rings_at(clock):
        return None
    return Ring(_next_rung(ladder), ladder.rung, ladder.attempt, (), go_on=True)


def _next_rung(ladder: Ladder) -> Ladder:
    return replace(ladder, rung=ladder.rung + 1, attempt=1)


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
    return replace(_next_rung(ladder), due_at=None)


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


def give_back(ladder: Ladder, *, by: UUID, agent_there: bool) -> Decision | Refusal:
    """Let a receiver give the contact back, even after speaking: it rings again at once.

    Whoever has spoken has the caller, so they give it back only to somebody: `agent_there` says
    whether the contact's agent is at their screen to have it again. Nobody is left alone by it.
    """
    mine = _mine(ladder, by)
    if isinstance(mine, Refusal):
        return mine
    if mine.stage is Stage.SPOKE and not agent_there:
        return _refuse(ladder, Why.ALONE)
    return _drop(ladder, mine, Stage.RETURNED)


def come_back(ladder: Ladder, *, by: UUID, was_lost: bool, at: datetime) -> Decision | Refusal:
    """Let somebody who was lost take their place again, as accepted, unless somebody else has it.

    A screen that was gone for a while is no refusal to come. They join again, pressed or not;
    whoever holds the ladder meanwhile keeps it, and they are told who.
    """
    if ladder.ended:
        return _refuse(ladder, Why.ENDED)
    if not was_lost and not ladder.receiver(by):
        return _refuse(ladder, Why.NOT_YOURS)
    return accept(ladder, by=by, at=at)


def _drop(ladder: Ladder, mine: Receiver, how: Stage = Stage.LOST) -> Decision:
    left = tuple(r for r in ladder.receivers if r.who != mine.who)
    without = replace(ladder, receivers=left)
    if without.holder or ladder.ringing:
        return Decision(without, stages=(how,))
    return Decision(_from_the_first(without), ring=True, stages=(how,))


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
