"""Ready to take contacts? Every part of set-up, what is missing in it, and where to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stayline.admin.queries._ready_centre import (
    backups,
    lookout,
    outside,
    retention,
    tokens,
    watcher,
)
from stayline.admin.queries._ready_floor import ladders, people, places, rotas, ways
from stayline.admin.queries._ready_types import Missing
from stayline.admin.queries._ready_words import forms, numbers, protocols

Check = Callable[[datetime], list[Missing]]

CHECKS: Final[tuple[tuple[str, str, Check, bool], ...]] = (
    ("sites", "Sites", places, True),
    ("people", "People in every role", people, True),
    ("ladders", "Ladders that reach somebody at every hour", ladders, True),
    ("rotas", "Rotas for the next seven days", rotas, False),
    ("ways", "A way to reach people away from the screen", ways, False),
    ("protocols", "Procedures in force", protocols, True),
    ("forms", "Forms in force", forms, True),
    ("numbers", "Numbers of the countries of your sites", numbers, True),
    ("outside", "Somebody outside, when nobody here can be rung", outside, False),
    ("tokens", "A system that brings contacts", tokens, False),
    ("watcher", "The watcher of deadlines", watcher, True),
    ("lookout", "Somebody outside hears of it when this centre falls silent", lookout, False),
    ("backup", "A backup of this night", backups, False),
    ("retention", "How long things are kept", retention, False),
)
"""Each part: its id, its heading, who looks, and whether contacts must wait for it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of set-up and what is missing in it; `must` says that contacts wait for it."""

    id: str
    title: str
    must: bool
    missing: tuple[Missing, ...]

    @property
    def well(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def state(self) -> str:
        """The state in a word."""
        if self.well:
            return "Ready"
        return "Missing" if self.must else "Put right soon"


@dataclass(frozen=True, slots=True)
class Readiness:
    """Every part, in the order in which one sets a centre up."""

    parts: tuple[Part, ...]

    @property
    def missing(self) -> int:
        """How many things contacts must wait for."""
        return sum(len(one.missing) for one in self.parts if one.must)

    @property
    def soon(self) -> int:
        """How many things should be put right soon, though contacts can be taken."""
        return sum(len(one.missing) for one in self.parts if not one.must)

    @property
    def well(self) -> bool:
        """Whether contacts can be taken."""
        return not self.missing

    @property
    def open(self) -> tuple[Part, ...]:
        """The parts in which something is missing, those that contacts wait for first."""
        return tuple(
            sorted((one for one in self.parts if not one.well), key=lambda one: not one.must)
        )

    @property
    def done(self) -> tuple[Part, ...]:
        """The parts in which nothing is missing."""
        return tuple(one for one in self.parts if one.well)


def centre_readiness(*, at: datetime) -> Readiness:
    """Return how far set-up is: what is missing in each part, with where to mend it."""
    return Readiness(
        tuple(Part(name, title, must, tuple(look(at))) for name, title, look, must in CHECKS)
    )
