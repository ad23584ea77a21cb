"""A YAML document as a plain tree with positions, read from libyaml's events.

Nothing is resolved: every scalar stays a string, so `yes`, `no`, `on` and `10:30` mean what
they say. What could surprise a reader is refused here: codes Y01 to Y06 and Y11.
"""

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from stayline_core.protocol.findings import Finding

MAX_BYTES = 1_000_000
MAX_DEPTH = 12

# Control characters, tabs, odd line ends, and marks that reorder what a reviewer sees.
_FORBIDDEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


class Mark(NamedTuple):
    """A place in a document; both numbers count from 1."""

    line: int
    column: int


START = Mark(1, 1)


@dataclass(slots=True)
class Scalar:
    """A piece of text; `plain` is False when it was quoted or a block."""

    value: str
    plain: bool
    mark: Mark


@dataclass(slots=True)
class Listing:
    """A sequence of nodes."""

    mark: Mark
    items: list["Node"] = field(default_factory=list)


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

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.documents = 0

    def fault(self, code: str, mark: Mark, message: str) -> None:
        self.findings.append(Finding(code, "error", self.file, *mark, message))

    def event(self, event: yaml.Event) -> None:
        """Take one event.

        Raises:
            _Unreadable: nothing after it can be read sensibly.
        """
        mark = _mark(event.start_mark)
        if isinstance(event, yaml.DocumentStartEvent):
            self._document(event, mark)
        elif isinstance(event, yaml.AliasEvent):
            self.fault("Y04", mark, f"The alias *{event.anchor} is not allowed: write it out.")
            raise _Unreadable
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            self._node(event, mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()

    def _document(self, event: yaml.DocumentStartEvent, mark: Mark) -> None:
        self.documents += 1
        if self.documents > 1:
            self.fault("Y06", mark, "A second document begins here: one file holds one document.")
            raise _Unreadable
        if event.version or event.tags:
            self.fault("Y06", mark, "A directive (%) is not allowed.")

    def _node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, mark: Mark) -> None:
        if event.anchor is not None:
            self.fault("Y04", mark, f"The anchor &{event.anchor} is not allowed: write it out.")
        if event.tag is not None:
            self.fault("Y05", mark, f"The tag {event.tag} is not allowed.")
        if isinstance(event, yaml.ScalarEvent):
            self._place(Scalar(event.value, not event.style, mark), mark)
            return
        node: Listing | Table = (
            Table(mark) if isinstance(event, yaml.MappingStartEvent) else Listing(mark)
        )
        self._place(node, mark)
        self.stack.append(_Open(node))
        if len(self.stack) > MAX_DEPTH:
            self.fault("Y11", mark, f"Nested deeper than {MAX_DEPTH} levels.")
            raise _Unreadable

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
            top.node.pairs.setdefault(key.value, (key, node))

    def _key(self, top: _Open, node: Node, mark: Mark) -> None:
        if not isinstance(node, Scalar):
            self.fault("Y08", mark, "A key must be a word, not a list or a table.")
            raise _Unreadable
        if node.plain and node.value == "<<":
            self.fault("Y04", mark, "A merge key (<<) is not allowed: write it out.")
        assert isinstance(top.node, Table)  # noqa: S101 - narrows the type: only tables have keys
        if node.value in top.node.pairs:
            first = top.node.pairs[node.value][0].mark
            self.fault(
                "Y03",
                mark,
                f"The key “{node.value}” stands here twice (first on line {first.line}).",
            )
        top.key = node


def _mark(mark: Any) -> Mark:  # noqa: ANN401 - libyaml and pure Python have each their own class
    return Mark(mark.line + 1, mark.column + 1)


def _text(source: bytes, file: str) -> tuple[str | None, list[Finding]]:
    """The document as text, if its size, its encoding and its characters allow."""
    if len(source) > MAX_BYTES:
        message = f"The document is {len(source):,} bytes; {MAX_BYTES:,} are allowed."
        return None, [Finding("Y01", "error", file, 1, 1, message)]
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        return None, [Finding("Y02", "error", file, line, 1, "This is not UTF-8 text.")]
    text = text.removeprefix("\ufeff")
    found = _FORBIDDEN.search(text)
    if found is None:
        return text, []
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
    what = "A tab" if found.group() == "\t" else f"The character U+{ord(found.group()):04X}"
    message = f"{what} is not allowed: it cannot be seen, or not seen as what it is."
    return None, [Finding("Y02", "error", file, line, column, message)]


def read_tree(source: bytes, file: str) -> tuple[Node | None, list[Finding]]:
    """Read a document as a tree; None where it cannot be trusted to mean what it shows."""
    text, findings = _text(source, file)
    if text is None:
        return None, findings
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            builder.event(event)
    except _Unreadable:
        pass
    except yaml.MarkedYAMLError as error:
        builder.fault("Y02", _mark(error.problem_mark), f"This is not YAML: {error.problem}.")
    except yaml.YAMLError as error:
        builder.fault("Y02", START, f"This is not YAML: {error}.")
    if builder.root is None and not builder.findings:
        builder.fault("Y08", START, "The document is empty.")
    if any(finding.code != "Y03" for finding in builder.findings):
        return None, builder.findings
    return builder.root, builder.findings
