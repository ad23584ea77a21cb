"""Which row each step stands in: below what leads to it, and near to it."""

from stayline_core.protocol.draw.graph import Edge, Graph
from stayline_core.protocol.draw.relax import Gap, Pull, care_for, relax, settle

_WEIGHT = {"next": 8, "answer": 8, "offer": 4}
_MAIN, _BACK, _WRITTEN = 24, 2, 1


def rows_of(graph: Graph, columns: int) -> list[list[str]]:
    """The steps row by row, at most so many in one; every edge but those back leads down."""
    index = {name: at for at, name in enumerate(graph.order)}
    down = [edge for edge in graph.edges if edge.number not in graph.back]
    gaps = [Gap(index[edge.source], index[edge.target], 1) for edge in down]
    main = graph.main_edges
    pulls = [
        Pull(index[e.source], index[e.target], 1, _MAIN if e.number in main else _WEIGHT[e.kind])
        for e in down
    ]
    pulls += [
        Pull(index[e.target], index[e.source], 0, _BACK)
        for e in graph.edges
        if e.number in graph.back
    ]
    # What nothing else holds stands about where the author wrote it.
    levels = len(graph.main) + 1
    first = index[graph.main[0]]
    pulls += [
        Pull(first, at, at * levels // len(graph.order), _WRITTEN)
        for at in range(len(graph.order))
        if at != first
    ]
    care = care_for(len(graph.order))
    places = relax(settle(len(graph.order), gaps), gaps, pulls, care=care)
    wished = {name: places[at] - min(places) for name, at in index.items()}
    return _filled(graph, down, wished, columns)


def _filled(
    graph: Graph, down: list[Edge], wished: dict[str, int], columns: int
) -> list[list[str]]:
    """Rows of at most `columns` steps: who finds no place goes to the next row."""
    onward: dict[str, list[str]] = {name: [] for name in graph.order}
    waits = dict.fromkeys(graph.order, 0)
    for edge in down:
        onward[edge.source].append(edge.target)
        waits[edge.target] += 1
    main = set(graph.main)
    urgency = {name: (name not in main, wished[name], at) for at, name in enumerate(graph.order)}
    rows: list[list[str]] = []
    ready = [name for name in graph.order if not waits[name]]
    level = 0
    while ready:
        level = max(level, min(wished[name] for name in ready))
        due = sorted((n for n in ready if wished[n] <= level), key=urgency.__getitem__)[:columns]
        level += 1
        rows.append(sorted(due, key=graph.order.index))
        ready = [name for name in ready if name not in due]
        for name in due:
            for target in onward[name]:
                waits[target] -= 1
                if not waits[target]:
                    ready.append(target)
    return rows
