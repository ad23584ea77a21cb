"""T: clocks, and the worst-case time to a human (protocol-language.md, section 7).

Only clocks count: the caller answers, dawdles, undoes, drops the line as badly as possible. A
step's clock counts all time on that step in a run, so a circle counts each step once: strongly
connected steps are one, and the longest path over them is the answer.
"""

import math
from dataclasses import dataclass

from stayline_core.protocol.check.case import Case
from stayline_core.protocol.check.late import Late, longest_on
from stayline_core.protocol.check.moves import Move, rings
from stayline_core.protocol.check.space import NONE, State
from stayline_core.protocol.language import RAISE, Effect, Obligation, Step

LEAST_S, MOST_S = 5, 24 * 3600
FIRST_RING_BOUND = {"L0": 15, "L1": 30, "L2": 120}
MANAGER_BOUND = {"L0": 120, "L1": 300, "L2": 900}
REPORT_BOUND = {"L0": 600, "L1": 600, "L2": 1800}
SILENCE_BOUND = {"L0": 20, "L1": 20, "L2": 60}
ACCEPTED_BOUND_S, JOINED_BOUND_S = 30, 60
MANAGEMENT = "management"


@dataclass(frozen=True, slots=True)
class Times:
    """The three times of a protocol in seconds; None where there is no bound, or no ladder."""

    first_ring_s: int | None = None
    everyone_rung_s: int | None = None
    longest_silence_s: int | None = None


def check_times(case: Case) -> Times:
    """Add the findings T01 to T16 and return the three times."""
    for step in case.protocol.steps.values():
        _step_clock(case, step)
    _obligations(case)
    first = first_ring(case)
    _bounds(case, first)
    ladder = case.ladder
    if ladder is None:
        return Times()
    _ladder(case)
    whole = None if first is None or math.isinf(first) else int(first)
    everyone = None if whole is None else whole + ladder.everyone_after_s
    return Times(whole, everyone, ladder.longest_silence_s)


def _step_clock(case: Case, step: Step) -> None:
    """T02, T03, T09, T12: the clock of one step."""
    path = ("steps", step.name)
    within, otherwise = step.within, step.otherwise
    if step.wait_for is not None:
        _wait(case, step)
    if within is not None and otherwise is None:
        case.fault("T02", (*path, "within"), f"{step.name} has a limit and no otherwise.")
    for seconds in within.named if within else ():
        _in_range(case, (*path, "within"), seconds)
    if otherwise is None:
        return
    place = (*path, "otherwise")
    if within is None:
        case.fault("T03", place, f"{step.name} has an otherwise and no limit.")
    if not otherwise.do and otherwise.offer is None:
        case.fault("T12", place, f"The otherwise of {step.name} does nothing.")
    if otherwise.offer == step.name:
        case.fault("T12", place, f"The otherwise of {step.name} offers itself.")


def _wait(case: Case, step: Step) -> None:
    """T01, T13, T14: a wait has an end, and a way on."""
    within = step.within
    classes = [name for name in case.protocol.classes if name != "none"]
    unlimited = [c for c in classes if within is None or within.seconds(c) is None]
    if unlimited:
        message = f"{step.name} waits without a limit (within) for {', '.join(unlimited)}."
        case.fault("T01", ("steps", step.name), message)
    if step.otherwise is not None and step.otherwise.offer is None:
        message = f"When the wait of {step.name} has lasted too long, no way on is offered."
        case.fault("T14", ("steps", step.name, "otherwise"), message)
    _shorter_than_a_rung(case, step)


def _shorter_than_a_rung(case: Case, step: Step) -> None:
    ladder = case.ladder
    if ladder is None or step.within is None or step.wait_for != "accepted":
        return
    if min(step.within.named, default=math.inf) < ladder.rungs[0].lasts_s:
        message = f"{step.name} gives up before the first rung has rung to its end."
        case.fault("T13", ("steps", step.name, "within"), message, severity="warning")


def _in_range(case: Case, path: tuple[str, ...], seconds: int) -> None:
    if not LEAST_S <= seconds <= MOST_S:
        case.fault("T09", path, f"A clock of {seconds} s: from 5 s to 24 h are allowed.")


