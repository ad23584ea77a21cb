"""The legs of a call, put together from what a telephone platform reports of them.

Reports come late, twice and out of order. Each names a leg and carries a number that grows
within its call; a leg is what its highest report says, so every order of the same reports gives
the same legs. Nothing here says that something was done: only that a platform reported it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """Whose leg it is."""

    CALLER = "caller"
    AGENT = "agent"
    RECEIVER = "receiver"
    OTHER = "other"


class State(StrEnum):
    """How a leg stands. Asked and ringing are of legs that Stayline wants added."""

    ASKED = "asked"
    RINGING = "ringing"
    IN = "in"
    LEFT = "left"
    FAILED = "failed"


class What(StrEnum):
    """What a platform reports of a leg."""

    JOINED = "joined"
    CHANGED = "changed"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Label:
    """Whose leg a label names: the caller's, an agent's by their platform name, a receiver's."""

    role: Role
    platform_user: str = ""
    person: UUID | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One report of one leg. `sequence` grows within the call; `at` is the platform's time."""

    leg: str
    what: What
    sequence: int
    at: datetime
    label: str = ""
    muted: bool | None = None
    whispers: bool | None = None
    ends_call: bool | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg as it is known. `ends_call`: the call ends when it goes; None: nobody said."""

    id: str
    role: Role = Role.OTHER
    state: State = State.ASKED
    sequence: int = -1
    joined_at: datetime | None = None
    left_at: datetime | None = None
    muted: bool | None = None
    whispers: bool | None = None
    ends_call: bool | None = None
    dropped: bool = False

    @property
    def on(self) -> bool:
        """Whether it is in the call."""
        return self.state is State.IN


@dataclass(frozen=True, slots=True)
class Facts:
    """What the legs of a call say to the record, as the world is now.

    `caller_left_at` and `caller_back_at`: when the last leg of theirs went, or came. `agent_gone`:
    the agent's line is gone and nobody said that the call is over. `over_at`: it is.
    `by` says who ended it, in the words of the record: caller, network, platform or handset.
    """

    caller_left_at: datetime | None = None
    caller_back_at: datetime | None = None
    agent_gone_at: datetime | None = None
    over_at: datetime | None = None
    by: str = "caller"


def label(text: str) -> Label:
    """Read whose leg a label names.

    `caller` or `customer`; `agent-` and the platform's name of a person; `stayline-` and the id
    of a person whom Stayline brought in. Anything else is somebody, and nothing follows from it.
    """
    kind, _, rest = text.strip().partition("-")
    if kind in {"caller", "customer"}:
        return Label(Role.CALLER)
    if kind == "agent" and rest:
        return Label(Role.AGENT, platform_user=rest)
    if kind == "stayline":
        try:
            return Label(Role.RECEIVER, person=UUID(rest))
        except ValueError:
            return Label(Role.OTHER)
    return Label(Role.OTHER)


def heard(leg: Leg, report: Report) -> Leg:
    """Return the leg after a report.

    One that was heard before changes nothing; one that is older than what is known can add only
    when the leg joined.
    """
    joined_at = leg.joined_at
    if report.what is What.JOINED:
        joined_at = max(joined_at or report.at, report.at)
    if report.sequence <= leg.sequence:
        return replace(leg, joined_at=joined_at)
    gone = report.what is What.LEFT
    return replace(
        leg,
        state=State.LEFT if gone else State.IN,
        sequence=report.sequence,
        joined_at=joined_at,
        left_at=report.at if gone else None,
        muted=_or(report.muted, leg.muted),
        whispers=_or(report.whispers, leg.whispers),
        ends_call=_or(report.ends_call, leg.ends_call),
        dropped=report.failed if gone else False,
    )


def looked(
    legs: Iterable[Leg], seen: Mapping[str, Leg], before: Mapping[str, int], *, at: datetime
) -> list[Leg]:
    """Return the legs after somebody looked into the call and found `seen` in it.

    `before` holds the sequence of each leg when the looking began: a leg of which more was
    heard since is left as it is, since the look may be the older one. A leg that was in and was
    not seen has left at `at`. One that was seen is in, whatever was missed.
    """
    found = []
    known = set()
    for leg in legs:
        known.add(leg.id)
        if before.get(leg.id) != leg.sequence:
            found.append(leg)
        elif leg.id in seen:
            now = seen[leg.id]
            found.append(
                replace(
                    leg,
                    state=State.IN,
                    joined_at=leg.joined_at or at,
                    left_at=None,
                    muted=now.muted,
                    whispers=now.whispers,
                    ends_call=now.ends_call,
                )
            )
        elif leg.on:
            found.append(replace(leg, state=State.LEFT, left_at=at))
        else:
            found.append(leg)
    found.extend(replace(leg, joined_at=at) for name, leg in seen.items() if name not in known)
    return found


def facts(legs: Iterable[Leg], *, ended_at: datetime | None = None) -> Facts:
    """Return what the legs say to the record. `ended_at`: the platform says the call is over.

    That nobody is known to be in it does not make it so: there may be legs nobody has heard of.
    """
    all_legs = [leg for leg in legs if leg.joined_at or leg.left_at]
    callers = [leg for leg in all_legs if leg.role is Role.CALLER]
    agents = [leg for leg in all_legs if leg.role is Role.AGENT]
    on = [leg for leg in callers if leg.on]
    left = max((leg.left_at for leg in callers if leg.left_at), default=None)
    gone = max((leg.left_at for leg in agents if leg.left_at), default=None)
    return Facts(
        caller_left_at=None if on else left,
        caller_back_at=max((leg.joined_at for leg in on if leg.joined_at), default=None),
        agent_gone_at=None if any(leg.on for leg in agents) or ended_at else gone,
        over_at=ended_at,
        by=_who(all_legs, callers),
    )


def deserted(legs: Iterable[Leg]) -> bool:
    """Return whether everybody who is known has left: a reason to look into the call."""
    known = list(legs)
    return bool(known) and not any(leg.on for leg in known)


def held(legs: Iterable[Leg]) -> bool:
    """Return whether the call stays up whoever leaves: every leg in it is known to allow that."""
    on = [leg for leg in legs if leg.on]
    return bool(on) and all(leg.ends_call is False for leg in on)


def _or(new: bool | None, old: bool | None) -> bool | None:  # noqa: FBT001 - two equal values
    return old if new is None else new


def _who(legs: list[Leg], callers: list[Leg]) -> str:
    """Return who ended it, by the caller's last leg, else by the last leg of all."""
    ended = [leg for leg in (callers or legs) if leg.left_at]
    if not ended:
        return "platform"
    final = max(ended, key=lambda leg: (leg.left_at or leg.joined_at, leg.id))
    if final.dropped:
        return "network"
    return "caller" if callers else "handset"
