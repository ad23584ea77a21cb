"""A walk through a protocol in the browser: the acts so far, the screen, and what can be done.

The acts stand in the address, so that reloading shows the same screen and going back undoes.
Nothing is kept and nothing is real: time is a number, and ladders ring on a stage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stayline.library.queries import catalogue
from stayline_core.protocol import Protocol
from stayline_core.protocol import screen as screen_of
from stayline_core.protocol.language import CLASS_OF_CHANNEL
from stayline_core.protocol.screen import Screen
from stayline_core.protocol.walk import (
    ActMeaningless,
    ActUnclear,
    Choice,
    Script,
    Stage,
    Told,
    act_on,
    choices,
    open_script,
    read_act,
    tell_happening,
    tell_screen,
)

MOST_ACTS: Final = 300
_OPEN_END: Final = "…"
_SHOWN_MANNERS: Final = frozenset({"head", "dim", "clock", "owed", "warn"})


@dataclass(frozen=True, slots=True)
class Way:
    """Something that can be done: `act` does it; with `open_end` words are still to be typed.

    `before` stands before what is typed: the words of the act up to there.
    """

    key: str
    words: str
    leads: str
    act: str
    group: str
    open_end: bool
    before: str


@dataclass(frozen=True, slots=True)
class Walked:
    """One act and what it made happen."""

    act: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class WalkPage:
    """Where a walk stands. `trouble` says why the last act means nothing here."""

    protocol: Protocol
    channel: str
    channels: tuple[str, ...]
    acts: tuple[str, ...]
    screen: Screen
    around: tuple[Told, ...]
    walked: tuple[Walked, ...]
    ways: tuple[Way, ...]
    world: tuple[Way, ...]
    trouble: str
    at_s: float

    @property
    def step(self) -> str:
        """The step on the screen."""
        return self.screen.step


def walk_page(protocol: Protocol, *, channel: str, acts: Sequence[str]) -> WalkPage:
    """Return the stage after these acts; the first that means nothing ends the walk before it."""
    served = channel if channel in protocol.channels else protocol.channels[0]
    script = Script(protocol.id, (), channel=served if served in CLASS_OF_CHANNEL else None)
    stage = open_script(protocol, script, catalogue=catalogue())
    walked = [Walked("", _told(stage, None))]
    done: list[str] = []
    trouble = ""
    for said in acts[:MOST_ACTS]:
        before = stage
        try:
            stage = act_on(stage, read_act(said))
        except (ActUnclear, ActMeaningless) as refused:
            trouble = str(refused)
            break
        done.append(said)
        walked.append(Walked(said, _told(stage, before)))
    if len(acts) > MOST_ACTS:
        trouble = f"A walk has at most {MOST_ACTS} acts. Begin again to see another way."
    ways = [_way(one) for one in choices(stage)]
    return WalkPage(
        protocol=protocol,
        channel=served,
        channels=protocol.channels,
        acts=tuple(done),
        screen=screen_of(protocol, stage.state),
        around=tuple(one for one in tell_screen(stage) if one.manner in _SHOWN_MANNERS),
        walked=tuple(reversed(walked)),
        ways=tuple(one for one in ways if one.group != "world"),
        world=tuple(one for one in ways if one.group == "world"),
        trouble=trouble,
        at_s=stage.at_s,
    )


def _told(stage: Stage, before: Stage | None) -> tuple[Told, ...]:
    happened = stage.happened if before is None else stage.since(before)
    return tuple(line for one in happened for line in tell_happening(one))


def _way(choice: Choice) -> Way:
    said = choice.act.said
    before, _, after = said.partition(_OPEN_END)
    return Way(
        key=choice.key,
        words=before.strip() if after == "" and _OPEN_END in said else said,
        leads=choice.leads.removeprefix("→ "),
        act=said,
        group=choice.group,
        open_end=_OPEN_END in said,
        before=before,
    )
