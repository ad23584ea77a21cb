"""H and C on paths: is there a story in which something happens too early, or never?"""

import re
from collections.abc import Iterator, Sequence

from stayline_core.protocol.check.case import PEOPLE_AT_RISK, Case
from stayline_core.protocol.check.dispatch import check_dispatch
from stayline_core.protocol.check.ladder_of_warnings import check_warnings
from stayline_core.protocol.check.moves import Move
from stayline_core.protocol.check.search import ENTERING, Walk, hunt, on_the_map
from stayline_core.protocol.check.space import NONE, SPOKE, State
from stayline_core.protocol.language import RAISE, Obligation

_SHARING = re.compile(
    r"\b(share|pass (this|it|that) on|tell|let .{1,30} know|involve)\b", re.IGNORECASE
)
_ENDS = ("handed_over", "released", "resolved", "terminated", "recorded")
_SAFE_ENDS = ("handed_over", "resolved", "recorded")
_FACTS = frozenset({"accepted", "spoke", "released", "dispatched", "arrived"})
THREATS_TO_OTHERS = frozenset({"violence", "bomb", "harassment"})


def check_paths(case: Case) -> None:
    """Add the findings H01 to H04, H09, H12, H16, H22 to H24, H26, H28, H29 and C02."""
    _ends(case)
    _report(case)
    _people(case)
    _safety_first(case)
    check_warnings(case)
    check_dispatch(case)
    _released(case)
    _second_question(case)
    _hand_over(case)
    _reply(case)


def _ends(case: Case) -> None:
    """H01, H04, H16, H22: the state in which a run ends; the nearest one tells the story."""
    found: dict[str, tuple[State, str]] = {}
    for state, kind in case.arrivals(*_ENDS):
        for code, what in _wrong_end(case, state, kind):
            found.setdefault(code, (state, what))
    for code, (state, what) in found.items():
        name = case.space.names[state[0]]
        case.fault(code, ("steps", name), f"The contact {what}.", case.told(state))


def _wrong_end(case: Case, state: State, kind: str) -> Iterator[tuple[str, str]]:
    rest = case.space.rests[state[2]]
    if kind == "handed_over" and rest.help != SPOKE:
        yield "H01", "is handed over before a colleague has spoken"
    if kind == "terminated" and "keep_contact_open" in case.protocol.duties:
        yield "H04", "is ended by the agent, who must keep it open"
    if rest.help == NONE and case.protocol.urgent:
        yield "H16", "ends, and nobody was ever rung"
    if kind not in {"released", "recorded"} and not rest.contact:
        yield "H22", f"ends as {kind}, the contact being lost"


def _report(case: Case) -> None:
    """H02: an end before the report of a threat is owed."""
    if not case.protocol.urgent:
        return
    walk = _unowed(case, case.reports())
    if walk is not None:
        message = "The run can end before any report of the threat is owed."
        case.fault("H02", ("obligations",), message, walk)


def _people(case: Case) -> None:
    """H28: an end of a threat to others before the record of who is at risk is owed."""
    if not THREATS_TO_OTHERS & set(case.protocol.handles):
        return
    owed = [o for o in case.protocol.obligations if o.do.target == PEOPLE_AT_RISK]
    walk = _unowed(case, [o for o in owed if o.do.kind in {"file", "confirm"}])
    if walk is not None:
        message = "A threat to others can end before the record of the people at risk is owed."
        case.fault("H28", ("obligations",), message, walk)


def _unowed(case: Case, owed: Sequence[Obligation]) -> tuple[str, ...] | None:
    """The shortest story to an end before any of these is owed; None if one always is."""
    moments = {one.from_ for one in owed}
    if moments & {"opened", "contact_ended"} or _rung_at_once(case) in moments:
        return None
    steps = case.which(
        lambda step: (
            f"step:{step.name}" in moments
            or any(f"raised:{e.target}" in moments for e in step.do if e.kind == RAISE)
        )
    )
    return case.walk(case.space.ends, without=steps, never=_FACTS & moments)


def _rung_at_once(case: Case) -> str:
    """The moment of the ladder that rings as the run begins; empty if none does."""
    use = case.protocol.ladder
    return f"raised:{use.id}" if use is not None and use.ring == "at_open" else ""


