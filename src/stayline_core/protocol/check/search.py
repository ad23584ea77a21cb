"""Searching the graph of states for the shortest story in which something happens."""

from collections import deque
from collections.abc import Callable, Iterable

from stayline_core.protocol.check.space import Edge, Move, Space, State
from stayline_core.protocol.language import KEPT_FACTS

Parents = dict[State, tuple[State, Move] | None]
Goal = Callable[[State, Move, State], bool]

# Moves by which a step is entered; all others leave the screen as it is.
ENTERING = frozenset({"next", "answer", "skip", "take", "back", "contact_lost"})


def enters(move: Move, target: State, steps: frozenset[int]) -> bool:
    """Does this move enter one of these steps?"""
    return target[0] in steps and move.kind in ENTERING


def search(
    space: Space,
    starts: Iterable[State],
    *,
    goal: Goal,
    blocked: Callable[[Move], bool] | None = None,
    without: frozenset[int] = frozenset(),
    forbidden: Goal | None = None,
) -> tuple[str, ...] | None:
    """The shortest story to `goal` that makes no blocked move and enters no step of `without`.

    "A before B" is asked so: search for A in the graph without B's moves. The goal is tested on
    the edge, before asking whether its state was seen, or faults would be missed. A
    `forbidden` edge may be the goal; it leads no further.
    """
    parents: Parents = {start: None for start in starts if start[0] not in without}
    queue = deque(parents)
    pressed: set[tuple[int, int]] = set()

    def barred(move: Move, target: State) -> bool:
        return (blocked is not None and blocked(move)) or enters(move, target, without)

    while queue:
        state = queue.popleft()
        for move, target in _ways(space, state, pressed):
            if barred(move, target):
                continue
            if goal(state, move, target):
                return (*story(space, parents, state), sentence(space, move, target, state))
            closed = forbidden is not None and forbidden(state, move, target)
            if not closed and target not in parents:
                parents[target] = (state, move)
                queue.append(target)
    return None


def _ways(space: Space, state: State, pressed: set[tuple[int, int]]) -> Iterable[Edge]:
    """The moves from a state; presses once for all states that differ in `prev` alone."""
    core = (state[0], state[2])
    if state[0] in space.ends:
        return ()
    if core in pressed:
        return space.others(state)
    pressed.add(core)
    return space.edges(state)


def story(space: Space, parents: Parents, state: State) -> tuple[str, ...]:
    """How a state was reached, one sentence a move."""
    told: list[str] = []
    at: State | None = state
    while at is not None:
        link = parents[at]
        if link is None:
            told.append(_opening(space, at))
            at = None
        else:
            told.append(sentence(space, link[1], at, link[0]))
            at = link[0]
    return tuple(reversed(told))


def _opening(space: Space, state: State) -> str:
    step, rest = space.names[state[0]], space.rests[state[2]]
    helped = ("nobody is rung", "the ladder rings", "somebody has accepted", "somebody has joined")
    how = (*helped, "somebody has spoken to the caller")[rest.help]
    return f"The run opens at {step}; {how}."


_REPORTS = {
    "ring": "Somebody presses Get help now: the ladder rings.",
    "clock_rings": "The step's clock runs out: the ladder rings.",
    "accepted": "A colleague accepts.",
    "joined": "The colleague joins.",
    "spoke": "The colleague speaks to the caller.",
    "receiver_lost": "The colleague is lost: the ladder rings again.",
    "contact_open": "The contact is open again.",
    "said": "The caller says something about safety unasked, and it is recorded.",
}


def sentence(space: Space, move: Move, target: State, source: State) -> str:
    """One move as a sentence."""
    there = space.names[target[0]]
    if move.kind in _REPORTS:
        return _REPORTS[move.kind]
    if move.kind == "fact":
        return f"It is reported: {move.detail.replace('_', ' ')}."
    if move.kind == "contact_lost":
        moved = "" if target[0] == source[0] else f" The screen shows {there}."
        return f"The contact is lost.{moved}"
    if move.kind in {"answer", "skip"} and move.detail:
        done = "is answered" if move.kind == "answer" else "is skipped:"
        field, value = move.detail.split("=", 1)
        word = "with anything else" if value == "else" else f"“{value}”"
        return f"{field} {done} {word}; the screen shows {there}."
    verb = {
        "next": "goes on",
        "skip": "skips the step, with a reason",
        "take": "takes what is offered"
        if move.via != "anytime"
        else "presses what is always there",
        "back": "goes back",
    }[move.kind]
    waited = space.steps[source[0]].wait_for
    reported = move.kind == "next" and waited in KEPT_FACTS
    lead = f"It is reported: {(waited or '').replace('_', ' ')}. " if reported else ""
    return f"{lead}The agent {verb}; the screen shows {there}."


def told(space: Space, state: State) -> tuple[str, ...]:
    """How the exploration reached a state."""
    return story(space, space.parents, state)
