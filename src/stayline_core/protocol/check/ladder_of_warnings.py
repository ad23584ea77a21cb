"""H12: nobody is cut off without two warnings that were said, and a final notice (S2-25).

A step is *said* when it is left by going on, not by skipping it. A warning that can be skipped
and comes to the same thing therefore proves nothing: it must count something, for what is
skipped is not counted, or ask what was noticed.

Undo plays no part here: it leads to where the run has been, and never back over a count.
"""

from collections import deque
from typing import NamedTuple

from stayline_core.protocol.check.case import Case
from stayline_core.protocol.check.search import sentence
from stayline_core.protocol.check.space import NO_PREV, Move, State
from stayline_core.protocol.language import Step

WARNINGS = 2


class Place(NamedTuple):
    """A state of the run, how many warnings were said on the way, and whether a final notice."""

    state: State
    warned: int
    noticed: bool


Link = tuple[Place, Move] | None


def check_warnings(case: Case) -> None:
    """Add the findings H12: an end by the agent that comes too early, with the way to it."""
    ends = case.which(lambda step: step.end == "terminated")
    if not ends:
        return
    parents, found = _walked(case, ends)
    for place in found:
        missing = _missing(place)
        if missing:
            name = case.space.names[place.state[0]]
            message = f"The agent can end the contact without {missing}."
            case.fault("H12", ("steps", name), message, _story(case, parents, place))
            return


def _missing(place: Place) -> str:
    if not place.warned:
        return "a warning"
    if place.warned < WARNINGS:
        return "a second warning"
    return "" if place.noticed else "a final notice"


def _walked(case: Case, ends: frozenset[int]) -> tuple[dict[Place, Link], list[Place]]:
    """Every place that a run can come to, nearest first, and those where the agent ended it."""
    space = case.space
    speaking = case.covering("warning") | case.covering("final_notice")
    starts = [Place(_bare(state), 0, noticed=False) for state in space.starts()]
    parents: dict[Place, Link] = dict.fromkeys(starts)
    queue, found = deque(parents), []
    while queue:
        place = queue.popleft()
        number = place.state[0]
        if number in ends:
            found.append(place)
        for move, target in space.edges(place.state):
            after = Place(_bare(target), place.warned, place.noticed)
            if number in speaking:
                after = _after(space.steps[number], move, after)
            if after not in parents:
                parents[after] = (place, move)
                queue.append(after)
    return parents, found


def _bare(state: State) -> State:
    """The state with nothing to undo."""
    return (state[0], NO_PREV, state[2])


def _after(step: Step, move: Move, place: Place) -> Place:
    """The place with what leaving the step has said to the caller."""
    if not _is_said(step, move):
        return place
    warned = place.warned + int("warning" in step.covers)
    return Place(place.state, min(WARNINGS, warned), place.noticed or "final_notice" in step.covers)


def _is_said(step: Step, move: Move) -> bool:
    """Does this move leave the step with its words said, in a way that no skip could imitate?"""
    if move.kind == "next":
        return step.counts or step.wait_for is not None
    return move.kind == "answer" and not step.routed_is_asked


def _story(case: Case, parents: dict[Place, Link], place: Place) -> tuple[str, ...]:
    told: list[str] = []
    link = parents[place]
    while link is not None:
        source, move = link
        told.append(sentence(case.space, move, place.state, source.state))
        place, link = source, parents[source]
    return (f"The run opens at {case.space.names[place.state[0]]}.", *reversed(told))
