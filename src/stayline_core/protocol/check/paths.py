"""H and C on paths: is there a story in which something happens too early, or never?"""

import re
from collections import deque
from collections.abc import Iterator

from stayline_core.protocol.check.case import Case
from stayline_core.protocol.check.ladder_of_warnings import check_warnings
from stayline_core.protocol.check.search import (
    ENTERING,
    Parents,
    enters,
    search,
    story,
    told,
)
from stayline_core.protocol.check.space import NONE, SPOKE, Move, State

_SHARING = re.compile(
    r"\b(share|pass (this|it|that) on|tell|let .{1,30} know|involve)\b", re.IGNORECASE
)
_ENDS = ("handed_over", "released", "resolved", "terminated", "recorded")
_SAFE_ENDS = ("handed_over", "resolved", "recorded")


def check_paths(case: Case) -> None:
    """Add the findings H01 to H04, H09, H12, H16, H22, H23, H26, H29 and C02."""
    _ends(case)
    _report(case)
    _safety_first(case)
    check_warnings(case)
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
        case.fault(code, ("steps", name), f"The contact {what}.", told(case.space, state))


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
    if not case.protocol.urgent or case.owes("file", from_=("opened", "contact_ended")):
        return
    space = case.space
    owed = {o.from_ for o in case.protocol.obligations if o.do.kind == "file"}
    facts = owed & {"accepted", "spoke", "released", "dispatched", "arrived"}
    steps = {trigger.removeprefix("step:") for trigger in owed if trigger.startswith("step:")}
    walk = case.walk(
        space.ends,
        without=case.which(lambda step: step.name in steps),
        never=min(facts, default=None),
        starts=space.fresh(),
    )
    if walk is not None:
        message = "The run can end before any report of the threat is owed."
        case.fault("H02", ("obligations",), message, walk)


def _safety_first(case: Case) -> None:
    """H03, H09: nothing is finished, and no business is done, before safety is recorded."""
    if not case.protocol.urgent:
        return
    ends = case.which(lambda step: step.end in _SAFE_ENDS)
    walk = case.walk(ends, never="safety_recorded")
    if walk is not None:
        message = "The run can end before anything about the caller's safety is recorded."
        case.fault("H03", ("steps", _last(case, ends)), message, walk)
    business = case.covering("business")
    walk = case.walk(business, never="safety_recorded")
    if walk is not None:
        message = "Business is done before anything about the caller's safety is recorded."
        case.fault("H09", ("steps", _last(case, business)), message, walk)


def _last(case: Case, steps: frozenset[int]) -> str:
    return case.space.names[min(steps)]


def _released(case: Case) -> None:
    """H23: a run ends as released only once a named human has released the line."""
    ends = case.which(lambda step: step.end == "released")
    walk = case.walk(ends, never="released")
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
    walk = case.walk(to, without=case.covering("safety"), never="safety_recorded", starts=fresh)
    if walk is not None:
        message = "The contact can be handed over before safety has been spoken of."
        case.fault("C02", ("steps", _last(case, to)), message, walk)


def _reply(case: Case) -> None:
    """H29: where nobody is on the line, nothing is answered before a colleague has taken over."""
    if case.live or not case.protocol.urgent:
        return
    said = case.which(lambda step: bool(step.say or step.asks))
    walk = case.walk(said, never="spoke")
    if walk is not None:
        message = "In writing something is answered before a colleague has taken it over (spoke)."
        case.fault("H29", ("steps", _last(case, said)), message, walk)


# ── H26 ──


def _second_question(case: Case) -> None:
    """H26: the sentence on onward sharing comes before the second question."""
    if not {"self_harm", "abuse_disclosure"} & set(case.protocol.handles):
        return
    space = case.space
    told_of = case.which(
        lambda s: "pass_on" in s.covers and any(_SHARING.search(text) for text in s.say)
    )
    asking = case.which(lambda step: bool(step.asks)) - told_of
    two = case.which(lambda step: len(step.asks) > 1) - told_of
    walk = case.walk(two, without=told_of, starts=space.fresh())
    if walk is None:
        walk = _two_questions(case, asking, told_of)
    if walk is not None:
        message = (
            "Two questions can be asked before the person hears with whom it will be shared "
            "(a step that covers pass_on and says so)."
        )
        case.fault("H26", ("start",), message, walk)


def _two_questions(
    case: Case, asking: frozenset[int], told_of: frozenset[int]
) -> tuple[str, ...] | None:
    """A story through two different asking steps, none of them told of sharing."""
    space = case.space
    parents, first = _first_questions(case, asking, told_of)
    for number, states in first.items():
        others = asking - {number}

        def second(_: State, move: Move, target: State, to: frozenset[int] = others) -> bool:
            return target[0] in to and move.kind in ENTERING

        walk = search(space, states[:1], goal=second, without=told_of)
        if walk is not None:
            return (*story(space, parents, states[0]), *walk[1:])
    return None


def _first_questions(
    case: Case, asking: frozenset[int], told_of: frozenset[int]
) -> tuple[Parents, dict[int, list[State]]]:
    """The states in which a run comes to its first question, none of them told of sharing."""
    space = case.space
    parents: Parents = {one: None for one in space.fresh() if one[0] not in told_of}
    queue, first = deque(parents), dict[int, list[State]]()
    while queue:
        state = queue.popleft()
        if state[0] in asking:
            first.setdefault(state[0], []).append(state)
            continue
        for move, target in space.edges(state):
            if target not in parents and not enters(move, target, told_of):
                parents[target] = (state, move)
                queue.append(target)
    return parents, first
