"""A YAML document as a plain tree with positions, read from libyaml's events.

Nothing is resolved: every scalar stays a string, so `yes`, `no`, `on` and `10:30` mean what
they say. What could surprise a reader is refused here (codes Y01 to Y06, Y11, and Y14 where text
is cut short). After a fault that leaves the rest sound, reading goes on: what cannot be trusted
becomes a broken scalar, of which nobody says anything more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, NoReturn

import yaml

from stayline_core.protocol.characters import FORBIDDEN, MAX_BYTES, name_of, readable
from stayline_core.protocol.findings import Finding, Severity
from stayline_core.protocol.hints import shown
from stayline_core.protocol.syntax import Quoted, explain

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "START",
    "Listing",
    "Mark",
    "Node",
    "Scalar",
    "Table",
    "read_tree",
]

MAX_DEPTH = 12
MAX_EVENTS = 120_000
"""So many values, keys and brackets a document may hold: more than the largest allowed one has."""

MAX_FAULTS = 500
"""So many faults of the tree are told; whoever has more begins with these."""

MAX_READ = 2_000_000
"""So many characters are read again at most, after lines with a fault were taken out."""

_CUT = re.compile(r" +#")


class Mark(NamedTuple):
    """A place in a document; both numbers count from 1."""

    line: int
    column: int


START = Mark(1, 1)


@dataclass(slots=True)
class Scalar:
    """A piece of text; `plain` is False when it was quoted or a block.

    `broken` is True where something stood that cannot be read and has its finding already.
    `cut` is True where a comment ends a plain text on its own line.
    """

    value: str
    plain: bool
    mark: Mark
    broken: bool = False
    cut: bool = False


@dataclass(slots=True)
class Listing:
    """A sequence of nodes; `flow` is True when it stands in brackets."""

    mark: Mark
    items: list["Node"] = field(default_factory=list)
    flow: bool = False


@dataclass(slots=True)
class Table:
    """A mapping, in the order it was written; keys are text and unique."""

    mark: Mark
    pairs: dict[str, tuple[Scalar, "Node"]] = field(default_factory=dict)


Node = Scalar | Listing | Table


@dataclass(slots=True)
class _Open:
    """A collection that is still being read, and the key that waits for its value."""

    node: Listing | Table
    key: Scalar | None = None


class _Unreadable(Exception):
    """The rest of the document means nothing after this fault."""


class _Builder:
    """Turns events into a tree without recursion, so that depth costs nothing but a count."""

    def __init__(self, file: str, lines: list[str], broken: frozenset[Mark]) -> None:
        self.file = file
        self.lines = lines
        self.broken = broken
        self.findings: list[Finding] = []
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.documents = 0
        self.quoted: Quoted | None = None
        self.events = 0

    def mark(self, mark: Any) -> Mark:  # noqa: ANN401 - libyaml and pure Python have each their own class
        """A place as people count; what is missing at the very end stands at the end."""
        if mark.line < len(self.lines):
            return Mark(mark.line + 1, mark.column + 1)
        return Mark(len(self.lines), len(self.lines[-1]) + 1)

    def stop(self, code: str, mark: Mark, message: str) -> NoReturn:
        """Tell why reading ends here, however much has been told.

        Raises:
            _Unreadable: always.
        """
        self.findings.append(Finding(code, "error", self.file, *mark, message))
        raise _Unreadable

    def fault(self, code: str, mark: Mark, message: str, severity: Severity = "error") -> None:
        if len(self.findings) < MAX_FAULTS:
            self.findings.append(Finding(code, severity, self.file, *mark, message))

    def event(self, event: yaml.Event) -> None:
        """Take one event.

        Raises:
            _Unreadable: nothing after it can be read sensibly.
        """
        mark = self.mark(event.start_mark)
        self.events += 1
        if self.events > MAX_EVENTS:
            message = f"The document holds more than {MAX_EVENTS:,} keys and values: split it."
            self.stop("Y01", mark, message)
        if isinstance(event, yaml.DocumentStartEvent):
            self._document(mark)
        elif isinstance(event, yaml.AliasEvent):
            message = (
                f"The alias *{shown(event.anchor or '')} is not allowed: write it out. "
                "A text that begins with * belongs in quotes."
            )
            self.fault("Y04", mark, message)
            self._place(_broken(mark), mark)
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            self._node(event, mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()

    def _document(self, mark: Mark) -> None:
        self.documents += 1
        if self.documents > 1:
            self.stop("Y06", mark, "A second document begins here: one file holds one document.")

    def _node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, mark: Mark) -> None:
        if event.anchor is not None:
            message = (
                f"The anchor &{shown(event.anchor)} is not allowed: write it out each time. "
                "A text that begins with & belongs in quotes."
            )
            self.fault("Y04", mark, message)
        if event.tag is not None:
            message = (
                f"The tag {shown(event.tag)} is not allowed: values are read as what the key "
                "wants. A text that begins with ! belongs in quotes."
            )
            self.fault("Y05", mark, message)
        if isinstance(event, yaml.ScalarEvent):
            self._place(self._scalar(event, mark), mark)
            return
        node: Listing | Table = (
            Table(mark)
            if isinstance(event, yaml.MappingStartEvent)
            else Listing(mark, flow=bool(event.flow_style))
        )
        self._place(node, mark)
        self.stack.append(_Open(node))
        if len(self.stack) > MAX_DEPTH:
            self.stop("Y11", mark, f"Nested deeper than {MAX_DEPTH} levels: no key goes so deep.")

    def _scalar(self, event: yaml.ScalarEvent, mark: Mark) -> Scalar:
        end = self.mark(event.end_mark)
        if mark in self.broken:
            return _broken(mark)
        if not event.style:
            cut = _CUT.match(self.lines[end.line - 1], end.column - 1) and event.value
            return Scalar(event.value, plain=True, mark=mark, cut=bool(cut))
        if event.style in "\"'":
            self.quoted = Quoted(mark.line - 1, end.line - 1)
        hidden = FORBIDDEN.search(event.value) if event.style == '"' else None
        if hidden is not None:
            message = f"{name_of(hidden.group())} is not allowed, written as an escape neither."
            self.fault("Y02", mark, message)
        return Scalar(event.value, plain=False, mark=mark, broken=hidden is not None)

    def _place(self, node: Node, mark: Mark) -> None:
        """Put a finished or just opened node where it belongs."""
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.node, Listing):
            top.node.items.append(node)
        elif top.key is None:
            self._key(top, node, mark)
        else:
            key, top.key = top.key, None
            if not key.broken:
                top.node.pairs.setdefault(key.value, (key, node))

    def _key(self, top: _Open, node: Node, mark: Mark) -> None:
        top.key = node if isinstance(node, Scalar) else _broken(mark)
        if not isinstance(node, Scalar):
            message = (
                "A key must be a word, not a list or a table. "
                "A text that begins with { or [ belongs in quotes."
            )
            self.fault("Y08", mark, message)
        elif node.plain and node.value == "<<":
            self.fault("Y04", mark, "A merge key (<<) is not allowed: write it out.")
            node.broken = True
        else:
            self._once(top, node)

    def _once(self, top: _Open, key: Scalar) -> None:
        assert isinstance(top.node, Table)  # noqa: S101 - narrows the type: only tables have keys
        if key.value in top.node.pairs:
            first = top.node.pairs[key.value][0].mark
            message = (
                f"The key “{shown(key.value)}” stands here twice (first on line {first.line}, "
                f"column {first.column}): delete one of them, or rename it."
            )
            self.fault("Y03", key.mark, message)


def _broken(mark: Mark) -> Scalar:
    return Scalar("", plain=True, mark=mark, broken=True)


def _without_directives(lines: list[str], file: str) -> Iterator[Finding]:
    """Refuse each directive, and make it a comment: libyaml compares every one with every other."""
    told = 0
    for number, line in enumerate(lines):
        if line.startswith("%"):
            lines[number] = "#" + line[1:]
            told += 1
            if told <= MAX_FAULTS:
                message = "A directive (%) is not allowed: delete the line."
                yield Finding("Y06", "error", file, number + 1, 1, message)
        elif line.strip() and not line.startswith("#"):
            return


def read_tree(source: bytes, file: str) -> tuple[Node | None, list[Finding]]:
    """Read a document as a tree; None where nothing of it can be read.

    A tree that comes with errors is good for finding more of them, and for nothing else.
    """
    text, findings = readable(source, file)
    if text is None:
        return None, findings
    lines = text.split("\n")
    findings += _without_directives(lines, file)
    root, found = _parsed(lines, file)
    if root is None and not findings and not found:
        message = "The document is empty: begin with stayline: 1."
        found = [Finding("Y08", "error", file, *START, message)]
    return root, [*findings, *found]


def _parsed(lines: list[str], file: str) -> tuple[Node | None, list[Finding]]:
    """The tree and its faults; a line that YAML cannot read is taken out, and all read again."""
    told: list[Finding] = []
    broken: set[Mark] = set()
    again = max(1, min(20, MAX_READ // sum(len(line) + 1 for line in lines)))
    while True:
        builder = _Builder(file, lines, frozenset(broken))
        try:
            for event in yaml.parse("\n".join(lines), Loader=yaml.CBaseLoader):
                builder.event(event)
        except _Unreadable:
            whole = builder.root if builder.documents > 1 else None
            return whole, [*told, *builder.findings]
        except yaml.YAMLError as error:
            fault = explain(error, lines, builder.quoted)
        else:
            return builder.root, [*told, *builder.findings]
        number = min(fault.line, len(lines) - 1)
        column = min(fault.column, len(lines[number]))
        told.append(Finding("Y02", "error", file, number + 1, column + 1, fault.message))
        stands = Mark(number + 1, fault.stands_at + 1)
        if fault.mended is None or stands in broken or len(broken) == again:
            return None, [*told, *builder.findings]
        broken.add(stands)
        lines[number] = fault.mended
