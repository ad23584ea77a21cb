"""A protocol as steps and ways between them: what is drawn, before anything has a place."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from stayline_core.protocol.draw import words
from stayline_core.protocol.language import Protocol, Step

Kind = Literal["next", "answer", "offer"]
_MESSY: Final = 3
_ALARMS: Final = frozenset({"raise_", "notify", "dispatch", "set_level"})


@dataclass(frozen=True, slots=True)
class Edge:
    """One way from a step to a step; several answers that lead to one step are one way."""

    number: int
    source: str
    target: str
    kind: Kind
    label: str
    gate: bool = False


@dataclass(frozen=True, slots=True)
class Graph:
    """The steps in reading order, every way between them, and the main way through.

    `back` holds the numbers of the edges that lead back up; without them there is no circle.
    `main_edges` has one edge between each two steps of the main way.
    `groups` names the use of a block that a step came from.
    """

    order: tuple[str, ...]
    edges: tuple[Edge, ...]
    back: frozenset[int]
    main: tuple[str, ...]
    groups: Mapping[str, str]
    main_edges: frozenset[int]


def graph_of(protocol: Protocol) -> Graph:
    """Everything of a protocol that has to be drawn."""
    edges = _edges(protocol)
    groups = {name: name.partition("/")[0] for name in protocol.steps if "/" in name}
    order = _as_written(protocol, edges, groups)
    back = _back(protocol.start, order, edges)
    walked = _as_walked(protocol, edges)
    others = _back(protocol.start, walked, edges)
    if _MESSY * len(others) + _MESSY < len(back):  # the author's order is no reading order
        order, back = walked, others
    main = _main_way(protocol, [edge for edge in edges if edge.number not in back])
    return Graph(tuple(order), tuple(edges), back, main, groups, _along(main, edges))


def _edges(protocol: Protocol) -> list[Edge]:
    found: list[Edge] = []
    for step in protocol.steps.values():
        for target, kind, label, gate in _ways(step):
            found.append(Edge(len(found), step.name, target, kind, label, gate))
    return found


def _ways(step: Step) -> list[tuple[str, Kind, str, bool]]:
    ways: list[tuple[str, Kind, str, bool]] = []
    if step.next:
        gate = words.GATES.get(step.wait_for, words.plain(step.wait_for)) if step.wait_for else ""
        ways.append((step.next, "next", gate, step.wait_for is not None))
    values: dict[str, list[str]] = {}
    for value, target in (step.answers or {}).items():
        values.setdefault(target, []).append(words.answer(value))
    whole = len(values) == 1
    for target, some in values.items():
        label = "any answer" if whole else ", ".join(some)
        ways.append((target, "answer", label, False))
    if step.otherwise and step.otherwise.offer:
        limit = words.limits(step.within) if step.within else "its limit"
        ways.append((step.otherwise.offer, "offer", f"offered after {limit}", False))
    return ways


# ── order ──


def _as_written(protocol: Protocol, edges: list[Edge], groups: Mapping[str, str]) -> list[str]:
    """The steps as the author wrote them, the steps of a block where the block is used."""
    outside = [name for name in protocol.steps if name not in groups]
    place = {name: at for at, name in enumerate(outside, start=1)}
    around: dict[str, list[float]] = {}
    for edge in edges:
        source, target = groups.get(edge.source), groups.get(edge.target)
        if target and source != target and edge.source in place:
            around.setdefault(target, []).append(place[edge.source] + 0.5)
        if source and source != target and edge.target in place:
            around.setdefault(source, []).append(place[edge.target] - 0.5)
    first = groups.get(protocol.start)

    def key(name: str) -> tuple[bool, float, str]:
        group = groups.get(name)
        if group is None:
            return (name != protocol.start, place[name], "")
        return (group != first, min(around.get(group, [len(place) + 1])), group)

    return sorted(protocol.steps, key=key)


def _as_walked(protocol: Protocol, edges: list[Edge]) -> list[str]:
    """The steps as a walk from the start meets them, each behind what leads to it."""
    ways = _onward(edges)
    seen: set[str] = set()
    done: list[str] = []
    for root in (protocol.start, *protocol.on.values(), *protocol.anytime, *protocol.steps):
        work = [] if root in seen else [(root, iter(reversed(ways.get(root, []))))]
        while work:
            name, onward = work[-1]
            seen.add(name)
            new = next((edge.target for edge in onward if edge.target not in seen), None)
            if new is not None:
                work.append((new, iter(reversed(ways.get(new, [])))))
            else:
                work.pop()
                done.append(name)
    return [protocol.start, *(name for name in reversed(done) if name != protocol.start)]


def _onward(edges: list[Edge]) -> dict[str, list[Edge]]:
    ways: dict[str, list[Edge]] = {}
    for edge in edges:
        ways.setdefault(edge.source, []).append(edge)
    return ways


def _back(start: str, order: list[str], edges: list[Edge]) -> frozenset[int]:
    """The edges that lead back in this order; without them there is no circle."""
    place = {name: at for at, name in enumerate(order)}
    entered = {start, *(edge.target for edge in edges)}
    # A step that nothing leads to, such as one an event brings, can stand above its target.
    return frozenset(
        edge.number
        for edge in edges
        if place[edge.source] >= place[edge.target]
        and (edge.target == start or edge.source in entered)
    )


# ── the main way ──


def _along(main: tuple[str, ...], edges: list[Edge]) -> frozenset[int]:
    pairs = dict(pairwise(main))
    found: dict[str, int] = {}
    for edge in edges:
        if edge.kind != "offer" and pairs.get(edge.source) == edge.target:
            found.setdefault(edge.source, edge.number)
    return frozenset(found.values())


def _main_way(protocol: Protocol, edges: list[Edge]) -> tuple[str, ...]:
    """The way from the start to the good end: no alarm where there is a choice, no clock."""
    ends = ["handed_over", "resolved"] if protocol.urgent else ["resolved", "handed_over"]
    for end in (*ends, "recorded", "released", "terminated", "superseded"):
        goals = {step.name for step in protocol.steps.values() if step.end == end}
        way = _way_to(protocol, edges, goals)
        if way:
            return way
    return (protocol.start,)


def _way_to(protocol: Protocol, edges: list[Edge], goals: set[str]) -> tuple[str, ...]:
    ways = _onward(edges)
    way: list[str] = []
    seen: set[str] = set()
    work = [iter([protocol.start])] if goals else []
    while work:
        name = next((name for name in work[-1] if name not in seen), None)
        if name is None:
            work.pop()
            way = way[:-1]
            continue
        seen.add(name)
        way.append(name)
        if name in goals:
            return tuple(way)
        work.append(iter(_preferred(protocol, ways.get(name, []))))
    return ()


def _preferred(protocol: Protocol, ways: list[Edge]) -> list[str]:
    """Where a step leads to, the likeliest way of a contact that goes well first."""

    def key(edge: Edge) -> tuple[bool, bool, int]:
        alarm = any(effect.kind in _ALARMS for effect in protocol.steps[edge.target].do)
        silence = edge.label == words.answer("else")
        return (alarm, silence, edge.number)

    return [edge.target for edge in sorted(ways, key=key) if edge.kind != "offer"]
