"""H12: nobody is cut off without two warnings that were said, and a final notice (S2-25).

A step is *said* when it is left by going on, not by skipping it. A warning that can be skipped
and comes to the same thing therefore proves nothing: it must count something, for what is
skipped is not counted, or ask what was noticed.

Undo plays no part here: it leads to where the run has been, and never back over a count.
"""

from typing import NamedTuple

from stayline_core.protocol.check.case import Case
from stayline_core.protocol.check.moves import Move
from stayline_core.protocol.check.search import Walk, enters, hunt
from stayline_core.protocol.check.space import State
from stayline_core.protocol.language import Step

WARNINGS = 2


class Said(NamedTuple):
    """How many warnings were said on the way, and whether a final notice."""

    warned: int
    noticed: bool

    @property
    def missing(self) -> str:
        """What is missing before the agent may end the contact; empty if nothing is."""
        if not self.warned:
            return "a warning"
        if self.warned < WARNINGS:
            return "a second warning"
        return "" if self.noticed else "a final notice"


def check_warnings(case: Case) -> None:
    """Add the finding H12: an end by the agent that comes too early, with the way to it."""
    ends = case.which(lambda step: step.end == "terminated")
    if not ends:
        return
    found: list[Said] = []

    def goal(said: Said, _: State, move: Move, target: State) -> bool:
        found[:] = [said]
        return bool(said.missing) and enters(move, target, ends)

    def follow(said: Said, source: State, move: Move, _: State) -> Said:
        return _after(case.space.steps[source[0]], move, said)

    nothing = Said(0, noticed=False)
    starts = case.space.starts()
    at_once = [start for start in starts if start[0] in ends]
    walk = Walk(at_once[0]) if at_once else None
    if walk is None:
        nodes = ((start, nothing) for start in starts)
        walk = hunt(case.space, nodes, follow=follow, goal=goal, undo=False)
    if walk is not None:
        name = case.space.names[walk.last[0]]
        missing = (found or [nothing])[0].missing
        message = f"The agent can end the contact without {missing}."
        case.fault("H12", ("steps", name), message, case.story(walk) or ())


def _after(step: Step, move: Move, said: Said) -> Said:
    """What leaving the step by this move has said to the caller."""
    if not {"warning", "final_notice"} & set(step.covers) or not _is_said(step, move):
        return said
    warned = said.warned + int("warning" in step.covers)
    return Said(min(WARNINGS, warned), said.noticed or "final_notice" in step.covers)


def _is_said(step: Step, move: Move) -> bool:
    """Does this move leave the step with its words said, in a way that no skip could imitate?"""
    if move.kind == "next":
        return step.counts or step.wait_for is not None
    return move.kind == "answer" and not step.routed_is_asked
