"""Typed reading of a tree: each value is given its type by the schema, each fault its place."""

import datetime as dt
import re
from collections.abc import Iterable
from difflib import get_close_matches

from stayline_core.protocol.findings import Finding, Severity
from stayline_core.protocol.language import EFFECTS, RAISE, Effect
from stayline_core.protocol.tree import START, Listing, Mark, Node, Scalar, Table

STEP_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
DOCUMENT_NAME = re.compile(r"[a-z][a-z0-9_-]{0,59}")
_DURATION = re.compile(r"(0|[1-9][0-9]{0,5})(s|m|h)")
_SECONDS = {"s": 1, "m": 60, "h": 3600}
_YAML_WORDS = frozenset({"", "~", "null", "Null", "NULL"})
_YAML_1_1 = _YAML_WORDS | {"true", "True", "TRUE", "false", "False", "FALSE"}

Path = tuple[str, ...]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint at the nearest known word, or at all of them; starts with a space."""
    names = sorted(known)
    near = get_close_matches(word, names, n=1)
    if near:
        return f" Did you mean “{near[0]}”?"
    if 0 < len(names) <= 12:  # noqa: PLR2004 - more would be a list nobody reads
        return f" Known: {', '.join(names)}."
    return ""


class Positions:
    """Where each part of a document stands, by its path; the nearest known parent answers."""

    def __init__(self) -> None:
        """Start with nothing known: everything is at the first character."""
        self._marks: dict[Path, Mark] = {}

    def keep(self, path: Path, mark: Mark) -> None:
        """Remember where a part stands."""
        self._marks[path] = mark

    def keep_first(self, path: Path, mark: Mark) -> None:
        """Remember where a part stands, unless its key has said so."""
        self._marks.setdefault(path, mark)

    def copy(self, source: Path, target: Path) -> None:
        """Let an inlined part point at the place where it was written."""
        size = len(source)
        for path, mark in list(self._marks.items()):
            if path[:size] == source:
                self._marks[target + path[size:]] = mark

    def of(self, *path: str) -> Mark:
        """The place of a part, or of the nearest part around it."""
        while path:
            if path in self._marks:
                return self._marks[path]
            path = path[:-1]
        return START


class Reader:
    """Reads values of known types out of a tree and keeps every fault it meets."""

    def __init__(self, file: str) -> None:
        """Read on behalf of `file`, whose name every finding carries."""
        self.file = file
        self.findings: list[Finding] = []
        self.positions = Positions()

    def fault(
        self, code: str, where: Node | Mark, message: str, severity: Severity = "error"
    ) -> None:
        """Keep a finding at a node or a place."""
        mark = where if isinstance(where, Mark) else where.mark
        self.findings.append(Finding(code, severity, self.file, *mark, message))

    def table(
        self,
        node: Node,
        path: Path,
        known: Iterable[str] | None = None,
        required: Iterable[str] = (),
    ) -> dict[str, Node]:
        """The values of a table by key; unknown keys are Y07, missing ones Y09."""
        if not isinstance(node, Table):
            self.fault("Y08", node, "This must be a table of keys and values.")
            return {}
        self.positions.keep_first(path, node.mark)
        allowed = None if known is None else set(known)
        values: dict[str, Node] = {}
        for key, (scalar, value) in node.pairs.items():
            if scalar.plain and key in _YAML_1_1:
                self.fault(
                    "Y12", scalar, f"“{key}” cannot be a key: put it in quotes, or rename it."
                )
            elif allowed is not None and key not in allowed:
                hint = did_you_mean(key, allowed)
                self.fault("Y07", scalar, f"The key “{key}” is not known here.{hint}")
            else:
                values[key] = value
                self.positions.keep((*path, key), scalar.mark)
        for key in required:
            if key not in node.pairs:
                self.fault("Y09", node, f"The key “{key}” is missing.")
        return values

    def text(self, node: Node) -> str:
        """A piece of text that is not empty."""
        if not isinstance(node, Scalar):
            self.fault("Y08", node, "This must be text, not a list or a table.")
            return ""
        if node.plain and node.value in _YAML_WORDS:
            self.fault("Y08", node, "This is empty: write the text, or leave the key out.")
        elif not node.value.strip():
            self.fault("Y08", node, "This text is empty.")
        return node.value.strip()

    def items(self, node: Node) -> list[Node]:
        """The nodes of a list."""
        if not isinstance(node, Listing):
            self.fault("Y08", node, "This must be a list.")
            return []
        return node.items

    def texts(self, node: Node, path: Path) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        if isinstance(node, Scalar):
            self.positions.keep((*path, "0"), node.mark)
            return (self.text(node),)
        found = []
        for index, item in enumerate(self.items(node)):
            self.positions.keep((*path, str(index)), item.mark)
            found.append(self.text(item))
        return tuple(found)

    def choice(self, node: Node, known: Iterable[str], *, code: str, what: str) -> str:
        """A word out of a closed list."""
        word = self.text(node)
        names = list(known)
        if word and word not in names:
            self.fault(code, node, f"“{word}” is no {what}.{did_you_mean(word, names)}")
        return word

    def choices(self, node: Node, known: Iterable[str], *, code: str, what: str) -> tuple[str, ...]:
        """A list of words out of a closed list; a single word is a list of one."""
        names = list(known)
        nodes: list[Node] = [node] if isinstance(node, Scalar) else self.items(node)
        return tuple(self.choice(item, names, code=code, what=what) for item in nodes)

    def name(self, node: Node, pattern: re.Pattern[str], what: str) -> str:
        """A name of the given form (Y12)."""
        word = self.text(node)
        if word:
            self.good_name(word, node, pattern, what)
        return word

    def good_name(self, word: str, where: Node | Mark, pattern: re.Pattern[str], what: str) -> None:
        """Refuse a name that is not of the given form (Y12)."""
        if not pattern.fullmatch(word):
            message = f"“{word}” cannot be the name of {what}: small letters, digits, 60 at most."
            self.fault("Y12", where, message)

    def whole(self, node: Node, lowest: int, highest: int) -> int:
        """A whole number between two bounds."""
        word = self.text(node)
        if re.fullmatch(r"[0-9]{1,6}", word) and lowest <= int(word) <= highest:
            return int(word)
        self.fault("Y08", node, f"This must be a whole number from {lowest} to {highest}.")
        return lowest

    def flag(self, node: Node) -> bool:
        """Yes or no, in words (true and false are understood)."""
        word = self.choice(node, ("yes", "no", "true", "false"), code="Y08", what="yes or no")
        return word in {"yes", "true"}

    def duration(self, node: Node) -> int | None:
        """A duration such as 30s, 2m or 1h, in seconds (Y13)."""
        word = self.text(node)
        seconds = seconds_of(word)
        if seconds is None and word:
            self.fault("Y13", node, f"“{word}” is no duration: write 30s, 2m or 1h.")
        return seconds

    def date(self, node: Node) -> str | None:
        """A calendar date, YYYY-MM-DD."""
        word = self.text(node)
        try:
            return dt.date.fromisoformat(word).isoformat()
        except ValueError:
            self.fault("Y08", node, "This must be a date: YYYY-MM-DD.")
            return None

    def effect(self, node: Node, path: Path) -> Effect | None:
        """One effect: a table of one kind and its target."""
        words = [kind.rstrip("_") for kind in EFFECTS]
        values = self.table(node, path, words)
        if not values:
            return None
        if len(values) > 1:
            self.fault("Y08", node, "An effect has one kind: begin a new list item.")
        word, target = next(iter(values.items()))
        return Effect(RAISE if word == "raise" else word, self.text(target))

    def effects(self, node: Node, path: Path) -> tuple[Effect, ...]:
        """A list of effects; a single effect is a list of one."""
        nodes = [node] if isinstance(node, Table) else self.items(node)
        read = [self.effect(item, (*path, str(i))) for i, item in enumerate(nodes)]
        return tuple(effect for effect in read if effect is not None)


def seconds_of(word: str) -> int | None:
    """A duration in words as seconds; None where it is none."""
    found = _DURATION.fullmatch(word)
    return int(found[1]) * _SECONDS[found[2]] if found else None
