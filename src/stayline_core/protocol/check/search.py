"""Searching the graph of states for the shortest walk on which something happens.

"A before B" is asked so: search for A in the graph without B's moves. What a search has to know
of the way so far, and a state does not hold, is its *memory*: whether a danger was stated, which
question came first, which clocks ran. The goal is tested on the edge, before asking whether its
state was seen, or faults would be missed.
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from stayline_core.protocol.check.moves import LOST, Move
from stayline_core.protocol.check.space import NO_PREV, Edge, Space, State

M = TypeVar("M", bound=Hashable)

Follow = Callable[[M, State, Move, State], M | None]
"""What is remembered after a move; None bars the move."""

Goal = Callable[[M, State, Move, State], bool]
"""Is this move, with what is remembered after it, what was searched for?"""

# Moves by which a step is entered; all others leave the screen as it is.
ENTERING = frozenset({"next", "answer", "skip", "take", "back", "contact_lost"})


class TooFar(Exception):
    """A search was given up: it has seen as many nodes as it may."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A run from one of its beginnings: each move, and the state it leads to."""

    start: State
    legs: tuple[tuple[Move, State], ...] = ()

    @property
    def last(self) -> State:
        """The state in which the walk ends."""
        return self.legs[-1][1] if self.legs else self.start


def enters(move: Move, target: State, steps: frozenset[int]) -> bool:
    """Does this move enter one of these steps?"""
    return target[0] in steps and move.kind in ENTERING


def hunt(
    space: Space,
    starts: Iterable[tuple[State, M]],
    *,
    follow: Follow[M],
    goal: Goal[M],
    undo: bool = True,
    most: int | None = None,
) -> Walk | None:
    """The shortest walk to `goal`; None if there is none.

    Without `undo` nothing is ever undone, and states that differ in that alone are one.

    Raises:
        TooFar: there is none among the first `most` nodes, and there are more.
    """
    parents: dict[tuple[State, M], tuple[tuple[State, M], Move] | None]
    parents = {(state if undo else _bare(state), memory): None for state, memory in starts}
    queue = deque(parents)
    pressed: set[tuple[int, int, M]] = set()
    while queue:
        if most is not None and len(parents) > most:
            raise TooFar
        node = queue.popleft()
        state, memory = node
        for move, reached in _ways(space, state, memory, pressed):
            target = reached if undo else _bare(reached)
            after = follow(memory, state, move, target)
            if after is None:
                continue
            if goal(after, state, move, target):
                return _walked(parents, node, move, target)
            new = (target, after)
            if new not in parents:
                parents[new] = (node, move)
                queue.append(new)
    return None


def _bare(state: State) -> State:
    """The state with nothing to undo."""
    return (state[0], NO_PREV, state[2])


def _ways(
    space: Space, state: State, memory: M, pressed: set[tuple[int, int, M]]
) -> Iterable[Edge]:
    """The moves from a state; presses once for all states that differ in `prev` alone."""
    if state[0] in space.ends:
        return ()
    core = (state[0], state[2], memory)
    if core in pressed:
        return space.others(state)
    pressed.add(core)
    return space.edges(state)


def _walked(
    parents: dict[tuple[State, M], tuple[tuple[State, M], Move] | None],
    node: tuple[State, M],
    move: Move,
    target: State,
) -> Walk:
    legs = [(move, target)]
    link = parents[node]
    while link is not None:
        source, done = link
        legs.append((done, node[0]))
        node, link = source, parents[source]
    return Walk(node[0], tuple(reversed(legs)))


def explored(space: Space, state: State) -> Walk:
    """The walk by which the exploration reached a state; no shorter one leads there."""
    legs = []
    link = space.parents[state]
    while link is not None:
        source, move = link
        legs.append((move, state))
        state, link = source, space.parents[source]
    return Walk(state, tuple(reversed(legs)))


def on_the_map(
    space: Space,
    starts: Iterable[tuple[int, M]],
    *,
    follow: Follow[M],
    goal: Goal[M],
) -> bool:
    """May there be such a walk, by the map of steps alone? A cheap bound on what `hunt` finds.

    `follow` and `goal` must ask of the states for nothing but their steps. Undo needs no edge
    here: it leads only to where the run has been.
    """
    handler = space.protocol.on.get("contact_lost")
    lost = None if handler is None else space.index[handler]
    seen: set[tuple[int, M]] = set()
    todo = list(starts)
    while todo:
        node = todo.pop()
        if node in seen or node[0] in space.ends:
            continue
        seen.add(node)
        number, memory = node
        source = (number, NO_PREV, 0)
        for move, target in _drawn(space, number, lost):
            after = follow(memory, source, move, (target, NO_PREV, 0))
            if after is None:
                continue
            if goal(after, source, move, (target, NO_PREV, 0)):
                return True
            todo.append((target, after))
    return False


def _drawn(space: Space, number: int, lost: int | None) -> Iterator[tuple[Move, int]]:
    """The moves from a step by the map: every screen or end that a press may lead to."""
    for move, target, _ in space.static[number]:
        for shown in space.shown_by(target):
            yield move, shown
    if lost is not None:
        for shown in space.shown_by(lost):
            yield LOST, shown
