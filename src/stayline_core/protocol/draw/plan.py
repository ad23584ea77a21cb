"""From a protocol to a plan of its drawing: cards with corners, lines, frames, numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from stayline_core.protocol.draw.card import Card, Cards, Wish
from stayline_core.protocol.draw.graph import Edge, Graph, graph_of
from stayline_core.protocol.draw.place import APART, across
from stayline_core.protocol.draw.relax import MANY
from stayline_core.protocol.draw.route import Layout, Point, route
from stayline_core.protocol.draw.rows import rows_of
from stayline_core.protocol.draw.sort import Taste, sort_rows
from stayline_core.protocol.draw.weave import Thread, Weave, weave
from stayline_core.protocol.language import Protocol

CARD: Final = 268
_TANGLE: Final = 12
"""How many pixels of breadth a crossing is worth."""
_FAR: Final = 4
"""A way over more rows than this names the number of the step it leads to."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is drawn of the steps, with its place. Labels are whole, cards shorten."""

    graph: Graph
    cards: Mapping[str, Card]
    layout: Layout
    numbers: Mapping[str, int]
    labels: Mapping[int, str]

    @property
    def tangles(self) -> int:
        """How many times lines that lead to different steps cross."""
        flat: set[tuple[str, Point, Point]] = set()
        steep: set[tuple[str, Point, Point]] = set()
        for edge in self.graph.edges:
            for one, two in pairwise(self.layout.lines[edge.number]):
                (flat if one[1] == two[1] else steep).add(
                    (edge.target, min(one, two), max(one, two))
                )
        return len(
            {
                (goal, other, (up[0], left[1]))
                for goal, left, right in flat
                for other, up, down in steep
                if goal != other and left[0] < up[0] < right[0] and up[1] < left[1] < down[1]
            }
        )


def plan_of(protocol: Protocol, *, room: int, wish: Wish) -> Plan:
    """Lay out a protocol within `room` pixels if that can be, its cards as `wish` says.

    Several layouts are tried: the first that fits is taken, else the one that is narrowest and
    least tangled.
    """
    graph = graph_of(protocol)
    abreast = max(1, (room + APART) // (wish.card + APART))
    plans: list[Plan] = []
    for columns, taste in _choices(abreast, len(graph.order)):
        woven = weave(graph, rows_of(graph, columns))
        sort_rows(woven, taste)
        plan = _laid(protocol, woven, wish)
        if plan.layout.width <= room:
            return plan
        plans.append(plan)
    if len(plans) == 1:
        return plans[0]
    return min(plans, key=lambda plan: plan.layout.width + _TANGLE * plan.tangles)


def _choices(abreast: int, steps: int) -> list[tuple[int, Taste]]:
    """How many cards stand side by side at most, and what the search minds, best guess first."""
    choices = [
        (min(2, abreast), Taste(one_sided=1500, bent=0)),
        (min(2, abreast), Taste(one_sided=500, bent=5)),
        (min(3, abreast), Taste(one_sided=500, bent=2)),
    ]
    return choices if steps <= MANY else choices[:1]


def _laid(protocol: Protocol, woven: Weave, wish: Wish) -> Plan:
    graph = woven.graph
    numbers = _numbers(woven)
    labels = {edge.number: _label(edge, woven, numbers) for edge in graph.edges}
    exits = _exits(woven)
    main = {edge.source: edge.number for edge in graph.edges if edge.number in graph.main_edges}
    maker = Cards(protocol, numbers, wish)
    cards = {
        name: maker.card(protocol.steps[name], exits.get(name, []), labels, main.get(name, -1))
        for name in graph.order
    }
    return Plan(graph, cards, route(woven, cards, across(woven, cards)), numbers, labels)


def _numbers(woven: Weave) -> dict[str, int]:
    """The steps numbered as they stand: row by row, the main way first."""
    main = set(woven.graph.main)
    names = [
        item
        for row in woven.rows
        for item in sorted(row, key=lambda item: item not in main)
        if not isinstance(item, Thread)
    ]
    return {name: at for at, name in enumerate(names, start=1)}


def _label(edge: Edge, woven: Weave, numbers: Mapping[str, int]) -> str:
    row_of = woven.row_of
    rows = row_of[edge.target] - row_of[edge.source]
    if 0 < rows <= _FAR:
        return edge.label
    where = f"to\u00a0{numbers[edge.target]}"
    where = where if rows > 0 else f"back\u00a0{where}"
    return f"{edge.label}, {where}" if edge.label else where


def _exits(woven: Weave) -> dict[str, list[Edge]]:
    """The ways out of each step, from left to right as they go."""
    spot = {item: (at, len(row)) for row in woven.rows for at, item in enumerate(row)}
    row_of = woven.row_of

    def side(edge: Edge) -> tuple[float, int]:
        row, goal = row_of[edge.source], row_of[edge.target]
        if row >= goal:
            right = spot[Thread(edge.target, "up", row)][0] > spot[edge.source][0]
            return (2.0 if right else -2.0, edge.number)
        below = edge.target if goal == row + 1 else Thread(edge.target, "down", row + 1)
        at, size = spot[below]
        return ((at + 0.5) / size, edge.number)

    found: dict[str, list[Edge]] = {}
    for edge in sorted(woven.graph.edges, key=side):
        found.setdefault(edge.source, []).append(edge)
    return found