def _obligations(case: Case) -> None:
    """T04, T05, T09, T10: what is owed has a deadline and a consequence."""
    bound = REPORT_BOUND.get(case.protocol.level)
    for index, owed in enumerate(case.protocol.obligations):
        path = ("obligations", str(index))
        if owed.within_s is None:
            case.fault("T04", path, f"The obligation {owed.id} has no deadline (within).")
        else:
            _in_range(case, (*path, "within"), owed.within_s)
        if not owed.otherwise:
            case.fault("T05", path, f"Nothing happens when {owed.id} is not met (otherwise).")
        late = bound is not None and (owed.within_s or 0) > bound
        ends = owed.do.kind == "file" and owed.from_ in {"contact_ended", "released"}
        if bound is not None and late and (ends or owed in case.late_reports(bound)):
            message = f"At {case.protocol.level} a report is due {bound // 60} min after the end."
            case.fault("T10", (*path, "within"), message)


# ── time to the first ring ──


def first_ring(case: Case) -> float | None:
    """T: the longest time until a ladder rings; infinite if nothing makes it ring."""
    protocol, ladder = case.protocol, case.ladder
    if protocol.ladder is None:
        return None if not protocol.urgent else math.inf
    if ladder is None or not ladder.rungs[0].on_duty:
        return math.inf
    if protocol.ladder.ring == "at_open":
        return 0
    return min(_longest_walk(case), _ring_clock(case)[0])


def _ring_clock(case: Case) -> tuple[float, str]:
    """When a clock that never stops rings the ladder, and which; infinite if none does.

    An obligation counts if it is owed from the opening and rings whether or not it is met: what
    it owes is that ring, and so is its consequence, or the system itself owes it.
    """
    found: list[tuple[float, str]] = [(math.inf, "")]
    use = case.protocol.ladder
    if use is not None and isinstance(use.ring, int):
        found.append((use.ring, f"the clock of {use.id}"))
    found += [
        (owed.within_s, f"the obligation {owed.id}")
        for owed in case.protocol.obligations
        if owed.from_ == "opened" and owed.within_s is not None and owes_ring(case, owed)
    ]
    return min(found)


def owes_ring(case: Case, owed: Obligation) -> bool:
    """Does the ladder that brings help ring when this obligation's time is up, come what may?"""
    if not rings(case.protocol, (owed.do,)):
        return False
    return owed.by == "system" or rings(case.protocol, owed.otherwise)


def _longest_walk(case: Case) -> float:
    """The longest time of step clocks on a walk from the start until a ladder rings."""
    protocol = case.protocol
    ways = {name: _ways(case, step) for name, step in protocol.steps.items()}
    reached, todo = {protocol.start}, [protocol.start]
    while todo:
        for name in ways[todo.pop()] - reached:
            reached.add(name)
            todo.append(name)
    graph = {name: ways[name] & reached for name in reached}
    for name in reached:  # undo leads back, wherever a press has led
        for target in ways[name]:
            if not rings(protocol, protocol.steps[target].do):
                graph[target] = graph[target] | {name}
    weights = {name: _weight(case, protocol.steps[name]) for name in reached}
    return _longest_path(graph, weights, protocol.start)


def _ways(case: Case, step: Step) -> set[str]:
    """Where a run can go from here while nobody is rung; nowhere once the step rings."""
    protocol = case.protocol
    if rings(protocol, step.do) or step.end is not None:
        return set()
    if step.branch in {"rang", "accepted", "joined", "spoke"}:
        return {step.way("no") or step.name}
    gated = step.wait_for in {"rang", "accepted", "joined", "spoke"}
    ways = {name for name in (None if gated else step.next, *(step.answers or {}).values()) if name}
    otherwise = step.otherwise
    if otherwise and otherwise.offer and not rings(protocol, otherwise.do):
        ways.add(otherwise.offer)  # the offer of a clock that rings comes after the ring
    if step.branch is None:
        ways |= set(protocol.anytime)
        on = ("contact_lost", "contact_resumed", "released")
        ways |= {protocol.on[event] for event in on if event in protocol.on}
    return ways


def _weight(case: Case, step: Step) -> float:
    silent = step.branch is not None or step.end is not None or rings(case.protocol, step.do)
    return 0 if silent else longest_on(case, step, lambda e: rings(case.protocol, (e,)))


def _longest_path(graph: dict[str, set[str]], weights: dict[str, float], start: str) -> float:
    """The heaviest path from `start`, each strongly connected group counted as one."""
    groups = strongly_connected(graph)
    number = {name: index for index, group in enumerate(groups) for name in group}
    best: dict[int, float] = {}
    for index, group in enumerate(groups):  # what a group leads to comes before it
        own = sum(weights[name] for name in group)
        onward = {number[target] for name in group for target in graph[name]} - {index}
        best[index] = own + max((best[other] for other in onward), default=0)
    return best[number[start]]


