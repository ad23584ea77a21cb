"""A protocol as Mermaid text, for places that draw it themselves."""

from collections.abc import Iterator
from typing import Final

from stayline_core.protocol.draw import words
from stayline_core.protocol.draw.graph import Edge, Graph, graph_of
from stayline_core.protocol.language import Protocol, Step

_ENTITIES: Final = {
    "#": "#35;",
    '"': "#quot;",
    "<": "#lt;",
    ">": "#gt;",
    "&": "#amp;",
    "|": "#124;",
    "`": "#96;",
    "[": "#91;",
    "]": "#93;",
    "{": "#123;",
    "}": "#125;",
    "(": "#40;",
    ")": "#41;",
    "\\": "#92;",
}
_MOST: Final = 120


def draw_mermaid(protocol: Protocol) -> str:
    """A flowchart in Mermaid's language: every step, every way, blocks as subgraphs.

    The names of steps are never used as ids, since `end` and others would break it.
    """
    graph = graph_of(protocol)
    ids = {name: f"s{at}" for at, name in enumerate(graph.order, start=1)}
    lines = ["---", f"title: {_quoted(protocol.title)}", "---", "flowchart TD"]
    lines += _nodes(protocol, graph, ids)
    lines += [_way(edge, ids) for edge in graph.edges]
    lines += _entries(protocol, ids)
    main = ",".join(ids[name] for name in graph.main)
    lines += ["  classDef main stroke-width:3px", f"  class {main} main"]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Text that Mermaid shows as it is."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    kept = flat if len(flat) <= _MOST else flat[: _MOST - 1] + "…"
    return "".join(_ENTITIES.get(character, character) for character in kept)


def _quoted(text: str) -> str:
    """Text as a YAML scalar in double quotes, for the title."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return '"' + flat.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _nodes(protocol: Protocol, graph: Graph, ids: dict[str, str]) -> Iterator[str]:
    inside: dict[str, list[str]] = {}
    for name in graph.order:
        line = _node(protocol.steps[name], ids[name])
        if name in graph.groups:
            inside.setdefault(graph.groups[name], []).append(line)
        else:
            yield f"  {line}"
    for at, (group, lines) in enumerate(inside.items(), start=1):
        yield f'  subgraph b{at}["{escaped(f"Block: {words.plain(group)}")}"]'
        yield from (f"    {line}" for line in lines)
        yield "  end"


def _node(step: Step, name: str) -> str:
    if step.branch is not None:
        text = words.QUESTIONS.get(step.branch, f"How many {words.plain(step.branch)} so far?")
        return f'{name}{{"{escaped(text)}"}}'
    if step.end is not None:
        return f'{name}(["{escaped(f"End: {words.ENDS.get(step.end, step.end)}")}"])'
    parts = [step.title or words.plain(step.name).capitalize()]
    parts += [f"“{words.spoken(text)}”" for text in step.say[:1]]
    parts += [words.spoken(a.question or words.field_words(a.field, {})) for a in step.asks[:3]]
    parts += [words.tag(effect).text for effect in step.do]
    return f'{name}["{"<br/>".join(escaped(part) for part in parts)}"]'


def _way(edge: Edge, ids: dict[str, str]) -> str:
    arrow = "-.->" if edge.kind == "offer" else "-->"
    label = f'|"{escaped(edge.label)}"|' if edge.label else ""
    return f"  {ids[edge.source]} {arrow}{label} {ids[edge.target]}"


def _entries(protocol: Protocol, ids: dict[str, str]) -> Iterator[str]:
    """What leads to a step from anywhere, each as a node of its own."""
    entries = [("Start", protocol.start)]
    if protocol.switched != protocol.start:
        entries.append(("Start, switched from another protocol", protocol.switched))
    entries += [(words.EVENTS.get(event, event), name) for event, name in protocol.on.items()]
    entries += [(f"Any time: {label}", name) for name, label in protocol.anytime.items()]
    for at, (text, name) in enumerate(entries, start=1):
        yield f'  e{at}>"{escaped(text)}"] --> {ids[name]}'
