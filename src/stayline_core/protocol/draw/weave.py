"""The rows woven together: the lanes of long ways, and what meets between two rows.

All ways into one step share a lane: `down` from the highest row that leads there, `up` from the
lowest that leads back. A lane passes each row between as a thread. Between two rows is a channel;
in it, whatever belongs to one step is one net. Channel `c` lies above row `c`.
"""

from dataclasses import dataclass, field
from typing import Literal

from stayline_core.protocol.draw.graph import Graph

Direction = Literal["down", "up"]


@dataclass(frozen=True, slots=True)
class Thread:
    """Where the lane of a step passes a row."""

    target: str
    direction: Direction
    row: int


Item = str | Thread


@dataclass(slots=True)
class Net:
    """What belongs together in a channel: exits and threads above, a step or threads below."""

    exits: list[int] = field(default_factory=list)
    above: list[Thread] = field(default_factory=list)
    below: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Weave:
    """Rows of steps and threads from left to right, and the nets of each channel by step.

    The order within `rows` may change; which row a thing is in, as `row_of` says, does not.
    """

    graph: Graph
    rows: list[list[Item]]
    nets: list[dict[str, Net]]
    row_of: dict[Item, int]

    def spine(self) -> set[Item]:
        """The steps of the main way, and the threads through which it passes other rows."""
        row_of = self.row_of
        found: set[Item] = set(self.graph.main)
        for edge in self.graph.edges:
            if edge.number in self.graph.main_edges:
                between = range(row_of[edge.source] + 1, row_of[edge.target])
                found |= {Thread(edge.target, "down", row) for row in between}
        return found


def weave(graph: Graph, rows: list[list[str]]) -> Weave:
    """Lay the lanes of every edge through the rows; they stand behind the steps at first."""
    row_of: dict[Item, int] = {name: at for at, row in enumerate(rows) for name in row}
    nets: list[dict[str, Net]] = [{} for _ in range(len(rows) + 1)]
    woven = Weave(graph, [list(row) for row in rows], nets, row_of)
    for edge in graph.edges:
        net = woven.nets[row_of[edge.source] + 1].setdefault(edge.target, Net())
        net.exits.append(edge.number)
    down: dict[str, int] = {}
    up: dict[str, int] = {}
    for edge in graph.edges:
        row = row_of[edge.source]
        if row < row_of[edge.target]:
            down[edge.target] = min(row, down.get(edge.target, row))
        else:
            up[edge.target] = max(row, up.get(edge.target, row))
    for target, first in down.items():
        _lay_down(woven, target, first, row_of[target])
    for target, last in up.items():
        _lay_up(woven, target, row_of[target], last)
    return woven


def _lay_down(woven: Weave, target: str, first: int, goal: int) -> None:
    for row in range(first + 1, goal):
        thread = Thread(target, "down", row)
        woven.row_of[thread] = row
        woven.rows[row].append(thread)
        woven.nets[row].setdefault(target, Net()).below.append(thread)
        woven.nets[row + 1].setdefault(target, Net()).above.append(thread)
    woven.nets[goal].setdefault(target, Net()).below.append(target)


def _lay_up(woven: Weave, target: str, goal: int, last: int) -> None:
    for row in range(goal, last + 1):
        thread = Thread(target, "up", row)
        woven.row_of[thread] = row
        woven.rows[row].append(thread)
        woven.nets[row].setdefault(target, Net()).below.append(thread)
        woven.nets[row + 1].setdefault(target, Net()).above.append(thread)
    top = woven.nets[goal][target].below
    if target not in top:
        top.append(target)
