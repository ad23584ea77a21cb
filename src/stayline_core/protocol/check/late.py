"""How long something may fail to come, when only clocks can be relied on.

Whoever answers, dawdles, undoes or drops the line does so as badly as possible. A step's clock
counts all time on that step in a run, so a step counts once, however often it is shown; one whose
clock does not bring what is waited for may be shown for ever.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from stayline_core.protocol.check.case import Case
from stayline_core.protocol.check.moves import Move
from stayline_core.protocol.check.search import ENTERING, TooFar, Walk, hunt
from stayline_core.protocol.check.space import State
from stayline_core.protocol.language import Effect, Step

FAR = 200_000
"""So many nodes are searched; lateness that is not disproven by then counts as possible."""

OPENED = Move("opened", "")

Shown = frozenset[int]
"""The steps shown since the moment from which time counts; empty before that moment."""

Happens = Callable[[State | None, Move, State], bool]
"""Does something happen on this move? The source is None where a run begins."""


@dataclass(frozen=True, slots=True)
class Late:
    """A question: may `limit` seconds pass since a moment, and it has not come?

    `since` says on which moves time begins to count, `came` on which it has come, `clock` by
    which effects a clock brings it, `word` what it is called. `cap` is when a clock that never
    stops brings it at the latest, and `capped_by` that clock's name. After `far` nodes the search
    is given up, and it counts as too late.
    """

    case: Case
    limit: int
    word: str
    since: Happens
    came: Happens
    clock: Callable[[Effect], bool]
    cap: float = math.inf
    capped_by: str = ""
    far: int = FAR

    def story(self, starts: Iterable[State]) -> tuple[str, ...] | None:
        """The shortest story on which it comes too late; None if that cannot be."""
        if self.cap <= self.limit:
            return None
        begin = [state for state in starts if not self.came(None, OPENED, state)]
        nodes = [(state, self._first(state)) for state in begin]
        for state, shown in nodes:
            if self._too_late(shown):
                return self._told(Walk(state), shown)
        try:
            found = self._hunted(nodes, self._too_late, self.far)
        except TooFar:
            found = self._hunted(nodes, bool, None)
            return found and self.case.story(found[0], (self._unproven,))
        return found and self._told(*found)

    @property
    def _unproven(self) -> str:
        return f"More can happen than is searched: {self.word} is not proven in {self.limit} s."

    def _hunted(
        self,
        nodes: list[tuple[State, Shown]],
        enough: Callable[[Shown], bool],
        most: int | None,
    ) -> tuple[Walk, Shown] | None:
        last: list[Shown] = []

        def goal(shown: Shown, *_: object) -> bool:
            last[:] = [shown]
            return enough(shown)

        space = self.case.space
        walk = hunt(space, nodes, follow=self._follow, goal=goal, most=most)
        return None if walk is None else (walk, last[0])

    def _first(self, state: State) -> Shown:
        return frozenset({state[0]} if self.since(None, OPENED, state) else ())

    def _follow(self, shown: Shown, source: State, move: Move, target: State) -> Shown | None:
        if self.came(source, move, target):
            return None
        if shown:
            return shown | {target[0]} if move.kind in ENTERING else shown
        return frozenset({target[0]} if self.since(source, move, target) else ())

    def _too_late(self, shown: Shown) -> bool:
        return sum(map(self.weight, shown)) > self.limit

    def weight(self, number: int) -> float:
        """How many seconds a step may be shown before its clock brings it."""
        return longest_on(self.case, self.case.space.steps[number], self.clock)

    def _told(self, walk: Walk, shown: Shown) -> tuple[str, ...]:
        space = self.case.space
        spent = {space.names[number]: self.weight(number) for number in sorted(shown)}
        total = min(sum(spent.values()), self.cap)
        if space.steps[walk.last[0]].end is not None:
            last = f"{self.word} has not come by the end."
        elif math.isinf(sum(spent.values())):
            last = f"The agent may stay here longer than {self.limit} s: no clock brings"
            last += f" {self.word}." if math.isinf(total) else f" {self.word} before {self._cap}."
        else:
            clocks = ", ".join(f"{seconds:.0f} s on {name}" for name, seconds in spent.items())
            last = f"The clocks let {clocks} pass: {self.word} comes only after {total:.0f} s."
        return self.case.story(walk, (last,)) or ()

    @property
    def _cap(self) -> str:
        return f"{self.capped_by}, after {self.cap:.0f} s"


def longest_on(case: Case, step: Step, clock: Callable[[Effect], bool]) -> float:
    """The longest time on a step before its clock does what is waited for; else infinite."""
    if step.within is None or step.otherwise is None:
        return math.inf
    if not any(clock(effect) for effect in step.otherwise.do):
        return math.inf
    limits = [step.within.seconds(name) for name in case.protocol.classes]
    return max((math.inf if one is None else one for one in limits), default=math.inf)