def strongly_connected(graph: dict[str, set[str]]) -> list[set[str]]:
    """The strongly connected groups, those that are led to first (Kosaraju, no recursion)."""
    back: dict[str, set[str]] = {name: set() for name in graph}
    for name, targets in graph.items():
        for target in targets:
            back[target].add(name)
    seen: set[str] = set()
    order = [name for root in sorted(back) for name in _finished(back, root, seen)]
    seen = set()
    groups = [set(_finished(graph, root, seen)) for root in reversed(order)]
    return [group for group in groups if group]


def _finished(graph: dict[str, set[str]], root: str, seen: set[str]) -> list[str]:
    """What can be reached from `root` and was not seen, in the order in which it is done with."""
    if root in seen:
        return []
    seen.add(root)
    done, work = [], [(root, iter(sorted(graph[root])))]
    while work:
        name, targets = work[-1]
        new = next((target for target in targets if target not in seen), None)
        if new is None:
            work.pop()
            done.append(name)
        else:
            seen.add(new)
            work.append((new, iter(sorted(graph[new]))))
    return done


# ── bounds ──


def _bounds(case: Case, first: float | None) -> None:
    """T06 to T08: how late a person may be rung, and a manager told."""
    level = case.protocol.level
    bound = FIRST_RING_BOUND.get(level)
    if bound is None or first is None:
        return
    if math.isinf(first):
        message = "Nothing makes sure that anybody is ever rung."
        case.fault("T08", ("ladder",), message, _unrung(case, bound))
    elif first > bound:
        message = f"At {level} somebody is rung within {bound} s; here it can take {first:.0f} s."
        case.fault("T06", ("ladder",), message, _unrung(case, bound))
    manager = manager_told(case, first)
    if manager > MANAGER_BOUND[level]:
        known = "never" if math.isinf(manager) else f"after {manager:.0f} s"
        message = (
            f"At {level} a manager is told within {MANAGER_BOUND[level]} s; "
            f"here it can be {known} (an obligation to raise {MANAGEMENT} bounds it)."
        )
        case.fault("T07", ("obligations", *_telling(case)), message)


def _unrung(case: Case, limit: int) -> tuple[str, ...]:
    """The shortest story in which nobody is rung for longer than `limit` seconds."""
    space = case.space
    cap, by = _ring_clock(case)

    def since(source: State | None, _: Move, __: State) -> bool:
        return source is None

    def came(_: State | None, __: Move, target: State) -> bool:
        return space.rests[target[2]].help != NONE

    def clock(effect: Effect) -> bool:
        return rings(case.protocol, (effect,))

    late = Late(case, limit, "a first ring", since, came, clock, cap, by)
    return late.story(space.fresh()) or ()


def _telling(case: Case) -> tuple[str, ...]:
    """Where the obligation stands that tells a manager; nothing if there is none."""
    owed = enumerate(case.protocol.obligations)
    return next(((str(i),) for i, o in owed if o.do.target == MANAGEMENT), ())


def manager_told(case: Case, first: float) -> float:
    """The longest time until a manager is rung; a rung of the crisis ladder proves nothing.

    What the system owes it does; what a person owes counts only if it happens all the same once
    the time is up.
    """
    times = [math.inf]
    for owed in case.protocol.obligations:
        sure = owed.by == "system" or owed.do in owed.otherwise
        telling = owed.do == Effect(RAISE, MANAGEMENT) and sure
        if not telling or owed.within_s is None:
            continue
        if owed.from_ == "opened":
            times.append(owed.within_s)
        if owed.from_ == "accepted" and case.ladder is not None:
            offset = case.ladder.offset_of("manager")
            times.append(math.inf if offset is None else first + offset + owed.within_s)
    return min(times)


def _ladder(case: Case) -> None:
    """T11, T15, T16: what the ladder itself must keep."""
    ladder = case.ladder
    if ladder is None or not case.protocol.urgent:
        return
    if not ladder.rungs[-1].everyone:
        case.fault("T11", ("ladder",), f"The last rung of {ladder.id} does not ring everyone.")
    bound = SILENCE_BOUND[case.protocol.level]
    if ladder.longest_silence_s > bound:
        message = (
            f"At {case.protocol.level} the agent sees a change in who is coming every {bound} s; "
            f"a rung of {ladder.id} lasts {ladder.longest_silence_s} s."
        )
        case.fault("T15", ("ladder",), message)
    if ladder.accepted_s > ACCEPTED_BOUND_S or ladder.joined_s > JOINED_BOUND_S:
        message = (
            f"{ladder.id} lets {ladder.accepted_s} s pass from accepted to joined and "
            f"{ladder.joined_s} s to spoke; {ACCEPTED_BOUND_S} and {JOINED_BOUND_S} s are allowed."
        )
        case.fault("T16", ("ladder",), message)
