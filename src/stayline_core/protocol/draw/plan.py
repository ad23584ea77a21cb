"""From a protocol to a plan of its drawing: cards with corners, lines, frames, numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stayline_core.protocol.draw.card import Card, Cards
from stayline_core.protocol.draw.graph import Edge, Graph, graph_of
from stayline_core.protocol.draw.place import across
from stayline_core.protocol.draw.route import Layout, route
from stayline_core.protocol.draw.rows import rows_of
from stayline_core.protocol.draw.sort import sort_rows
from stayline_core.protocol.draw.weave import Thread, Weave, weave
from stayline_core.protocol.language import Protocol

CARD: Final = 272
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


def plan_of(
    protocol: Protocol, *, columns: int, card: int, faults: Mapping[str, Sequence[str]]
) -> Plan:
    """Lay out a protocol with at most so many cards side by side, each `card` pixels broad."""
    graph = graph_of(protocol)
    woven = weave(graph, rows_of(graph, columns))
    sort_rows(woven)
    numbers = _numbers(woven)
    labels = {edge.number: _label(edge, woven, numbers) for edge in graph.edges}
    exits = _exits(woven)
    main = {edge.source: edge.number for edge in graph.edges if edge.number in graph.main_edges}
    maker = Cards(protocol, numbers, faults, card)
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
    row_of = woven.row_of()
    rows = row_of[edge.target] - row_of[edge.source]
    if 0 < rows <= _FAR:
        return edge.label
    where = f"{'back ' if rows <= 0 else ''}to {numbers[edge.target]}"
    return f"{edge.label}, {where}" if edge.label else where


def _exits(woven: Weave) -> dict[str, list[Edge]]:
    """The ways out of each step, from left to right as they go."""
    spot = {item: (at, len(row)) for row in woven.rows for at, item in enumerate(row)}
    row_of = woven.row_of()

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