def _safety_first(case: Case) -> None:
    """H03, H09: nothing is finished, and no business is done, before safety is recorded."""
    if not case.protocol.urgent:
        return
    ends = case.which(lambda step: step.end in _SAFE_ENDS)
    walk = case.walk(ends, never=frozenset({"safety_recorded"}))
    if walk is not None:
        message = "The run can end before anything about the caller's safety is recorded."
        case.fault("H03", ("steps", _last(case, ends)), message, walk)
    business = case.covering("business")
    walk = case.walk(business, never=frozenset({"safety_recorded"}))
    if walk is not None:
        message = "Business is done before anything about the caller's safety is recorded."
        case.fault("H09", ("steps", _last(case, business)), message, walk)


def _last(case: Case, steps: frozenset[int]) -> str:
    return case.space.names[min(steps)]


def _released(case: Case) -> None:
    """H23: a run ends as released only once a named human has released the line."""
    ends = case.which(lambda step: step.end == "released")
    walk = case.walk(ends, never=frozenset({"released"}))
    if walk is not None:
        message = "The run can end as released though no supervisor has released the contact."
        case.fault("H23", ("steps", _last(case, ends)), message, walk)


def _hand_over(case: Case) -> None:
    """C02: what comes before a hand-over."""
    if not case.protocol.urgent:
        return
    to = case.which(lambda s: "hand_over" in s.covers or s.end == "handed_over")
    fresh = case.space.fresh()
    walk = case.walk(to, without=case.covering("acknowledge"), starts=fresh)
    if walk is not None and case.live:  # in writing it is acknowledged by whoever takes it over
        message = "The contact can be handed over before what was said is acknowledged."
        case.fault("C02", ("steps", _last(case, to)), message, walk)
    walk = case.walk(
        to, without=case.covering("safety"), never=frozenset({"safety_recorded"}), starts=fresh
    )
    if walk is not None:
        message = "The contact can be handed over before safety has been spoken of."
        case.fault("C02", ("steps", _last(case, to)), message, walk)


def _reply(case: Case) -> None:
    """H29: where nobody is on the line, nothing is answered before a colleague has taken over."""
    if case.live or not case.protocol.urgent:
        return
    said = case.which(lambda step: bool(step.say or step.asks))
    walk = case.walk(said, never=frozenset({"spoke"}))
    if walk is not None:
        message = "In writing something is answered before a colleague has taken it over (spoke)."
        case.fault("H29", ("steps", _last(case, said)), message, walk)


# ── H26 ──

_NOTHING, _TWO = -1, -2


def _second_question(case: Case) -> None:
    """H26: the sentence on onward sharing comes before the second question."""
    if not {"self_harm", "abuse_disclosure"} & set(case.protocol.handles):
        return
    told_of = case.which(
        lambda s: "pass_on" in s.covers and any(_SHARING.search(text) for text in s.say)
    )
    walk = _Questions(case, told_of).two()
    if walk is not None:
        message = (
            "Two questions can be asked before the person hears with whom it will be shared "
            "(a step that covers pass_on and says so)."
        )
        case.fault("H26", ("start",), message, case.story(walk) or ())


class _Questions:
    """Remembers which step asked first; a second one, or one with two questions, is the goal."""

    def __init__(self, case: Case, told_of: frozenset[int]) -> None:
        self.case = case
        self.told_of = told_of
        self.asking = case.which(lambda step: bool(step.asks)) - told_of
        self.both = case.which(lambda step: len(step.asks) > 1) - told_of

    def two(self) -> Walk | None:
        """The shortest walk on which two questions come before the sentence."""
        space = self.case.space
        begin = [(state, self.asked(_NOTHING, state[0])) for state in space.fresh()]
        begin = [(state, first) for state, first in begin if state[0] not in self.told_of]
        for state, first in begin:
            if first == _TWO:
                return Walk(state)
        near = ((state[0], first) for state, first in begin)
        if not on_the_map(space, near, follow=self.follow, goal=self.goal):
            return None
        return hunt(space, begin, follow=self.follow, goal=self.goal)

    def asked(self, first: int, number: int) -> int:
        """What is remembered once this step is shown."""
        if number in self.both:
            return _TWO
        if number not in self.asking:
            return first
        return number if first in {_NOTHING, number} else _TWO

    def follow(self, first: int, _: State, move: Move, target: State) -> int | None:
        """What is remembered after a move; where sharing is told of, nothing is left to find."""
        if move.kind not in ENTERING:
            return first
        return None if target[0] in self.told_of else self.asked(first, target[0])

    def goal(self, first: int, *_: object) -> bool:
        """Have two questions been asked?"""
        return first == _TWO
